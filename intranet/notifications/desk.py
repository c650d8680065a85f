"""My desk: what waits for somebody, from all rooms, the most harmful first.

What comes first is harm times age: about how many people it troubles in a month, times the days that it has waited, of
which today is one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.core.cache import caches
from django.db.models import IntegerField, Value
from django.utils import timezone

from intranet.kit.declarations import DeskPart, DeskRow, gathered
from intranet.kit.lookups import Lookup

FRESH = 5  # seconds that the number in the frame need not be counted again
MOST = 500  # rows that are counted

#: Rooms declare theirs in files of this name.
DESK: dict[str, DeskPart] = {}


@dataclass(frozen=True)
class Waiting:
    """Something that waits, with the kind of thing that it is."""

    kind: str
    part: DeskPart
    row: DeskRow

    @property
    def weight(self) -> int:
        return self.row.harm * ((timezone.now() - self.row.since).days + 1)

    @property
    def key(self) -> str:
        """For its element in the page."""
        return f"{self.kind}-{self.row.number}"


def parts() -> dict[str, DeskPart]:
    return gathered("desk", "DESK")


def waiting_for(viewer: Any) -> Sequence[Waiting]:
    """All that is theirs, what weighs most first. As many queries as the parts ask, whatever there is."""
    found = [Waiting(kind, part, row) for kind, part in parts().items() for row in part.rows(viewer)]
    caches["fragments"].set(_key(viewer), len(found), FRESH)
    return sorted(found, key=lambda each: (-each.weight, each.row.since, each.key))


def count(viewer: Any) -> int:
    """How much that is: one query at most every few seconds, and more only for those who have things whose rights take
    more to ask.
    """
    known = caches["fragments"].get(_key(viewer))
    if known is None:
        known = _count(viewer)
        caches["fragments"].set(_key(viewer), known, FRESH)
    return int(known)


def _count(viewer: Any) -> int:
    there = list(parts().values())
    rows = _rows(viewer, viewer.is_active, viewer.role, timezone.localdate()).all()
    counts = {place: sum(each == place for (each,) in rows) for place in range(len(there))}
    return sum(
        many if part.is_counted or not many else len(part.rows(viewer))
        for part, many in zip(there, counts.values(), strict=True)
    )


@lru_cache(maxsize=1_000)
def _rows(viewer: Any, is_active: bool, role: str, today: date) -> Lookup:
    """The place of its part for each row. People are compared by number, so what of them decides stands beside."""
    each = [
        part.waiting(viewer).order_by().values_list(Value(place, output_field=IntegerField()))
        for place, part in enumerate(parts().values())
    ]
    return Lookup(each[0].union(*each[1:], all=True)[:MOST])


def _key(viewer: Any) -> str:
    """Whoever is given other rights is counted anew."""
    return f"desk:{viewer.pk}:{viewer.role}"
