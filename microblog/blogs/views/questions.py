"""Asking under a post, voting, taking back."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme

from intranet.kit import paging, policy
from intranet.people.requests import Request
from microblog.actions.updates import KeyReused
from microblog.blogs import asking
from microblog.blogs.actions import questions as actions
from microblog.blogs.models import BlogPost, PostQuestion
from microblog.blogs.question_forms import QuestionForm

ALREADY = "This form was sent before with another text. Your text is kept: press Ask again to send it as a new one."


def every(request: Request, pk: int) -> HttpResponse:
    """All questions under a post, on pages of their own."""
    return _page(request, _post(request, pk), start=paging.number(request.GET.get("start", "")) or 0)


def ask(request: Request, pk: int) -> HttpResponse:
    """Take a question. A form that does not fit comes back with its text, its reason, and status 422."""
    post = _post(request, pk)
    policy.require(request.user, "question.ask", post)
    form = QuestionForm(request.POST)
    if form.is_valid():
        try:
            question = actions.ask(by=request.user, post=post, **form.cleaned_data)
        except KeyReused:
            form.renew_key()
            form.add_error("text", ALREADY)
        else:
            say(request, "You asked. Everybody who reads the post can vote for it.", draft=f"questions-{post.pk}")
            return redirect(question)
    return _page(request, post, form=form, status=422)


def vote(request: Request, pk: int) -> HttpResponse:
    return _voted(request, pk, actions.vote)


def unvote(request: Request, pk: int) -> HttpResponse:
    return _voted(request, pk, actions.unvote)


def toggle(request: Request, pk: int) -> HttpResponse:
    """What a plain button does."""
    return _voted(request, pk, actions.toggle)


def ask_take_back(request: Request, pk: int) -> HttpResponse:
    question = found(request, pk)
    policy.require(request.user, "question.take_back", question)
    return render(request, "blogs/take_back.html", {"question": question})


def take_back(request: Request, pk: int) -> HttpResponse:
    question = found(request, pk)
    policy.require(request.user, "question.take_back", question)
    try:
        actions.take_back(by=request.user, question=question)
    except actions.TooLate:
        messages.error(request, "It was answered in the meantime, so it stays.")
        return redirect(question)
    messages.success(request, "Taken back." if question.by_id == request.user.pk else "Removed.")
    return redirect(question.post)


def found(request: Request, pk: int) -> PostQuestion:
    rows = PostQuestion.objects.visible_to(request.user).with_people().select_related("post__of_blog__team")
    return get_object_or_404(rows, pk=pk)


def say(request: Request, text: str, *, draft: str) -> None:
    """On the next page; the script there drops the `draft` of that name."""
    context = {"text": text, "tone": "good", "seconds": 8, "posted": draft}
    messages.success(request, render_to_string("components/flash.html", context), extra_tags="whole")


def _voted(request: Request, pk: int, act: Callable[..., None]) -> HttpResponse:
    """Do it, and show how things stand: to a script the question, to everybody else the page they were on."""
    question = found(request, pk)
    policy.require(request.user, "question.vote", question)
    try:
        act(by=request.user, question=question)
    except actions.TakenBack as gone:  # since it was found
        raise Http404 from gone
    if request.headers.get("X-Fragment") == "question":
        return render(request, "blogs/_question.html", {"question": found(request, pk)})
    page = request.headers.get("Referer", "").split("#")[0]
    if page and url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure()):
        return HttpResponseRedirect(f"{page}#questions-{pk}")
    return redirect(question)


def _post(request: Request, pk: int) -> BlogPost:
    rows = BlogPost.objects.visible_to(request.user).select_related("of_blog__team", "of_blog__person")
    return get_object_or_404(rows, pk=pk)


def _page(request: Request, post: BlogPost, *, status: int = 200, **more: Any) -> HttpResponse:
    may_answer = policy.allows(request.user, "question.answer", post)
    questions = asking.every(request, post.pk, may_answer=may_answer, **more)
    context = {"post": post, "questions": questions}
    return render(request, "blogs/questions.html", context, status=status)
