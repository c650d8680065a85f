"""What lists of updates listen to, and which new ones they take: the feeds of :mod:`microblog.feeds` in other words.

Whatever a feed asks of the database, its rules ask of the card that arrives. A test of the house holds them together.
"""

import json
from dataclasses import dataclass, field
from typing import Any

from intranet.people.frame import my_teams
from intranet.people.models import Team, User
from intranet.people.tastes import tastes


@dataclass(frozen=True)
class Listening:
    """The streams of a list, and the rules by which the browser takes a card; see `static/js/elements/news.js`.

    ``company`` takes what is addressed to the company, ``teams`` what is addressed to one of them, ``people`` what one
    of them wrote, ``tags`` what carries one, ``sources`` what tells of one, ``all`` everything; nothing of those who
    are ``muted``. ``replies`` are taken ("also"), not taken ("no"), or nothing else is ("only"). Of all that a list of
    questions takes only what was ``asked``, stands in one of these ``states`` and is about the ``topic``.
    """

    streams: str
    rules: dict[str, Any] = field(default_factory=dict)

    @property
    def takes(self) -> str:
        return json.dumps(self.rules, separators=(",", ":"))

    def without_news(self) -> "Listening":
        """What is on the page changes; nothing new comes to it."""
        return Listening(self.streams)


def home(viewer: Any) -> Listening:
    mine = {team.pk for team in my_teams(viewer)}
    likes = tastes(viewer)
    wants: dict[str, Any] = {"teams": mine | likes.teams, "people": likes.people, "sources": likes.sources}
    return _filtered(viewer, company=True, **wants, muted=likes.muted)


def company(viewer: Any) -> Listening:
    return Listening("feed:company", {"all": True, "muted": sorted(tastes(viewer).muted), "replies": "no"})


def following(viewer: Any) -> Listening:
    likes = tastes(viewer)
    return _filtered(viewer, teams=likes.teams, people=likes.people, muted=likes.muted)


def team(viewer: Any, team: Team) -> Listening:
    return Listening(f"feed:team:{team.pk}", {"all": True, "replies": "no"})


def person(viewer: Any, person: User) -> Listening:
    return _filtered(viewer, people={person.pk})


def replies_of(viewer: Any, person: User) -> Listening:
    return _filtered(viewer, people={person.pk}, replies="only")


def tag(viewer: Any, name: str) -> Listening:
    return _filtered(viewer, tags={name}, replies="also")


def questions(viewer: Any, *, states: tuple[str, ...] = (), topic: int | str = 0, mine: bool = False) -> Listening:
    rules: dict[str, Any] = {"asked": True, "replies": "no"}
    rules |= {"people": [viewer.pk]} if mine else {"all": True}
    rules |= {"states": list(states)} if states else {}
    rules |= {"topic": topic} if topic else {}
    return Listening(" ".join(_all_streams(viewer)), rules)


def _filtered(viewer: Any, *, replies: str = "no", **rules: Any) -> Listening:
    """Everything that `viewer` may hear, and rules for what of it belongs here."""
    sorted_rules = {name: rule if rule is True else sorted(rule) for name, rule in rules.items() if rule}
    return Listening(" ".join(_all_streams(viewer)), {**sorted_rules, "replies": replies})


def _all_streams(viewer: Any) -> list[str]:
    streams = ["feed:company", "feed:open"]
    if viewer.sees_everything:
        return [*streams, "feed:closed"]
    return [*streams, *(f"feed:team:{team.pk}" for team in my_teams(viewer) if team.is_closed)]
