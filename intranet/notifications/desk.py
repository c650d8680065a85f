"""My desk: what waits for somebody, from all rooms, the most harmful first.

What comes first is harm times age: about how many people it troubles in a month, times the days that it has waited, of
which today is one.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.core.cache import caches
from django.db.models import IntegerField, Value
from django.utils import timezone

from intranet.kit.declarations import DeskPart, DeskRow, gathered
from intranet.kit.lookups import Lookup

FRESH = 5  # seconds that the number in the frame need not be counted again, nor what comes first read
MOST = 500  # rows that are counted
FIRST = 3  # rows that home shows

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
    found = _read(viewer, parts())
    caches["fragments"].set(_key(viewer), {kind: sum(each.kind == kind for each in found) for kind in parts()}, FRESH)
    caches["fragments"].delete(_key_of_first(viewer))  # perhaps it was answered this moment
    return found


def count(viewer: Any) -> int:
    """How much that is: one query at most every few seconds, and more only for those who have things whose rights take
    more to ask.
    """
    return sum(_counts(viewer).values())


def first(viewer: Any, eyes: str = "") -> Sequence[DeskRow]:
    """What comes first, as of a few seconds ago; anew when the viewer has other `eyes`: what they may read, in short.

    Beside what counting asks, as many queries as those parts ask of which something waits.
    """
    known = caches["fragments"].get(_key_of_first(viewer))
    if known is None or known[0] != eyes:
        some = {kind: parts()[kind] for kind, many in _counts(viewer).items() if many}
        known = eyes, [each.row for each in _read(viewer, some)[:FIRST]]
        caches["fragments"].set(_key_of_first(viewer), known, FRESH)
    rows: Sequence[DeskRow] = known[1]
    return rows


def _read(viewer: Any, those: Mapping[str, DeskPart]) -> list[Waiting]:
    """What weighs most first."""
    found = [Waiting(kind, part, row) for kind, part in those.items() for row in part.rows(viewer)]
    return sorted(found, key=lambda each: (-each.weight, each.row.since, each.key))


def _counts(viewer: Any) -> dict[str, int]:
    """By kind."""
    known: dict[str, int] | None = caches["fragments"].get(_key(viewer))
    if known is None:
        rows = _rows(viewer, viewer.is_active, viewer.role, timezone.localdate()).all()
        found = Counter(place for (place,) in rows)
        known = {
            kind: found[place] if part.is_counted or not found[place] else len(part.rows(viewer))
            for place, (kind, part) in enumerate(parts().items())
        }
        caches["fragments"].set(_key(viewer), known, FRESH)
    return known


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


def _key_of_first(viewer: Any) -> str:
    return f"{_key(viewer)}:first"
