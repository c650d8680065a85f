"""What the frame of every page shows: the company, my teams, the theme; and where one is."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple, Self

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.functional import SimpleLazyObject
from django.utils.safestring import SafeString

from intranet.kit import policy
from intranet.kit.declarations import DeskRow, Waiting, gathered
from intranet.notifications import badge, desk

from .models import Company, Team, User

THEMES = ("", "light", "dark")  # without one, as the system says
FEEDS = ("home", "company", "following")
#: Pages that have a place of their own in the frame, by the name of their address.
PLACES = {
    "notices:tray": "notices",
    "notices:wishes": "notices",
    "desk:desk": "desk",
    "search:results": "search",
    "microblog:questions": "questions",
    "microblog:topics": "questions",
    "topic": "questions",
    "people:directory": "people",
    "people:teams": "teams",
    "search:learning": "searches",
    "search:synonyms": "searches",
    "search:bets": "searches",
    "governance:desk": "moderation",
    "governance:thing": "moderation",
    "governance:rules": "rules",
    "governance:rules_history": "rules",
    "search:missed": "searches",
    "trail": "trail",
    "health": "health",
}
#: Those that stand behind "More" where the screen is small.
IN_MORE = {"notices", "desk", "people", "teams", "you"}
KEPT = 2_000  # drawn rails, of 6 KB each at most


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context: ``company``, ``my_teams`` (read only when a template asks), ``theme``, ``keys_off``."""
    theme = request.COOKIES.get("theme", "")
    return {
        "company": SimpleLazyObject(Company.current),
        "my_teams": SimpleLazyObject(lambda: my_teams(request.user)),
        "theme": theme if theme in THEMES else "",
        "keys_off": request.COOKIES.get("keys") == "off",
    }


def my_teams(user: Any) -> list[Team]:
    """The teams a person is in, by name; read once a request."""
    if not isinstance(user, User) and not getattr(user, "is_authenticated", False):
        return []
    if not hasattr(user, "_my_teams"):
        user._my_teams = list(Team.objects.of(user))
    return user._my_teams


def unread(user: Any) -> int:
    """How much `user` has not read of what they were told; asked once a request, and only where there is something."""
    if not getattr(user, "has_unread", True):
        return 0
    if not hasattr(user, "_unread"):
        user._unread = badge.unread(user, _eyes(user))
    count: int = user._unread
    return count


def first_on_desk(user: Any) -> Sequence[DeskRow]:
    """What comes first of what waits for `user`."""
    return desk.first(user, _eyes(user)) if desk.count(user) else ()


def _eyes(user: Any) -> str:
    """In which teams they are, as far as it says what they may read."""
    return ",".join(f"{team.pk}{'c' if team.is_closed else ''}" for team in my_teams(user))


class Face(NamedTuple):
    """A person as an avatar and a link show them."""

    name: str
    initials: str
    hue: int
    photo_url: str
    address: str

    @classmethod
    def of(cls, person: User) -> Self:
        return cls(person.name, person.initials, person.hue, person.photo_url, person.get_absolute_url())


class Door(NamedTuple):
    """A team of the person's as a link."""

    name: str
    address: str
    is_closed: bool
    place: str


class Standing(NamedTuple):
    """All that the rail tells: whoever stands alike is sent the same, drawn once."""

    company: str
    theme: str
    place: str
    person: Face
    teams: tuple[Door, ...]
    number: int  # of the person
    unread: int
    on_desk: int  # things that wait for them
    may_tune: bool
    may_learn: bool
    sees_everything: bool
    moderates: bool
    reported: int  # things that wait for them as a moderator

    @classmethod
    def of(cls, context: dict[str, Any]) -> Self:
        """Where the viewer stands whose page has this context."""
        user = context["request"].user
        return cls(
            company=str(context["company"]),
            theme=context["theme"],
            place=place(context),
            person=Face.of(user),
            teams=tuple(
                Door(team.name, team.get_absolute_url(), team.is_closed, _place_of(team)) for team in my_teams(user)
            ),
            number=user.pk,
            unread=unread(user),
            on_desk=desk.count(user),
            may_tune=policy.allows(user, "search.tune"),
            may_learn=policy.allows(user, "search.learn"),
            sees_everything=user.sees_everything,
            moderates=user.moderates,
            reported=waiting("moderation", user),
        )


def waiting(place: str, user: User) -> int:
    """How much waits for somebody at a place of the frame, as the room behind it says."""
    count: Waiting = gathered("waiting", "WAITING")[place]
    return count(user)


def place(context: dict[str, Any]) -> str:
    """Which of the frame's links leads to the page that one is on; empty for most pages."""
    match = context["request"].resolver_match
    if context.get("feed") in FEEDS:
        return "home"
    if match and match.app_name in {"blogs", "wiki"}:
        return match.app_name
    if match and match.view_name in PLACES:
        return PLACES[match.view_name]
    if team := context.get("team"):
        return _place_of(team)
    person = context.get("person")
    return "you" if person and person.pk == context["request"].user.pk else ""


@lru_cache(maxsize=KEPT)
def rail(standing: Standing) -> SafeString:
    return render_to_string("layouts/_rail.html", standing._asdict())


@lru_cache(maxsize=KEPT)
def bar(place: str, address: str, number: int, unread: int, on_desk: int) -> SafeString:
    """The rail of small screens; `address` is the own page of the viewer, whose `number` this is."""
    context = {"place": place, "address": address, "number": number, "is_in_more": place in IN_MORE}
    return render_to_string("layouts/_bar.html", context | {"unread": unread, "on_desk": on_desk})


@lru_cache(maxsize=KEPT)
def face(face: Face) -> SafeString:
    """The avatar of somebody who is about to write."""
    return render_to_string("components/avatar.html", {"person": face, "size": "m", "href": ""})


def _place_of(team: Team) -> str:
    return f"team {team.pk}"
