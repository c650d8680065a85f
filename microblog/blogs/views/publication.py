"""What becomes of a post: it goes out, at once or at a time, is read before, sent back, and withdrawn.

Whoever presses twice does it once: what is done already leads to the page that says so.
"""

from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from intranet.kit import paging, policy
from intranet.people.requests import Request
from intranet.writing.models import Stale
from microblog.blogs import reviews
from microblog.blogs.actions import posts as actions
from microblog.blogs.forms import RefusalForm, TimeForm, WishForm
from microblog.blogs.models import BlogPost

from . import pages, saying

View = Callable[[Request, int], HttpResponse]


def _answered_by(answer: View, error: type[Exception]) -> Callable[[View], View]:
    """A view of a post that answers so when it meets the error."""

    def around(view: View) -> View:
        @wraps(view)
        def tried(request: Request, pk: int) -> HttpResponse:
            try:
                return view(request, pk)
            except error:
                return answer(request, pk)

        return tried

    return around


def _stale(request: Request, pk: int) -> HttpResponse:
    """What they read is not what would go out."""
    base = _base(request)
    found = pages.find(request, pk)
    known = found.changes_for(request.user).filter(revision=base).exists()
    return render(request, "blogs/stale.html", {"post": found, "base": base if known else 0}, status=409)


#: Whoever was asked to read a post, and does not see it any more, is told so.
_answers_who_comes_too_late = _answered_by(pages.no_longer_asked, Http404)
#: Whoever read something else than what stands there now sees that first; what somebody deleted is not found.
_answers_who_is_slower = _answered_by(_stale, Stale)


@_answers_who_is_slower
def publish(request: Request, pk: int) -> HttpResponse:
    return _sent_out(request, pk, "blogpost.publish", actions.publish)


@_answers_who_comes_too_late
@_answers_who_is_slower
def approve(request: Request, pk: int) -> HttpResponse:
    return _sent_out(request, pk, "blogpost.approve", actions.approve)


@_answers_who_is_slower
def schedule(request: Request, pk: int) -> HttpResponse:
    """A time that does not fit comes back on the page."""
    found, done = _waiting(request, pk, "blogpost.publish")
    if done:
        return done
    _require_as_read(request, found)
    form = TimeForm(request.POST)
    if not form.is_valid():
        return pages.shown(request, found, status=422, when=form)
    try:
        actions.schedule(by=request.user, post=found, base=_base(request), **form.cleaned_data)
    except actions.TooEarly as error:
        form.add_error("goes_out_at", str(error))
        return pages.shown(request, found, status=422, when=form)
    return saying.told(request, found)


@_answers_who_is_slower
def unschedule(request: Request, pk: int) -> HttpResponse:
    """Whoever may change it, and so keep it from going out, may say so as well."""
    found, done = _waiting(request, pk, "blogpost.edit")
    if done:
        return done
    actions.unschedule(by=request.user, post=found)
    return saying.told(request, found, "It does not go out by itself any more. It waits until somebody publishes it.")


@_answers_who_is_slower
def submit(request: Request, pk: int) -> HttpResponse:
    """Ask for the post to be read; it may be said when it should go out."""
    found, done = _waiting(request, pk, "blogpost.submit")
    if done:
        return done
    form = WishForm(request.POST)
    if not form.is_valid():
        return pages.shown(request, found, status=422, when=form)
    with suppress(reviews.AlreadyAsked):  # it was pressed twice
        actions.submit(by=request.user, post=found, **form.cleaned_data)
    return saying.told(request, found)


@_answers_who_is_slower
def call_off(request: Request, pk: int) -> HttpResponse:
    """Nobody need read the post any more."""
    found, done = _waiting(request, pk, "blogpost.call_off")
    if done:
        return done
    if not actions.call_off(by=request.user, post=found):
        return saying.too_late(request, found)
    return saying.told(request, found, "It is a draft again, and waits for nobody.")


@_answers_who_comes_too_late
@_answers_who_is_slower
def send_back(request: Request, pk: int) -> HttpResponse:
    found, done = _waiting(request, pk, "blogpost.approve")
    if done:
        return done
    form = RefusalForm(request.POST)
    if not form.is_valid():
        return pages.shown(request, found, status=422, refusal=form)
    if not actions.send_back(by=request.user, post=found, why=form.cleaned_data["why"]):
        return saying.too_late(request, found)
    return saying.told(request, found, "It is sent back. Those who write there see why.")


def ask_withdraw(request: Request, pk: int) -> HttpResponse:
    found = pages.find(request, pk)
    if not found.live:
        return redirect(found)
    policy.require(request.user, "blogpost.withdraw", found)
    return render(request, "blogs/withdraw.html", {"post": found})


@_answers_who_is_slower
def withdraw(request: Request, pk: int) -> HttpResponse:
    found = pages.find(request, pk)
    if not found.live:
        return redirect(found)
    policy.require(request.user, "blogpost.withdraw", found)
    actions.withdraw(by=request.user, post=found)
    messages.success(request, f"“{found.title}” is withdrawn. Those who write there can publish it again.")
    return redirect(found.of_blog)


def _sent_out(request: Request, pk: int, rule: str, act: Callable[..., Any]) -> HttpResponse:
    found, done = _waiting(request, pk, rule)
    if done:
        return done
    _require_as_read(request, found)
    was_done = act(by=request.user, post=found, base=_base(request))
    return saying.too_late(request, found) if was_done is False else saying.told(request, found)


def _waiting(request: Request, pk: int, rule: str) -> tuple[BlogPost, HttpResponse | None]:
    """The post, if the viewer may do that; one that is out already is shown as it is."""
    found = pages.find(request, pk)
    if found.live:
        return found, redirect(found)
    policy.require(request.user, rule, found)
    return found, None


def _require_as_read(request: Request, post: BlogPost) -> None:
    """Raises Stale when it has another cover than they saw. The actions ask the same about the words."""
    if (paging.number(request.POST.get("base", "").partition("-")[2]) or None) != post.cover_id:
        raise Stale(post.pk)


def _base(request: Request) -> int:
    """The newest revision that they saw, see `BlogPost.as_read`."""
    return paging.number(request.POST.get("base", "").partition("-")[0]) or 0
