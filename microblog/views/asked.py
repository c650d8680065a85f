"""The list of questions: those that wait, oldest first, and all others."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_vary_headers
from django.utils.http import urlencode

from intranet.kit import paging
from intranet.people.models import Topic
from intranet.people.requests import Request
from microblog import feeds, listening, topics
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


def questions(request: Request) -> HttpResponse:
    state = BY_KEY.get(request.GET.get("state", "waiting"))
    if state is None:
        raise Http404("There is no such list.")
    topic = _topic(request)
    mine = "mine" in request.GET
    found = feeds.questions(request.user, states=state.states, topic=topic, mine=mine)
    page = _page(request, found, state)
    hears = listening.questions(request.user, states=state.states, topic=topic, mine=mine)
    is_first = not any(request.GET.get(name) for name in ("before", "after"))
    context: dict[str, Any] = {"state": state, "topic": topic, "mine": mine}
    context |= {"cards": cards(page.items, request.user), "next": page.next, "my_reactions": marks(page.items)}
    context |= {"is_first": is_first, "listening": hears if is_first else hears.without_news()}
    context |= {"address": _address(request), "more": "after" if state.is_oldest_first else "before"}
    if request.headers.get("X-Fragment") == "feed":
        response = render(request, "microblog/questions/_feed.html", context)
    else:
        context |= {"chips": _chips(state, topic, mine), "beside": topics.lists_of(request.user)}
        response = render(request, "microblog/questions/list.html", context)
    patch_vary_headers(response, ["X-Fragment"])
    return response


def _topic(request: Request) -> int | str:
    """The number of the one that the list is about, or `NO_TOPIC`; 0 for all of them."""
    wanted = request.GET.get("topic", "")
    if wanted == NO_TOPIC:
        return NO_TOPIC
    return get_object_or_404(Topic, pk=paging.number(wanted) or 0).pk if wanted else 0


def _page(request: Request, found: Any, state: Filter) -> paging.Page:
    through = request.GET.get("through", "")
    if state.is_oldest_first:
        return paging.oldest_first(found, after=request.GET.get("after", ""), through=through)
    return paging.newest_first(found, before=request.GET.get("before", ""), through=through)


def _address(request: Request) -> str:
    """This list from its beginning, and ready for one more word."""
    kept = {name: request.GET[name] for name in ("state", "topic", "mine") if name in request.GET}
    return f"{request.path}?{urlencode(kept)}"


def _chips(state: Filter, topic: int | str, mine: bool) -> dict[str, Any]:
    """Links to the other lists: ``states``, ``topics`` and ``mine`` as (words, address, is it this one)."""
    now = {"state": state.key, "topic": topic or None, "mine": "" if mine else None}

    def to(**other: Any) -> str:
        return "?" + urlencode({name: value for name, value in (now | other).items() if value is not None})

    about = [("Every topic", to(topic=None), not topic)]
    about += [(each.name, to(topic=each.number), topic == each.number) for each in topics.figures()]
    about += [("No topic", to(topic=NO_TOPIC), topic == NO_TOPIC)]
    return {
        "states": [(each.name, to(state=each.key), each == state) for each in FILTERS],
        "topics": about,
        "mine": ("Asked by me", to(mine=None if mine else ""), mine),
    }
