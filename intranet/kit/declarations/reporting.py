"""What can be reported to the moderators."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet


class StaysThere(ValueError):
    """A thing cannot be taken down; the sentence says why, and what to do."""


@dataclass(frozen=True)
class Reported:
    """A thing that can be reported, as one reads of it who may know of it."""

    title: str  # such as "Update by Tom Berger"
    address: str = ""
    html: str = ""  # what it says now, made by kit.markup or by a template
    where: str = ""  # who reads it, such as "Everyone at Northwind"
    history: str = ""  # the address of what it said before
    authors: Sequence[Any] = ()
    at: datetime | None = None
    is_there: bool = True  # not when it was taken back, or taken down


@dataclass(frozen=True)
class Reportable:
    """A kind of thing that can be reported to the moderators. All of it holds for what was taken down, too.

    `others(viewer)` gives those things of which the viewer may know and that others wrote: whatever somebody reports,
    or decides about as a moderator, is one of these. `readers(people, numbers)` says for each who of the active
    `people` (by number) may know of it. `authors(numbers)` says who wrote it. `told(viewer, numbers)` tells those that
    the viewer may know of. `take_down(by, number)` does what the room does when a moderator takes one down, and
    raises StaysThere. `hold(number)` takes the rows that `take_down` changes, in the order of the room: whoever decides
    holds the thing before its reports, as those do who take it back themselves.
    """

    others: Callable[[Any], QuerySet[Any]]
    readers: Callable[[Mapping[int, Any], Collection[int]], dict[int, set[int]]]
    authors: Callable[[Collection[int]], dict[int, set[int]]]
    told: Callable[[Any, Collection[int]], dict[int, Reported]]
    take_down: Callable[[Any, int], None]
    hold: Callable[[int], None]
