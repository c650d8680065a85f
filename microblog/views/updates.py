"""Saying something, changing it, taking it back."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_http_methods

from intranet.kit import paging, policy
from intranet.kit.diff import versions
from intranet.people.eyes import Eyes
from intranet.people.models import Topic
from intranet.people.requests import Request
from microblog import threads
from microblog.actions import asking, questions
from microblog.actions import updates as actions
from microblog.attaching import Attaching, said_with
from microblog.cards import audiences_of, cards
from microblog.forms import EditForm, Place, ReplyForm, UpdateForm
from microblog.given_back import give_back
from microblog.models import Question, Update

from . import feeds

ALREADY = "This form was sent before with another text. Your text is kept: press Post again to send it as a new one."
UNDONE = "You took this back before. Your text is kept: press Post again to send it after all."
VERSIONS = 30  # on one page of a history


def post(request: Request) -> HttpResponse:
    """Take an update. A form that does not fit comes back with its text, its reason, and status 422."""
    policy.require(request.user, "update.post")
    form = UpdateForm(request.POST, viewer=request.user)
    form.take_in(request)
    if form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("text", "teams", "key", "attached")}
        if update := _send(form, partial(actions.post, by=request.user, asks_about=form.asks_about, **said)):
            return _posted(request, update, form.at)
    if request.htmx:
        response = render(request, "microblog/updates/_compose.html", {"form": form}, status=422)
        response["HX-Retarget"], response["HX-Reswap"] = "#composer", "outerHTML"
        return response
    return feeds.feed_page(request, form, 422)


def _posted(request: Request, update: Update, place: Place) -> HttpResponse:
    if not request.htmx:
        _offer_undo(request, update, draft=place.draft)
        return HttpResponseRedirect(place.address)
    belongs_here = feeds.updates_at(request, place).filter(pk=update.pk).first()
    context = {
        "cards": cards([belongs_here], request.user) if belongs_here else [],
        "form": UpdateForm(viewer=request.user, place=place.name),
        **_undo_context(request, update, place.draft),
    }
    response = render(request, "microblog/updates/_posted.html", context, status=201)
    response["HX-Trigger"] = "posted"
    return response


def reply(request: Request, pk: int) -> HttpResponse:
    """Take a reply to an update or to another reply."""
    to = get_object_or_404(Update.objects.visible_to(request.user).select_related("root"), pk=pk)
    policy.require(request.user, "update.reply", to)
    form = ReplyForm(request.POST, viewer=request.user)
    form.take_in(request)
    if form.is_valid():
        try:
            update = _send(form, partial(actions.reply, by=request.user, to=to, **form.cleaned_data))
        except Update.DoesNotExist as gone:  # undone in the meantime; the page gives the text back
            raise Http404 from gone
        if update:
            _offer_undo(request, update, draft=threads.draft_of(update))
            return redirect(update)
    root = threads.opening(request, to.thread_id)
    if answer := threads.refused_elsewhere(request, root, form, to):
        return answer
    return feeds.thread_page(request, root, form=form, to=to if to.root_id else None, status=422)


@require_http_methods(["GET", "POST"])
def edit(request: Request, pk: int) -> HttpResponse:
    """Change one's own words. Who was slower gets 409, both texts, and keeps theirs."""
    update = get_object_or_404(
        Update.objects.visible_to(request.user).select_related("author__profile", "question"), pk=pk
    )
    policy.require(request.user, "update.edit", update)
    begun = {"text": update.text, "edits": update.edits.count(), **Attaching.of(update.attached).in_session()}
    # Whoever opened the form while the update was answered saw no box, and said nothing with it.
    may_ask = _may_ask(update) and (request.method == "GET" or "shows_ask" in request.POST)
    form = EditForm(request.POST or None, viewer=request.user, initial=begun | (_asks(update) if may_ask else {}))
    form.take_in(request)
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            said = {name: form.cleaned_data[name] for name in ("text", "edits", "attached")}
            actions.edit(by=request.user, update=update, **said)
        except actions.Stale:
            update.refresh_from_db()
            form.renew_edits(update.edits.count())
            context = {"update": update, "form": form, "is_stale": True, "may_ask": may_ask}
            return render(request, "microblog/updates/edit.html", context, status=409)
        if may_ask:
            _turn(request, update, form.asks_about)
        return redirect(update)
    context = {"update": update, "form": form, "may_ask": may_ask}
    return render(request, "microblog/updates/edit.html", context, status=status)


def history(request: Request, pk: int) -> HttpResponse:
    """What an update said before, for everybody who may read it."""
    update = get_object_or_404(Update.objects.visible_to(request.user).select_related("author__profile"), pk=pk)
    policy.require(request.user, "update.history", update)
    edits = list(update.edits.select_related("by"))
    # An Edit holds what stood there before it, so each text began with the edit that came before.
    began = [update.posted_at, *(edit.at for edit in edits)]
    now = said_with(update.text, update.attached)
    texts = list(zip(began, [*(said_with(edit.text, edit.attached) for edit in edits), now], strict=True))
    skip = paging.number(request.GET.get("skip", "")) or 0
    made = versions(texts, skip=skip, most=VERSIONS)
    earlier = skip + VERSIONS if skip + VERSIONS < len(texts) else None
    context = {"update": update, "versions": made, "earlier": earlier, "is_first_page": not skip}
    return render(request, "microblog/updates/history.html", context)


def ask_retract(request: Request, pk: int) -> HttpResponse:
    update = get_object_or_404(Update.objects.visible_to(request.user).select_related("author__profile"), pk=pk)
    policy.require(request.user, "update.retract", update)
    return render(request, "microblog/updates/retract.html", {"update": update})


def retract(request: Request, pk: int) -> HttpResponse:
    update = get_object_or_404(Update.objects.visible_to(request.user), pk=pk)
    if update.is_retracted:  # pressed twice, or somebody else was faster
        return redirect(update)
    policy.require(request.user, "update.retract", update)
    actions.retract(by=request.user, update=update)
    messages.success(request, "Retracted.")
    return redirect(update if update.root_id or update.reply_count else "microblog:home")


def undo(request: Request, pk: int) -> HttpResponse:
    """Within ten seconds an update can be taken back without a trace; its text returns to the composer."""
    update = get_object_or_404(Update.objects.visible_to(request.user), pk=pk)
    policy.require(request.user, "update.undo", update)
    teams = [str(pk) for pk in update.audiences.exclude(team=None).values_list("team", flat=True)]
    place = threads.draft_of(update) if update.root_id else "new"
    attached = Attaching.of(update.attached).in_session()
    asked = _asks(update)
    try:
        text = actions.undo(by=request.user, update=update)
    except actions.TooLate:
        messages.error(request, "Too late to undo: somebody may have read it. You can still edit or retract it.")
        return redirect(update)
    give_back(request, place, {"text": text, "teams": teams, "to": update.parent_id, **attached, **asked})
    return redirect(threads.address_of(update.root) if update.root else "microblog:home")


def _may_ask(update: Update) -> bool:
    """May it begin or cease to be a question? Not when others have said something below it, or it is closed."""
    if update.root_id or update.card or asking.answers_of_others(update).exists():
        return False
    return not hasattr(update, "question") or Question.objects.waiting().filter(pk=update.pk).exists()


def _asks(update: Update) -> dict[str, Any]:
    """What the form begins with."""
    if not hasattr(update, "question"):
        return {"ask": False}
    return {"ask": True, "topics": [str(topic.pk) for topic in update.question.topics.all()]}


def _turn(request: Request, update: Update, asks_about: list[Topic] | None) -> None:
    """The update is a question about this, or none."""
    try:
        if asks_about is None:
            questions.ask_no_more(by=request.user, update=update)
        else:
            questions.ask(by=request.user, update=update, topics=asks_about)
    except questions.Answered:
        messages.error(request, "Somebody answered in the meantime, so it stays what it was.")
    except questions.Gone as gone:
        raise Http404 from gone


def _send(form: ReplyForm, send: Callable[[], Update | None]) -> Update | None:
    """The update that came of the form, or None and the reason in the form."""
    try:
        if update := send():
            return update
        _renew_key(form, UNDONE)
    except actions.KeyReused:
        _renew_key(form, ALREADY)
    return None


def _renew_key(form: ReplyForm, reason: str) -> None:
    """The form has a key that was not used yet, and says why it came back."""
    form.renew_key()
    form.add_error("text", reason)


def _undo_context(request: Request, update: Update, draft: str) -> dict[str, Any]:
    words = audiences_of([update.thread_id], Eyes.of(request.user))[update.thread_id]
    return {"update": update, "draft": draft, "audience": words, "seconds": int(actions.UNDO.total_seconds())}


def _offer_undo(request: Request, update: Update, *, draft: str) -> None:
    """Say on the next page that it is posted; the script there drops the `draft` of that name."""
    said = render_to_string("microblog/updates/_undo.html", _undo_context(request, update, draft))
    messages.success(request, said, extra_tags="whole")
