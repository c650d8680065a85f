"""The list of questions: those that wait, oldest first, and all others."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers
from django.utils.http import urlencode
from django.utils.safestring import SafeString

from intranet.kit import paging
from intranet.people.eyes import Eyes
from intranet.people.keeping import kept
from intranet.people.models import Topic
from intranet.people.requests import Request
from microblog import feeds, first_pages, listening, topics
from microblog.cards import cards
from microblog.mine import marks
from microblog.models.question import NO_TOPIC, WAITING


@dataclass(frozen=True)
class Filter:
    """Which questions stand in the list: how the address names it, what the chip says, and their states."""

    key: str
    name: str
    states: tuple[str, ...]
    nothing: str
    is_oldest_first: bool = False


FILTERS = (
    Filter("waiting", "Waiting", WAITING, "Nothing waits for an answer. What is on your mind?", is_oldest_first=True),
    Filter("claimed", "Being answered", ("claimed",), "Nobody is writing an answer just now.", is_oldest_first=True),
    Filter("answered", "Answered", ("answered",), "Every answer has been accepted, or there is none yet."),
    Filter("accepted", "Accepted", ("accepted",), "No answer has been accepted yet."),
    Filter("documented", "In the wiki", ("documented",), "Nothing was answered for good in the wiki yet."),
    Filter("all", "All", (), "Nobody has asked anything yet."),
)
BY_KEY = {each.key: each for each in FILTERS}


@dataclass(frozen=True)
class Wanted:
    """What somebody wants to see: questions in a state, about a topic (its number, `NO_TOPIC`, or 0), their own."""

    state: Filter
    topic: int | str
    mine: bool

    @property
    def is_usual(self) -> bool:
        """Of all that waits; what most people open."""
        return self.state == FILTERS[0] and not (self.topic or self.mine)


def questions(request: Request) -> HttpResponse:
    state = BY_KEY.get(request.GET.get("state", "waiting"))
    if state is None:
        raise Http404("There is no such list.")
    wanted = Wanted(state, _topic(request), "mine" in request.GET)
    if request.headers.get("X-Fragment") == "feed":
        page = _page(request, wanted)
        feed = {"feed": _draw(request, wanted, page), "my_reactions": marks(page.items)}
        response = render(request, "microblog/questions/_feed.html", feed)
    else:
        response = render(request, "microblog/questions/list.html", _list(request, wanted))
    patch_vary_headers(response, ["X-Fragment"])
    return response


def _list(request: Request, wanted: Wanted) -> dict[str, Any]:
    """The context of the page."""
    is_first = not any(request.GET.get(name) for name in ("before", "after"))

    def draw(pks: Collection[int]) -> tuple[SafeString, bool]:
        page = _page(request, wanted)
        shown = [each for each in page.items if each.pk in pks]
        return _draw(request, wanted, paging.Page(shown, page.next)), len(shown) == len(pks)

    if wanted.is_usual and not {"before", "after", "through"} & request.GET.keys():
        feed, mine = first_pages.waiting(request.user, draw)
    else:
        page = _page(request, wanted)
        feed, mine = _draw(request, wanted, page), marks(page.items)
    hears = listening.questions(request.user, states=wanted.state.states, topic=wanted.topic, mine=wanted.mine)
    return {
        "state": wanted.state,
        "feed": feed,
        "my_reactions": mine,
        "listening": hears if is_first else hears.without_news(),
        "address": _address(request),
        "chips": _chips(wanted),
        "beside": topics.aside(request.user),
    }


def _page(request: Request, wanted: Wanted) -> paging.Page:
    state = wanted.state
    found = feeds.questions(request.user, states=state.states, topic=wanted.topic, mine=wanted.mine)
    through = request.GET.get("through", "")
    if state.is_oldest_first:
        return paging.oldest_first(found, after=request.GET.get("after", ""), through=through)
    return paging.newest_first(found, before=request.GET.get("before", ""), through=through)


def _draw(request: Request, wanted: Wanted, page: paging.Page) -> SafeString:
    """Cards and what follows them."""
    context = {
        "cards": cards(page.items, request.user),
        "next": page.next,
        "is_first": not any(request.GET.get(name) for name in ("before", "after")),
        "address": _address(request),
        "more": "after" if wanted.state.is_oldest_first else "before",
    }
    return render_to_string("microblog/questions/_page.html", context)


def _topic(request: Request) -> int | str:
    """The number of the one that the list is about, or `NO_TOPIC`; 0 for all of them."""
    wanted = request.GET.get("topic", "")
    if wanted == NO_TOPIC:
        return NO_TOPIC
    return get_object_or_404(Topic, pk=paging.number(wanted) or 0).pk if wanted else 0


def _address(request: Request) -> str:
    """This list from its beginning, and ready for one more word."""
    kept = {name: request.GET[name] for name in ("state", "topic", "mine") if name in request.GET}
    return f"{request.path}?{urlencode(kept)}"


def _chips(wanted: Wanted) -> SafeString:
    """Links to the other lists; drawn once an hour, and anew when a topic changes."""
    known = topics.figures()
    made_of = (wanted.state.key, wanted.topic, int(wanted.mine), *(each.number for each in known))
    return kept("question-chips", Eyes(), made_of, lambda: _draw_chips(wanted, known))


def _draw_chips(wanted: Wanted, known: Sequence[topics.Figures]) -> SafeString:
    """``states``, ``topics`` and ``mine`` as (words, address, is it this one)."""
    topic = wanted.topic
    now = {"state": wanted.state.key, "topic": topic or None, "mine": "" if wanted.mine else None}

    def to(**other: Any) -> str:
        return "?" + urlencode({name: value for name, value in (now | other).items() if value is not None})

    about = [("Every topic", to(topic=None), not topic)]
    about += [(each.name, to(topic=each.number), topic == each.number) for each in known]
    about += [("No topic", to(topic=NO_TOPIC), topic == NO_TOPIC)]
    chips = {
        "states": [(each.name, to(state=each.key), each == wanted.state) for each in FILTERS],
        "topics": about,
        "mine": ("Asked by me", to(mine=None if wanted.mine else ""), wanted.mine),
    }
    return render_to_string("microblog/questions/_chips.html", {"chips": chips})
