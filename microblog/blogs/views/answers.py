"""Answering what was asked under a post: one question after the other, what most want to know first."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from intranet.kit import paging, policy
from intranet.people.requests import Request
from microblog.blogs.actions import questions as actions
from microblog.blogs.models import BlogPost, PostQuestion
from microblog.blogs.question_forms import AnswerForm

from . import questions

LISTED = 50  # answers that can be changed from one page


def first(request: Request, pk: int) -> HttpResponse:
    """Where answering begins; when nothing is left, it says so."""
    rows = BlogPost.objects.visible_to(request.user).select_related("of_blog__team", "of_blog__person")
    post = get_object_or_404(rows, pk=pk)
    policy.require(request.user, "question.answer", post)
    if waiting := _waiting(request, post):
        return redirect("blogs:answer", waiting[0])
    return render(request, "blogs/answers.html", {"post": post} | _answered(request, post))


def show(request: Request, pk: int) -> HttpResponse:
    question = _question(request, pk)
    begun = {"text": question.answer, "changes": question.answer_changes}
    return _page(request, question, AnswerForm(initial=begun))


def save(request: Request, pk: int) -> HttpResponse:
    """Take the answer and go on. Who was slower gets 409, both texts, and keeps theirs."""
    question = _question(request, pk)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, question, form, status=422)
    following = _around(request, question)["following"]
    text, changes = form.cleaned_data["text"], form.cleaned_data["changes"]
    try:
        if changes:
            actions.change_answer(by=request.user, question=question, text=text, changes=changes)
        else:
            actions.answer(by=request.user, question=question, text=text)
    except actions.TakenBack as gone:  # the page of that gives the text back
        raise Http404 from gone
    except actions.Stale:
        question = _question(request, pk)
        form.renew_changes(question.answer_changes)
        return _page(request, question, form, status=409, is_stale=True)
    questions.say(request, "Answered." if not changes else "Changed.", draft=f"answer-{pk}")
    return redirect("blogs:answer", following) if following else redirect("blogs:answers", question.post_id)


def _question(request: Request, pk: int) -> PostQuestion:
    question = questions.found(request, pk)
    policy.require(request.user, "question.answer", question.post)
    return question


def _page(
    request: Request, question: PostQuestion, form: AnswerForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = {"post": question.post, "question": question, "form": form}
    context |= _answered(request, question.post) | _around(request, question) | more
    return render(request, "blogs/answers.html", context, status=status)


def _waiting(request: Request, post: BlogPost) -> list[int]:
    return list(
        PostQuestion.objects.visible_to(request.user).filter(post=post).unanswered().values_list("pk", flat=True)
    )


def _around(request: Request, question: PostQuestion) -> dict[str, Any]:
    """Where the question stands among those that wait for an answer, and what is before and after it."""
    waiting = _waiting(request, question.post)
    if question.pk not in waiting:
        return {"place": 0, "waiting": len(waiting), "preceding": None, "following": None}
    at = waiting.index(question.pk)
    return {
        "place": at + 1,
        "waiting": len(waiting),
        "preceding": waiting[at - 1] if at else None,
        "following": waiting[at + 1] if at + 1 < len(waiting) else None,
    }


def _answered(request: Request, post: BlogPost) -> dict[str, Any]:
    """What can be changed from here, and where what was answered earlier begins."""
    start = paging.number(request.GET.get("start", "")) or 0
    rows = PostQuestion.objects.visible_to(request.user).filter(post=post).answered().with_people()
    found = list(rows[start : start + LISTED + 1])
    return {"answered": found[:LISTED], "answered_earlier": start + LISTED if len(found) > LISTED else 0}
