"""Searches that are missed: who should see to each, and the ways to end it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET

from intranet.kit import paging, policy
from intranet.kit.http import HtmxRequest, back, respond
from search import asking, query
from search.actions import bets, synonyms
from search.actions import missed as actions
from search.answered import query_of
from search.bets import named
from search.documents import kinds
from search.missed_forms import DismissForm, HandOverForm, SameForm
from search.models import MissedSearch
from search.models.missed import How

SIZE = 50
OFFERED = 10  # things to choose from
ENDED = "It is done. Who waits for it is told."
SLOWER = "Somebody else has seen to it in the meantime. Look at what has ended."


@require_GET
def missed(request: HttpRequest) -> HttpResponse:
    """Those that the reader may see to, new ones first; with ``show=ended`` what became of them."""
    is_ended = request.GET.get("show") == "ended"
    rows = MissedSearch.objects.visible_to(request.user).select_related("owner__profile", "ended_by")
    rows = rows.exclude(ended_at=None) if is_ended else rows.open()
    by = "ended_at" if is_ended else "made_at"
    page = paging.newest_first(rows, before=request.GET.get("before", ""), size=SIZE, by=by)
    tabs = [("To see to", "?", not is_ended), ("Ended", "?show=ended", is_ended)]
    context = {"missed": page.items, "next": page.next, "tabs": tabs, "is_ended": is_ended}
    return render(request, "search/missed.html", context)


@require_GET
def one(request: HtmxRequest, pk: int) -> HttpResponse:
    return _page(request, _find(request, pk))


def add_synonym(request: HtmxRequest, pk: int) -> HttpResponse:
    """The words mean the same as others, which find something."""
    found = _find(request, pk, "missed.tune")
    form = SameForm(request.POST, words=found.words)
    if not form.is_valid():
        return _page(request, found, status=422, same=form)
    try:
        if form.group:
            synonyms.change(by=request.user, group=form.group, words=form.cleaned_data["same"])
        else:
            synonyms.add(by=request.user, words=form.cleaned_data["same"])
    except IntegrityError:  # somebody else was a moment faster
        form.add_error("same", "One of these has just been put into another group. Look again.")
        return _page(request, found, status=422, same=form)
    return _end(request, found, How.SYNONYM)


def set_bet(request: HtmxRequest, pk: int) -> HttpResponse:
    """One thing answers it, ``thing=update:12``, and stands on top for these words from now on."""
    found = _find(request, pk, "missed.tune")
    kind, _, number = request.POST.get("thing", "").partition(":")
    thing = named([(kind, paging.number(number) or 0)], request.user).first() if kind in kinds() else None
    if thing is None:
        return _page(request, found, status=422, problem="Choose what should stand on top.")
    try:
        bets.place(by=request.user, words=found.words, document=thing)
    except bets.Full:
        return _page(request, found, status=422, problem="Three things stand on top for these words already.")
    return _end(request, found, How.BET, thing=thing)


def dismiss(request: HtmxRequest, pk: int) -> HttpResponse:
    found = _find(request, pk, "missed.settle")
    form = DismissForm(request.POST)
    if not form.is_valid():
        return _page(request, found, status=422, dismissal=form)
    reason, said = form.cleaned_data["reason"], "Dismissed. It comes back only if far more people miss it."
    return _end(request, found, How.DISMISSED, said=said, reason=reason)


def hand_over(request: HtmxRequest, pk: int) -> HttpResponse:
    found = _find(request, pk, "missed.settle")
    people = get_user_model()._default_manager.filter(is_active=True)
    form = HandOverForm(request.POST, people=people)
    if form.is_valid():
        try:
            actions.hand_over(by=request.user, missed=found, owner=form.cleaned_data["owner"])
        except actions.Withheld:
            form.add_error("owner", "These words cannot be given to them. Choose somebody else.")
        else:
            messages.success(request, "Handed over. They are told.")
            return redirect("search:missed")
    return _page(request, found, status=422, handing=form)


def _find(request: HttpRequest, pk: int, rule: str = "") -> MissedSearch:
    rows = MissedSearch.objects.visible_to(request.user).select_related("owner__profile", "ended_by", "given_by")
    found = get_object_or_404(rows, pk=pk)
    if rule:
        policy.require(request.user, rule, found)
    return found


def _end(request: HttpRequest, found: MissedSearch, how: How, *, said: str = ENDED, **more: Any) -> HttpResponse:
    if actions.end(by=request.user, missed=found, how=how, **more):
        messages.success(request, said)
    else:
        messages.error(request, SLOWER)
    return back(request, "search:missed")


def _page(request: HtmxRequest, found: MissedSearch, *, status: int = 200, **context: Any) -> HttpResponse:
    """With what can be put on top: what was looked for, or at first what any of the words find."""
    sought = request.GET.get("find", found.words)[: query.LONGEST]
    may_tune = policy.allows(request.user, "missed.tune", found)
    context = {
        "missed": found,
        "may_settle": policy.allows(request.user, "missed.settle", found),
        "may_tune": may_tune,
        "find": sought,
        "hits": asking.ask(query_of(sought), request.user).hits[:OFFERED] if may_tune else (),
        "same": SameForm(words=found.words),
        "dismissal": DismissForm(),
        "handing": HandOverForm(),
        **context,
    }
    if found.number:
        context["answer"] = named([(found.kind, found.number)], request.user).first()
    return respond(request, page="search/missed_one.html", fragment="search/_things.html", status=status, **context)
