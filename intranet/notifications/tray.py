"""The tray: what somebody is told, newest first, and what of it they may still know."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import groupby
from typing import Any, NamedTuple

from django.db.models import BooleanField, ExpressionWrapper, Q
from django.template.loader import render_to_string
from django.utils import timezone

from intranet.kit.declarations import the_one
from intranet.kit.keeping import kept_last
from intranet.kit.lookups import Lookup, Lookups, looking

from .kinds import kinds, things
from .models import Notice

#: The kind of a thing and its number.
Which = tuple[str, int]
#: Title and address.
Titles = dict[Which, tuple[str, str]]

SIZE = 20  # groups on a page
LIKELY = 24  # that are looked at first for it, because some of them may not be told any more
ROWS = 90  # notices that are looked at in all: two of a group at the most


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


class Row(NamedTuple):
    """A notice, one of the last two of its group."""

    newest: int  # the number of the newest of the group
    pk: int
    kind: str
    about: int
    by: int | None
    first_part: int | None  # the part that the oldest of the group tells of
    many: int  # in the group
    is_unread: bool
    place: str


@dataclass(frozen=True)
class Tray:
    """A page of it, drawn; `next` is where the next one begins, 0 at the end."""

    html: str
    newest: int = 0
    has_unread: bool = False
    next: int = 0


def tray(viewer: Any, before: int = 0) -> Tray:
    """The groups behind the one whose newest notice is number `before`. What the viewer may no longer know is left out.

    As many queries for many groups as for one. The first page is drawn once, and kept for its reader.
    """
    found = _rows(viewer, before)
    together = [list(group) for _, group in groupby(found, lambda row: row.newest)]
    looked_to_the_end = len(found) < ROWS
    if not looked_to_the_end:
        together.pop()  # perhaps it is cut
    known: dict[Which, Any] = {}
    groups: list[list[Row]] = []
    for some in (together[:LIKELY], together[LIKELY:]):  # most often all of the first may be known
        if len(groups) <= SIZE:
            known |= _known(viewer, [group[0] for group in some])
            groups += [each for each in some if _thing(each[0]) in known]
    following = 0 if looked_to_the_end else together[-1][0].pk
    if len(groups) > SIZE:
        groups = groups[:SIZE]
        following = groups[-1][0].pk

    def draw() -> str:
        return _draw(viewer, groups, known)

    if before:
        html = draw()
    else:
        looks = {which: known.get(which) for group in groups for which in (_thing(group[0]), _part(group[0]))}
        made_of = (the_one("audiences", "looks")(), timezone.localdate(), groups, looks)
        html = kept_last(f"tray:{viewer.pk}", made_of, draw)
    newest = groups[0][0].pk if groups else 0
    return Tray(html, newest, any(group[0].is_unread for group in groups), following)


def _rows(viewer: Any, before: int) -> list[Row]:
    """At most `ROWS` of them, newest groups first."""
    if not (viewer.is_authenticated and viewer.is_active):
        return []
    rows = (
        _groups(Notice.objects.visible_to(viewer)).filter(newest__lt=before)[:ROWS] if before else _of().all(viewer.pk)
    )
    return [Row(*row) for row in rows]


@lru_cache(maxsize=1)
def _of() -> Lookup:
    """The first page of a person."""
    return Lookup(_groups(Notice.objects.all()), by="to", most=ROWS)


def _groups(notices: Any) -> Any:
    is_unread = ExpressionWrapper(Q(read_at=None), output_field=BooleanField())
    rows = notices.filter(kind__in=kinds()).grouped().annotate(is_unread=is_unread).order_by("-newest", "-pk")
    return rows.values_list(*Row._fields)


def _known(viewer: Any, rows: Sequence[Row]) -> dict[Which, Any]:
    """What these are about, and the parts of it that they tell of, of which the viewer may know; and how each looks,
    which is another one when its title is. One query for most kinds of things together.
    """
    numbers: dict[str, set[int]] = {}
    for row in rows:
        for thing, number in (_thing(row), _part(row)):
            numbers.setdefault(thing, set()).add(number)
    quick = tuple(sorted(thing for thing in numbers if things()[thing].visible))
    known: dict[Which, Any] = {}
    if quick:
        rights = _visible(quick, viewer, viewer.is_active, viewer.role)
        visible = rights.all([sorted(numbers[thing]) for thing in quick])
        known = {(quick[place], number): look for place, number, look in visible}
    for thing in numbers.keys() - set(quick):
        told = things()[thing].told(viewer, numbers[thing])
        known |= {(thing, number): title for number, title in told.items()}
    return known


@lru_cache(maxsize=2_000)
def _visible(names: tuple[str, ...], viewer: Any, is_active: bool, role: str) -> Lookups:
    """What the viewer may know of these kinds of things. People are compared by number, so what of them decides stands
    beside.
    """
    each = [things()[name] for name in names]
    return Lookups(
        lambda: [looking(one.visible(viewer), place, one.changes) for place, one in enumerate(each) if one.visible]
    )


def _draw(viewer: Any, groups: Sequence[Sequence[Row]], known: Mapping[Which, Any]) -> str:
    """What is not known is not shown, even if it may be by now: it would be kept as if it had been."""
    if not groups:
        return ""
    found = Notice.objects.filter(pk__in=[row.pk for group in groups for row in group]).select_related("by__profile")
    notices = {notice.pk: notice for notice in found}
    titles = _told(viewer, {which for group in groups for which in (_thing(group[0]), _part(group[0]))} & known.keys())
    shown = [
        _group(group, [notices[row.pk] for row in group], titles)
        for group in groups
        if _thing(group[0]) in titles and all(row.pk in notices for row in group)
    ]
    return render_to_string("components/tray.html", {"groups": shown})


def _told(viewer: Any, those: Iterable[Which]) -> Titles:
    numbers: dict[str, set[int]] = {}
    for thing, number in those:
        numbers.setdefault(thing, set()).add(number)
    return {
        (thing, number): title
        for thing, them in numbers.items()
        for number, title in things()[thing].told(viewer, them).items()
    }


def _thing(notice: Row) -> tuple[str, int]:
    return kinds()[notice.kind].about, notice.about


def _part(notice: Row) -> tuple[str, int]:
    """What is unread of it longest; it may be gone by now. The thing itself when it has no parts."""
    part = kinds()[notice.kind].part
    return (part, notice.first_part) if part and notice.first_part else _thing(notice)


def _group(rows: Sequence[Row], notices: Sequence[Notice], titles: Titles) -> Group:
    newest = rows[0]
    title, address = titles[_thing(newest)]
    kind = kinds()[newest.kind]
    before, doer, behind = kind.line.rpartition("{who}")
    return Group(
        pk=newest.pk,
        icon=kind.icon,
        people=[notice.by for notice in notices if notice.by],
        has_doer=bool(doer),
        others=newest.many - 1,
        said=(before.strip(), behind.strip()),
        title=title,
        address=titles[_part(newest)][1] if _part(newest) in titles else address,
        at=notices[0].at,
        is_unread=newest.is_unread,
        place=newest.place,
    )
