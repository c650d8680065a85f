"""What a person follows, subscribes to and mutes."""

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import BigIntegerField, CharField, Value

from intranet.kit.declarations import gathered
from intranet.kit.lookups import Lookup, bare

from .models import Follow, Mute


@dataclass(frozen=True)
class Tastes:
    """The numbers of the people and teams that somebody follows, of the people they mute, and of what they subscribe
    to, by its kind.
    """

    people: frozenset[int]
    teams: frozenset[int]
    muted: frozenset[int]
    subscribed: tuple[tuple[str, frozenset[int]], ...]

    @property
    def sources(self) -> set[str]:
        """What they subscribe to, as cards name it."""
        return {f"{kind}-{number}" for kind, numbers in self.subscribed for number in numbers}


def tastes(viewer: Any) -> Tastes:
    """Read in one query, once a request."""
    if not hasattr(viewer, "_tastes"):
        viewer._tastes = _read(viewer)
    return viewer._tastes


@lru_cache(maxsize=1_000)
def _rows(viewer: Any) -> Lookup:
    nothing, kind = Value(None, output_field=BigIntegerField()), Value("", output_field=CharField())
    follows = Follow.objects.filter(follower=viewer).values_list("person", "team", nothing, kind)
    mutes = Mute.objects.filter(by=viewer).values_list(nothing, nothing, "whom", kind)
    others = [
        each.chosen(viewer).values_list(nothing, nothing, each.column, Value(name, output_field=CharField()))
        for name, each in gathered("subscribed", "SUBSCRIBED").items()
    ]
    return Lookup(follows.union(mutes, *others, all=True))


def _read(viewer: Any) -> Tastes:
    rows = _rows(bare(viewer)).all()
    subscribed: dict[str, set[int]] = defaultdict(set)
    for *_, number, of in rows:
        if of:
            subscribed[of].add(number)
    return Tastes(
        people=frozenset(person for person, *_ in rows if person),
        teams=frozenset(team for _, team, *_ in rows if team),
        muted=frozenset(number for *_, number, of in rows if number and not of),
        subscribed=tuple((name, frozenset(numbers)) for name, numbers in sorted(subscribed.items())),
    )
