"""What stands on top for certain words."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from intranet.kit import paging, policy
from intranet.kit.http import HtmxRequest, respond
from search import asking, query
from search.actions import bets as actions
from search.bets import named
from search.documents import kinds
from search.forms import BetForm
from search.models import BestBet
from search.undo import offer_undo

SIZE = 50
OFFERED = 10  # things to choose from


def bets(request: HttpRequest) -> HttpResponse:
    """All whose things the reader may see, those set last first."""
    policy.require(request.user, "search.tune")
    rows = BestBet.objects.visible_to(request.user).select_related("by__profile")
    page = paging.newest_first(rows, before=request.GET.get("before", ""), size=SIZE, by="at")
    pairs = [(bet.kind, bet.number) for bet in page.items]
    documents = {(each.kind, each.number): each for each in named(pairs, request.user)}
    shown = [(bet, asking.Hit(document, [], [])) for bet in page.items if (document := documents.get(_pair(bet)))]
    return render(request, "search/bets.html", {"bets": shown, "next": page.next})


@require_http_methods(["GET", "POST"])
def add(request: HtmxRequest) -> HttpResponse:
    """First the words and what to look for, then which of the things that were found.

    Who undoes a deletion posts the thing alone, and the words stand in the address.
    """
    policy.require(request.user, "search.tune")
    if request.method == "GET" or "look" in request.POST:
        typed = request.POST or request.GET
        return _form(request, BetForm(initial={"words": typed.get("words", "")[:80]}))
    form = BetForm(request.POST if "words" in request.POST else request.GET)
    if form.is_valid() and _place(request, form):
        messages.success(request, f"Who looks for “{form.cleaned_data['words']}” finds it on top now.")
        return redirect("search:bets")
    return _form(request, form, status=422)


def delete(request: HttpRequest, pk: int) -> HttpResponse:
    policy.require(request.user, "search.tune")
    bet = get_object_or_404(BestBet.objects.visible_to(request.user), pk=pk)
    actions.delete(by=request.user, bet=bet)
    said = f"Who looks for “{bet.words}” finds what the words find."
    where = f"{reverse('search:bet_new')}?{urlencode({'words': bet.words})}"
    offer_undo(request, said, where, name="thing", value=f"{bet.kind}:{bet.number}")
    return redirect("search:bets")


def _pair(bet: BestBet) -> tuple[str, int]:
    return bet.kind, bet.number


def _place(request: HttpRequest, form: BetForm) -> bool:
    """Put the chosen thing, ``thing=update:12``, on top; when that cannot be, the form says why."""
    kind, _, pk = request.POST.get("thing", "").partition(":")
    thing = named([(kind, paging.number(pk) or 0)], request.user).first() if kind in kinds() else None
    if thing is None:
        form.add_error(None, "Choose what should stand on top. If it is not listed, look for it with other words.")
        return False
    try:
        actions.place(by=request.user, words=form.cleaned_data["words"], document=thing)
    except actions.Full:
        form.add_error("words", f"There are {BestBet.MOST} things on top for these words. Take one of them away first.")
        return False
    return True


def _form(request: HtmxRequest, form: BetForm, status: int = 200) -> HttpResponse:
    """The form, with what can be chosen when something was looked for."""
    sought = (request.POST or request.GET).get("find", "")
    context: dict[str, Any] = {"form": form, "find": sought[: query.LONGEST]}
    try:
        asked = query.read(sought)
    except query.TooLong as error:
        context["too_long"] = str(error)
    else:
        context["hits"] = asking.ask(asked, request.user).hits[:OFFERED]
    return respond(request, page="search/bet_form.html", fragment="search/_things.html", status=status, **context)
