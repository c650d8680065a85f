"""Reacting to an update with a sign, and who did."""

from collections.abc import Callable
from itertools import groupby
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render

from intranet.kit import policy
from intranet.kit.http import respond
from intranet.people.requests import Request
from microblog.actions import reactions as actions
from microblog.models import Update
from microblog.signs import BY_KEY, BY_NUMBER

from .back import back

MOST = 100  # people shown of each sign


def who(request: Request, pk: int) -> HttpResponse:
    """Who reacted to an update, sign by sign, first come first."""
    update = _find(request, pk)
    return respond(
        request,
        page="microblog/updates/who.html",
        fragment="microblog/updates/_who.html",
        update=update,
        signs=_by_sign(update),
    )


def give(request: Request, pk: int, sign: str) -> HttpResponse:
    return _change(request, pk, sign, actions.react)


def take_back(request: Request, pk: int, sign: str) -> HttpResponse:
    return _change(request, pk, sign, actions.unreact)


def toggle(request: Request, pk: int, sign: str) -> HttpResponse:
    """What a plain button does."""
    return _change(request, pk, sign, actions.toggle)


def _change(request: Request, pk: int, sign: str, act: Callable[..., None]) -> HttpResponse:
    """Do it, and show how things stand: to a script the update's reactions, to everybody else the page they were on."""
    if sign not in BY_KEY:
        raise Http404("There is no such sign.")
    update = _find(request, pk)
    try:
        act(by=request.user, update=update, sign=BY_KEY[sign])
    except actions.Retracted as late:  # since it was found
        raise PermissionDenied from late
    except Update.DoesNotExist as gone:
        raise Http404 from gone
    if request.headers.get("X-Fragment") == "reactions":
        update.refresh_from_db(fields=["reaction_counts", "version"])
        return render(request, "microblog/updates/_reactions.html", {"update": update})
    return back(request, update)


def _find(request: Request, pk: int) -> Update:
    update = get_object_or_404(Update.objects.visible_to(request.user), pk=pk)
    policy.require(request.user, "update.react", update)
    return update


def _by_sign(update: Update) -> list[dict[str, Any]]:
    """Each sign that was given: ``sign``, ``count``, the first ``reactions`` of it, and how many ``more`` there are."""
    rows = update.reactions.select_related("person__profile").first_of_each_sign(MOST)
    shown = {BY_NUMBER[number]: list(each) for number, each in groupby(rows, lambda row: row.sign)}
    counts = dict(update.tally)
    return [
        {"sign": sign, "count": counts[sign], "reactions": each, "more": max(0, counts[sign] - len(each))}
        for sign, each in shown.items()
    ]
