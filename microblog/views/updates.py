"""Saying something, changing it, taking it back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from intranet.kit import policy
from intranet.kit.diff import versions
from intranet.people.requests import Request
from microblog.actions import updates as actions
from microblog.cards import cards
from microblog.forms import EditForm, ReplyForm, UpdateForm, new_key
from microblog.models import Update

from . import feeds

ALREADY = "This form was sent before with another text. Your text is kept: press Post again to send it as a new update."


def post(request: Request) -> HttpResponse:
    """Take an update. A form that does not fit comes back with its text, its reason, and status 422."""
    policy.require(request.user, "update.post")
    form = UpdateForm(request.POST, viewer=request.user)
    if form.is_valid():
        try:
            update = actions.post(by=request.user, **form.cleaned_data)
        except actions.KeyReused:
            _renew_key(form, request)
        else:
            return _posted(request, update)
    if request.htmx:
        response = render(request, "microblog/updates/_compose.html", {"form": form}, status=422)
        response["HX-Retarget"], response["HX-Reswap"] = "#composer", "outerHTML"
        return response
    return feeds.feed_page(request, "home", form, 422)


def _posted(request: Request, update: Update | None) -> HttpResponse:
    if update is None:
        return redirect("microblog:home")
    if not request.htmx:
        _offer_undo(request, update, draft=request.POST.get("draft", "new"))
        return redirect(_back(request))
    teams = request.POST.getlist("teams")
    context = {
        "card": cards([update], request.user)[0],
        "update": update,
        "form": UpdateForm(viewer=request.user, initial={"teams": teams if _on_team_page(request) else []}),
        "seconds": int(actions.UNDO.total_seconds()),
        "draft": request.POST.get("draft", "new"),
    }
    response = render(request, "microblog/updates/_posted.html", context, status=201)
    response["HX-Trigger"] = "posted"
    return response


def reply(request: Request, pk: int) -> HttpResponse:
    """Take a reply to an update or to another reply."""
    to = get_object_or_404(Update.objects.visible_to(request.user).select_related("root"), pk=pk)
    policy.require(request.user, "update.reply", to)
    form = ReplyForm(request.POST)
    if form.is_valid():
        try:
            update = actions.reply(by=request.user, to=to, **form.cleaned_data)
        except actions.KeyReused:
            _renew_key(form, request)
        else:
            if update:
                _offer_undo(request, update, draft=f"thread-{update.root_id}")
            return redirect(update or to.root or to)
    return feeds.thread_page(request, to.root or to, form=form, to=to if to.root_id else None, status=422)


@require_http_methods(["GET", "POST"])
def edit(request: Request, pk: int) -> HttpResponse:
    """Change one's own words. Who was slower gets 409, both texts, and keeps theirs."""
    update = get_object_or_404(Update.objects.visible_to(request.user).select_related("author__profile"), pk=pk)
    policy.require(request.user, "update.edit", update)
    form = EditForm(request.POST or None, initial={"text": update.text, "version": update.version})
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit(by=request.user, update=update, **form.cleaned_data)
        except actions.Stale:
            update.refresh_from_db()
            form = EditForm({"text": form.cleaned_data["text"], "version": update.version})
            context = {"update": update, "form": form, "is_stale": True}
            return render(request, "microblog/updates/edit.html", context, status=409)
        return redirect(update)
    return render(request, "microblog/updates/edit.html", {"update": update, "form": form}, status=status)


def history(request: Request, pk: int) -> HttpResponse:
    """What an update said before, for everybody who may read it."""
    update = get_object_or_404(Update.objects.visible_to(request.user).select_related("author__profile"), pk=pk)
    policy.require(request.user, "update.history", update)
    edits = list(update.edits.select_related("by"))
    # An Edit holds what stood there before it, so each text began with the edit that came before.
    began = [update.posted_at, *(edit.at for edit in edits)]
    texts = list(zip(began, [*(edit.text for edit in edits), update.text], strict=True))
    return render(request, "microblog/updates/history.html", {"update": update, "versions": versions(texts)})


def ask_retract(request: Request, pk: int) -> HttpResponse:
    update = get_object_or_404(Update.objects.visible_to(request.user).select_related("author__profile"), pk=pk)
    policy.require(request.user, "update.retract", update)
    return render(request, "microblog/updates/retract.html", {"update": update})


def retract(request: Request, pk: int) -> HttpResponse:
    update = get_object_or_404(Update.objects.visible_to(request.user), pk=pk)
    policy.require(request.user, "update.retract", update)
    actions.retract(by=request.user, update=update)
    messages.success(request, "Retracted.")
    return redirect(update if update.root_id or update.reply_count else "microblog:home")


def undo(request: Request, pk: int) -> HttpResponse:
    """Within ten seconds an update can be taken back without a trace; its text returns to the composer."""
    update = get_object_or_404(Update.objects.visible_to(request.user), pk=pk)
    policy.require(request.user, "update.undo", update)
    kept = {"to": update.parent_id} if update.root_id else {}
    teams = [str(pk) for pk in update.audiences.exclude(team=None).values_list("team", flat=True)]
    try:
        text = actions.undo(by=request.user, update=update)
    except actions.TooLate:
        messages.error(request, "Too late to undo: somebody may have read it. You can still edit or retract it.")
        return redirect(update)
    request.session[feeds.UNDONE] = {"text": text, "teams": teams} | kept
    return redirect(update.root or "microblog:home")


def _renew_key(form: ReplyForm, request: Request) -> None:
    """The form has a key that was not used yet, and says why it came back."""
    data = request.POST.copy()
    data["key"] = new_key()
    form.data = data
    form.add_error("text", ALREADY)


def _offer_undo(request: Request, update: Update, *, draft: str) -> None:
    """Say on the next page that it is posted; the script there drops the `draft` of that name."""
    context = {"update": update, "draft": draft, "seconds": int(actions.UNDO.total_seconds())}
    messages.success(request, render_to_string("microblog/updates/_undo.html", context), extra_tags="whole")


def _back(request: Request) -> str:
    back = request.POST.get("next", "/")
    return back if url_has_allowed_host_and_scheme(back, None) else "/"


def _on_team_page(request: Request) -> bool:
    return _back(request).startswith("/teams/")
