"""Deeds on questions and their answers. A script is sent the cards that changed, others their page."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from intranet.kit import policy
from intranet.people.requests import Request
from intranet.writing import kinds
from intranet.writing.models import LongText
from microblog.actions import questions as actions
from microblog.asking import MergeForm
from microblog.cards import ALONE, CARD, REPLY, cards
from microblog.models import Documented, Drafted, Update
from microblog.models.update import UpdateQuerySet
from search.asking import Hit
from search.similar import similar

from .back import back

TAKEN = "{} was faster, and is on it now."
ANSWERED = "It was answered in the meantime."
IN_CIRCLES = "That one was itself asked before, or is this one. Name another."


def claim(request: Request, pk: int) -> HttpResponse:
    question = _question(request, pk)
    policy.require(request.user, "question.claim", question)
    try:
        actions.claim(by=request.user, question=question)
    except actions.Taken as taken:
        _say(request, TAKEN.format(taken.by.name))
    except actions.Answered:
        _say(request, ANSWERED)
    except actions.Gone as gone:
        raise Http404 from gone
    return _changed(request, question)


def release(request: Request, pk: int) -> HttpResponse:
    question = _question(request, pk)
    policy.require(request.user, "question.release", question)
    return _done(request, question, lambda: actions.release(by=request.user, question=question))


def accept(request: Request, pk: int) -> HttpResponse:
    answer, question = _answer(request, pk)
    policy.require(request.user, "question.accept", answer)
    before = getattr(question, "acceptance", None)
    others = [before.answer_id] if before else []
    return _done(request, answer, lambda: actions.accept(by=request.user, answer=answer), *others)


def take_back(request: Request, pk: int) -> HttpResponse:
    answer, question = _answer(request, pk)
    policy.require(request.user, "question.decide", question)
    return _done(request, answer, lambda: actions.take_back_acceptance(by=request.user, answer=answer))


def find_helpful(request: Request, pk: int) -> HttpResponse:
    return _voted(request, pk, actions.find_helpful)


def find_unhelpful(request: Request, pk: int) -> HttpResponse:
    return _voted(request, pk, actions.find_unhelpful)


def toggle_helpful(request: Request, pk: int) -> HttpResponse:
    """What a plain button does."""
    return _voted(request, pk, actions.toggle_helpful)


def ask_merge(request: Request, pk: int) -> HttpResponse:
    """Where one says as what a question was asked before."""
    question = _question(request, pk)
    policy.require(request.user, "question.merge", question)
    return _merge_page(request, question, MergeForm(viewer=request.user), 200)


def merge(request: Request, pk: int) -> HttpResponse:
    question = _question(request, pk)
    policy.require(request.user, "question.merge", question)
    form = MergeForm(request.POST, viewer=request.user)
    if form.is_valid():
        try:
            actions.merge(by=request.user, question=question, into=form.cleaned_data["into"])
        except actions.InCircles:
            form.add_error("into", IN_CIRCLES)
        except actions.Gone as gone:
            raise Http404 from gone
        else:
            return redirect(question)
    return _merge_page(request, question, form, 422)


def unmerge(request: Request, pk: int) -> HttpResponse:
    question = _question(request, pk)
    policy.require(request.user, "question.merge", question)
    return _done(request, question, lambda: actions.unmerge(by=request.user, question=question))


def documented(request: Request, pk: int) -> HttpResponse:
    """Leads to the page that answers a question for good. The card cannot name it: not every reader may know of it."""
    question = _question(request, pk)
    answered = get_object_or_404(Documented, question=question.pk)
    page = LongText.objects.visible_to(request.user).filter(pk=answered.page_id).first()
    if page is None:
        return render(request, "microblog/questions/for_others.html", {"question": question}, status=404)
    return redirect(page.specific)


def drafted(request: Request, pk: int) -> HttpResponse:
    """Leads to the article that is being made of a question, and waits."""
    draft = get_object_or_404(Drafted, question=_question(request, pk).pk)
    return redirect(kinds.found(request.user, draft.page_id))


def _voted(request: Request, pk: int, act: Callable[..., None]) -> HttpResponse:
    answer, _ = _answer(request, pk)
    policy.require(request.user, "question.helpful", answer)
    return _done(request, answer, lambda: act(by=request.user, answer=answer))


def _questions(request: Request) -> UpdateQuerySet:
    rows = Update.objects.visible_to(request.user).standing().filter(root=None, question__isnull=False)
    return rows.select_related("acceptance")


def _question(request: Request, pk: int) -> Update:
    return get_object_or_404(_questions(request), pk=pk)


def _answer(request: Request, pk: int) -> tuple[Update, Update]:
    """An answer that stands, and the question it belongs to."""
    answer = get_object_or_404(Update.objects.visible_to(request.user).standing().exclude(root=None), pk=pk)
    question = _question(request, answer.root_id or 0)
    if not answer.is_answer:
        raise Http404("This is said to an answer.")
    answer.root = question
    return answer, question


def _say(request: Request, text: str) -> None:
    """On the next page; a script that is sent the card shows that, which says it."""
    if not _wants_cards(request):
        messages.error(request, text)


def _wants_cards(request: Request) -> bool:
    return request.headers.get("X-Fragment") in {"thread", "feed"}


def _done(request: Request, update: Update, act: Callable[[], None], *others: int) -> HttpResponse:
    try:
        act()
    except actions.Gone as gone:  # since it was found
        raise Http404 from gone
    return _changed(request, update, *others)


def _changed(request: Request, update: Update, *others: int) -> HttpResponse:
    """How the question, this answer to it and `others` stand now."""
    if not _wants_cards(request):
        return back(request, update)
    numbers = {update.pk, update.thread_id, *others}
    rows = list(Update.objects.visible_to(request.user).filter(pk__in=numbers))
    questions = [row for row in rows if not row.root_id]
    drawn = cards(questions, request.user, template=ALONE if request.headers["X-Fragment"] == "thread" else CARD)
    drawn += cards([row for row in rows if row.root_id], request.user, template=REPLY)
    return render(request, "microblog/questions/_changed.html", {"cards": drawn})


def _merge_page(request: Request, question: Update, form: MergeForm, status: int) -> HttpResponse:
    context = {"question": question, "form": form, "similar": _like(request, question)}
    return render(request, "microblog/questions/merge.html", context, status=status)


def _like(request: Request, question: Update) -> list[Hit]:
    """Other questions that the reader may read and that ask much the same."""
    found = [hit for hit in similar(f"{question.text} ", request.user) if hit.document.kind == "update"]
    return [hit for hit in found if hit.document.number != question.pk]
