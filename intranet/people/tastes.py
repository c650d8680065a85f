"""What a person follows and mutes."""

from dataclasses import dataclass
from typing import Any

from django.db.models import BigIntegerField, Value

from .models import Follow, Mute


@dataclass(frozen=True)
class Tastes:
    """The numbers of the people and teams that somebody follows, and of the people they mute."""

    people: frozenset[int]
    teams: frozenset[int]
    muted: frozenset[int]


def tastes(viewer: Any) -> Tastes:
    """Read in one query, once a request."""
    if not hasattr(viewer, "_tastes"):
        viewer._tastes = _read(viewer)
    return viewer._tastes


def _read(viewer: Any) -> Tastes:
    nothing = Value(None, output_field=BigIntegerField())
    follows = Follow.objects.filter(follower=viewer).values_list("person", "team", nothing)
    mutes = Mute.objects.filter(by=viewer).values_list(nothing, nothing, "whom")
    rows = list(follows.union(mutes, all=True))
    return Tastes(
        people=frozenset(person for person, _, _ in rows if person),
        teams=frozenset(team for _, team, _ in rows if team),
        muted=frozenset(muted for _, _, muted in rows if muted),
    )
