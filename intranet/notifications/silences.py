"""The places of which somebody wants to hear nothing."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import Exists

from intranet.kit.lookups import Lookup
from intranet.kit.paging import number

from .kinds import things
from .models import Silence

MOST = 200  # that are listed, the newest


@dataclass(frozen=True)
class Silenced:
    """A place, and what it is called after: title and address."""

    place: str
    title: str
    address: str


def title_of(viewer: Any, place: str) -> tuple[str, str] | None:
    """What a place such as ``thread:12`` is called, and where it is; None for what `viewer` may not know of."""
    return _titles(viewer, [place]).get(place)


def silenced(viewer: Any) -> list[Silenced]:
    """The places in which `viewer` hears nothing, and of which they may still know; the newest first."""
    places = list(Silence.objects.filter(person=viewer).order_by("-pk").values_list("place", flat=True)[:MOST])
    titles = _titles(viewer, places)
    return [Silenced(place, *titles[place]) for place in places if place in titles]


def is_silent(viewer: Any, place: str) -> bool:
    return any(each == place for (each,) in _places().all(viewer.pk))


def silent_where(viewer: Any, place: Any) -> Exists:
    """The same as a part of a query that gives the place as an expression."""
    return Exists(Silence.objects.filter(person=viewer.pk, place=place))


def _titles(viewer: Any, places: list[str]) -> dict[str, tuple[str, str]]:
    """One query for each kind of place."""
    numbers: dict[str, set[int]] = {}
    for place in places:
        kind, _, ref = place.partition(":")
        if pk := number(ref):
            numbers.setdefault(kind, set()).add(pk)
    return {
        f"{thing.place}:{pk}": title
        for thing in things().values()
        if thing.place and thing.place in numbers
        for pk, title in thing.told(viewer, numbers[thing.place]).items()
    }


@lru_cache(maxsize=1)
def _places() -> Lookup:
    return Lookup(Silence.objects.order_by("-pk").values_list("place"), by="person", most=MOST)
