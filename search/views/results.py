"""The page of results."""

from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode

from intranet.kit.http import HtmxRequest, respond
from search import asking, facets, query, searching
from search.documents import kinds
from search.evidence import words_of
from search.narrowing import kind_called


class Tab(NamedTuple):
    """A link that narrows to a kind, or to all of them."""

    name: str
    typed: str
    is_current: bool
    many: int | None = None  # results of that kind; None: nobody has counted yet

    @property
    def is_capped(self) -> bool:
        return (self.many or 0) >= searching.COUNTED


class Chip(NamedTuple):
    """A filter in force, and what was typed without it."""

    text: str
    without: str


def results(request: HtmxRequest) -> HttpResponse:
    """What was found for ``q``, from place ``start`` on. As one types, only the results are drawn anew.

    ``facets=1`` counts at once, for browsers without scripts.
    """
    typed = request.GET.get("q", "")
    try:
        asked = query.read(typed, is_typing=bool(request.htmx))
    except query.TooLong as error:
        # A script shows a 422 where the results were; a 400 it only tells of.
        status = 422 if request.htmx else 400
        return _page(request, status=status, typed=typed[: query.LONGEST], too_long=str(error))
    answer = asking.ask(asked, request.user, start=_start(request))
    counted = facets.count(asked, request.user) if request.GET.get("facets") else None
    shown: dict[str, Any] = {
        "answer": answer,
        "ask_address": _ask_address(asked),
        "tabs": tabs(asked, counted),
        "chips": _chips(asked),
    }
    return _page(request, typed=typed, **shown, facets=counted)


def tabs(asked: query.Query, counted: facets.Facets | None) -> list[Tab]:
    """A tab for everything, and one for each kind."""
    chosen = {kind_called(value) for value in asked.values("kind")}
    every = Tab("Everything", str(asked.with_only("kind", "")), not chosen, counted.all if counted else None)
    return [
        every,
        *(
            Tab(
                kind.name,
                str(asked.with_only("kind", key)),
                chosen == {key},
                counted.kinds.get(key) if counted else None,
            )
            for key, kind in kinds().items()
        ),
    ]


def _page(request: HtmxRequest, *, status: int = 200, **context: Any) -> HttpResponse:
    return respond(request, page="search/results.html", fragment="search/_results.html", status=status, **context)


def _ask_address(asked: query.Query) -> str:
    """Where one asks colleagues with these words."""
    return f"{reverse('microblog:home')}?{urlencode({'ask': '', 'text': words_of(asked)})}#composer"


def _start(request: HttpRequest) -> int:
    """Where the page of results begins; something else than a place is the beginning."""
    text = request.GET.get("start", "")
    start = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0
    return min(start, asking.FARTHEST) // asking.SIZE * asking.SIZE


def _chips(asked: query.Query) -> list[Chip]:
    """Every filter but the kind, which the tabs show."""
    pairs = [pair for pair in asked.filters if pair[0] != "kind"]
    chips = [Chip(f"{name}:{value}", str(asked.dropping(name, value))) for name, value in pairs]
    days = [(name, day) for name, day in (("after", asked.after), ("before", asked.before)) if day]
    return chips + [Chip(f"{name}:{day.date().isoformat()}", str(asked.dropping(name))) for name, day in days]
