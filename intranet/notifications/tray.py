"""The tray: what somebody is told, newest first, and what of it they may still know."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from .kinds import kinds, things
from .models import Notice

#: Title and address, by kind of thing and number.
Titles = dict[tuple[str, int], tuple[str, str]]

SIZE = 20  # groups on a page
ROWS = 90  # that are looked at for it: two of a group at the most, and some of them may not be told any more


@dataclass(frozen=True)
class Group:
    """What one person, or several, did to one thing: one line of the tray."""

    pk: int  # of its newest notice
    icon: str
    people: list[Any]  # the last two
    others: int  # how many more than the first of these
    has_doer: bool  # the line says who it was
    said: tuple[str, str]  # the line before the title, before and behind who did it
    title: str
    address: str
    at: datetime
    is_unread: bool
    place: str

    @property
    def who(self) -> str:
        """Such as "Ines Lindqvist", "Ines Lindqvist and Tom Berger", "Ines Lindqvist and 3 others"; or nothing."""
        if not self.people:
            return "Somebody" if self.has_doer else ""
        if self.others == 0 or len(self.people) == 1:
            return str(self.people[0])
        return f"{self.people[0]} and {self.people[1] if self.others == 1 else f'{self.others} others'}"


@dataclass(frozen=True)
class Tray:
    """A page of it; `next` is where the next one begins, 0 at the end."""

    groups: list[Group]
    next: int = 0

    @property
    def newest(self) -> int:
        return self.groups[0].pk if self.groups else 0

    @property
    def has_unread(self) -> bool:
        return any(group.is_unread for group in self.groups)


def tray(viewer: Any, before: int = 0) -> Tray:
    """The groups behind the one whose newest notice is number `before`. What the viewer may no longer know is left out.

    As many queries for many groups as for one.
    """
    rows: Any = Notice.objects.visible_to(viewer).filter(kind__in=kinds()).grouped()
    if before:
        rows = rows.filter(newest__lt=before)
    found = list(rows.select_related("by__profile").order_by("-newest", "-pk")[:ROWS])
    together = [list(group) for _, group in groupby(found, lambda row: row.newest)]
    looked_to_the_end = len(found) < ROWS
    if not looked_to_the_end:
        together.pop()  # perhaps it is cut
    titles = _told(viewer, (group[0] for group in together))
    groups = [_group(each, titles) for each in together if _thing(each[0]) in titles]
    if len(groups) > SIZE:
        return Tray(groups[:SIZE], groups[SIZE - 1].pk)
    return Tray(groups, 0 if looked_to_the_end else together[-1][0].pk)


def _told(viewer: Any, notices: Iterable[Any]) -> Titles:
    """Of what these are about, and of the parts of it that they tell of; only of what the viewer may know."""
    numbers: dict[str, set[int]] = {}
    for notice in notices:
        for thing, number in {_thing(notice), _part(notice)}:
            numbers.setdefault(thing, set()).add(number)
    return {
        (thing, number): title
        for thing, them in numbers.items()
        for number, title in things()[thing].told(viewer, them).items()
    }


def _thing(notice: Notice) -> tuple[str, int]:
    return kinds()[notice.kind].about, notice.about


def _part(notice: Any) -> tuple[str, int]:
    """What is unread of it longest; it may be gone by now. The thing itself when it has no parts."""
    part = kinds()[notice.kind].part
    return (part, notice.first_part) if part and notice.first_part else _thing(notice)


def _group(rows: Sequence[Any], titles: Titles) -> Group:
    newest = rows[0]
    title, address = titles[_thing(newest)]
    kind = kinds()[newest.kind]
    before, doer, behind = kind.line.rpartition("{who}")
    return Group(
        pk=newest.pk,
        icon=kind.icon,
        people=[row.by for row in rows if row.by],
        has_doer=bool(doer),
        others=newest.many - 1,
        said=(before.strip(), behind.strip()),
        title=title,
        address=titles[_part(newest)][1] if _part(newest) in titles else address,
        at=newest.at,
        is_unread=newest.read_at is None,
        place=newest.place,
    )
