"""What the rooms declared in their `reports.py`."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from intranet.kit.declarations import Reportable, Reported, gathered
from intranet.people.models import User

REPORTABLE: dict[str, Reportable] = {}

#: A thing, by its kind and its number.
Thing = tuple[str, int]


def reportables() -> dict[str, Reportable]:
    return gathered("reports", "REPORTABLE")


def told(viewer: Any, things: Iterable[Thing]) -> dict[Thing, Reported]:
    """Those of `things` that the viewer may know of, with as many questions for a thousand of them as for one."""
    found: dict[Thing, Reported] = {}
    for kind, numbers in _by_kind(things).items():
        found |= {(kind, pk): each for pk, each in reportables()[kind].told(viewer, numbers).items()}
    return found


def readers(people: Mapping[int, Any], things: Iterable[Thing]) -> dict[Thing, set[int]]:
    """Who of the active `people` (by number) may know of each of `things`."""
    found: dict[Thing, set[int]] = {}
    for kind, numbers in _by_kind(things).items():
        found |= {(kind, pk): them for pk, them in reportables()[kind].readers(people, numbers).items()}
    return found


def authors(things: Iterable[Thing]) -> dict[Thing, set[int]]:
    """Who wrote each of `things`, by number."""
    found: dict[Thing, set[int]] = {}
    for kind, numbers in _by_kind(things).items():
        found |= {(kind, pk): them for pk, them in reportables()[kind].authors(numbers).items()}
    return found


def judges(things: Iterable[Thing], people: Mapping[int, Any]) -> dict[Thing, set[int]]:
    """Who of the active `people` decides about each: moderators who may know of it and did not write it."""
    those = list(things)
    known, written = readers(people, those), authors(those)
    moderators = {pk for pk, person in people.items() if person.moderates}
    return {thing: moderators & known.get(thing, set()) - written.get(thing, set()) for thing in those}


def moderators_of(things: Iterable[Thing]) -> set[int]:
    """The numbers of those who decide about any of `things`."""
    return set().union(*judges(things, User.objects.moderating().in_bulk()).values())


def _by_kind(things: Iterable[Thing]) -> dict[str, set[int]]:
    numbers: dict[str, set[int]] = defaultdict(set)
    for kind, number in things:
        if kind in reportables():
            numbers[kind].add(number)
    return numbers
