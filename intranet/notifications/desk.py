"""My desk: what waits for somebody, from all rooms, the most harmful first.

What comes first is harm times age: about how many people it troubles in a month, times the days that it has waited, of
which today is one. A page of it is drawn once, and kept for its one reader under what it is made of.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple

from django.core.cache import caches
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from intranet.kit.declarations import DeskPart, DeskRow, gathered, the_one
from intranet.kit.keeping import kept_last
from intranet.kit.lookups import Lookup, bare, looking

FRESH = 5  # seconds that the number in the frame need not be counted again, nor what comes first read
MOST = 200  # of a kind that stand on it
FIRST = 3  # rows that home shows
SIZE = 25  # rows on a page

#: Rooms declare theirs in files of this name.
DESK: dict[str, DeskPart] = {}


@dataclass(frozen=True)
class Waiting:
    """Something that waits, with the kind of thing that it is."""

    kind: str
    part: DeskPart
    row: DeskRow

    def weight(self, at: datetime) -> int:
        return self.row.harm * (max(0, (at - self.row.since).days) + 1)

    @property
    def key(self) -> str:
        """For its element in the page."""
        return f"{self.kind}-{self.row.number}"


class Sign(NamedTuple):
    """That something waits, and how it looks: another `look` when it looks different."""

    place: int  # of its part
    number: int
    look: str


@dataclass(frozen=True)
class Page:
    """A part of a desk: how much there is by kind, the drawn rows from `start` on, and where the next begin, or 0."""

    counts: Mapping[str, int]
    start: int
    html: str
    next: int


def parts() -> dict[str, DeskPart]:
    return gathered("desk", "DESK")


def page(viewer: Any, kind: str = "", start: int = 0) -> Page:
    """What is theirs as of now, or what of it is of this kind, what weighs most first; the page with place `start` on
    it. Its order is that of this hour.

    One query when it was drawn before, and more only for those who have things whose rights take more to ask; as many
    as the parts ask when it was not.
    """
    signs = _look(viewer)
    counts = _counted(signs)
    caches["fragments"].set(_key(viewer), counts, FRESH)
    caches["fragments"].delete(_key_of_first(viewer))  # perhaps it was answered this moment
    many = counts[kind] if kind else sum(counts.values())
    start -= start % SIZE
    if start >= many:
        return Page(counts, start, "", 0)

    def draw() -> tuple[str, bool]:
        wanted = {key: part for key, part in parts().items() if counts[key] and kind in {"", key}}
        shown = _shown(_read(viewer, wanted, hour), signs)[start : start + SIZE]
        return _draw(shown, kind, start), len(shown) == min(SIZE, many - start)

    hour = _hour()
    made_of = (hour, the_one("audiences", "looks")(), signs)
    html = kept_last(f"{_key(viewer)}:page:{kind}:{start}", made_of, draw)
    return Page(counts, start, html, start + SIZE if many > start + SIZE else 0)


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
        known = eyes, [each.row for each in _read(viewer, some, _hour())[:FIRST]]
        caches["fragments"].set(_key_of_first(viewer), known, FRESH)
    rows: Sequence[DeskRow] = known[1]
    return rows


def _read(viewer: Any, those: Mapping[str, DeskPart], hour: datetime) -> list[Waiting]:
    """What weighs most at this hour first."""
    found = [Waiting(kind, part, row) for kind, part in those.items() for row in part.rows(viewer)]
    return sorted(found, key=lambda each: (-each.weight(hour), each.row.since, each.key))


def _shown(found: Sequence[Waiting], signs: Sequence[Sign]) -> list[Waiting]:
    """Without what came since the signs were read: it would be kept as if it had been there before."""
    places, seen = list(parts()), {sign[:2] for sign in signs}
    return [each for each in found if (places.index(each.kind), each.row.number) in seen]


def _draw(shown: Sequence[Waiting], kind: str, start: int) -> str:
    asked = {name: value for name, value in (("kind", kind), ("start", start)) if value}
    back = f"{reverse('desk:desk')}{f'?{urlencode(asked)}' if asked else ''}"
    return render_to_string("notifications/_desk_rows.html", {"waiting": shown, "back": back})


def _hour() -> datetime:
    return timezone.now().replace(minute=0, second=0, microsecond=0)


def _counts(viewer: Any) -> dict[str, int]:
    """By kind."""
    known: dict[str, int] | None = caches["fragments"].get(_key(viewer))
    if known is None:
        known = _counted(_look(viewer))
        caches["fragments"].set(_key(viewer), known, FRESH)
    return known


def _counted(signs: Sequence[Sign]) -> dict[str, int]:
    found = Counter(sign.place for sign in signs)
    return {kind: min(MOST, found[place]) for place, kind in enumerate(parts())}


def _look(viewer: Any) -> list[Sign]:
    """The signs of all that waits, in a fixed order."""
    found = [Sign(*row) for row in _signs(bare(viewer), viewer.is_active, viewer.role, timezone.localdate()).all()]
    for place, part in enumerate(parts().values()):
        if part.theirs and (numbers := [sign.number for sign in found if sign.place == place]):
            theirs = part.theirs(viewer, numbers)
            found = [sign for sign in found if sign.place != place or sign.number in theirs]
    return sorted(found)


@lru_cache(maxsize=1_000)
def _signs(viewer: Any, is_active: bool, role: str, today: date) -> Lookup:
    """People are compared by number, so what of them decides stands beside."""
    each = [looking(part.waiting(viewer), place, part.changes) for place, part in enumerate(parts().values())]
    return Lookup(each[0].union(*each[1:], all=True))


def _key(viewer: Any) -> str:
    """Whoever is given other rights is counted anew."""
    return f"desk:{viewer.pk}:{viewer.role}"


def _key_of_first(viewer: Any) -> str:
    return f"{_key(viewer)}:first"
