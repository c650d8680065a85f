"""The tray: what somebody is told, newest first, and what of it they may still know."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from django.template.loader import render_to_string
from django.utils import timezone

from intranet.kit.declarations import the_one
from intranet.kit.keeping import kept_last
from intranet.kit.lookups import Lookup, Lookups, bare, looking

from .kinds import kinds, things
from .models import Notice
from .models.notice import NoticeQuerySet

#: The kind of a thing and its number.
Which = tuple[str, int]
#: What it is called, and where it stands.
Title = tuple[str, str]
Titles = dict[Which, Title]

SIZE = 20  # groups on a page
LIKELY = 24  # that are looked at first for it, because some of them may not be told any more
MOST = 60  # that are looked at in all


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


class Found(NamedTuple):
    """What of a group says how it looks, together with what is known of what it is about."""

    newest: int
    oldest: int
    kind: str
    about: int
    many: int
    read_at: datetime | None

    @property
    def thing(self) -> Which:
        return kinds()[self.kind].about, self.about


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
    found = _found(viewer, before)
    known: dict[Which, Any] = {}
    parts: dict[int, Which] = {}
    groups: list[Found] = []
    for some in (found[:LIKELY], found[LIKELY:]):  # most often all of the first may be known
        if len(groups) <= SIZE:
            parts |= _parts(some)
            known |= _known(viewer, {*(group.thing for group in some), *parts.values()})
            groups += [group for group in some if group.thing in known]
    following = found[-1].newest if len(found) == MOST else 0
    if len(groups) > SIZE:
        groups = groups[:SIZE]
        following = groups[-1].newest

    def draw() -> tuple[str, bool]:
        shown = _shown(viewer, groups, known, parts)
        html = render_to_string("components/tray.html", {"groups": shown}) if shown else ""
        return html, len(shown) == len(groups)

    if before:
        html, _ = draw()
    else:
        about = [(known[group.thing], known.get(parts.get(group.newest, group.thing))) for group in groups]
        made_of = (the_one("audiences", "looks")(), timezone.localdate(), groups, about)
        html = kept_last(f"tray:{viewer.pk}", made_of, draw)
    newest = groups[0].newest if groups else 0
    return Tray(html, newest, any(group.read_at is None for group in groups), following)


def _found(viewer: Any, before: int) -> list[Found]:
    """At most `MOST` of them, newest groups first."""
    if not (viewer.is_authenticated and viewer.is_active):
        return []
    if before:
        rows = _declared(Notice.objects.visible_to(viewer)).groups().filter(newest__lt=before)[:MOST]
    else:
        rows = _first().all(viewer.pk)
    return [Found(*row) for row in rows]


@lru_cache(maxsize=1)
def _first() -> Lookup:
    """The first page of a person."""
    return Lookup(_declared(Notice.objects.all()).groups(), by="to", most=MOST)


def _declared(notices: NoticeQuerySet) -> NoticeQuerySet:
    """Those of which there still is a kind."""
    return notices.filter(kind__in=kinds())


def _parts(groups: Iterable[Found]) -> dict[int, Which]:
    """What is unread of each longest, such as a reply; it may be gone by now. Not of those that have no parts."""
    oldest = {group.oldest: group for group in groups if kinds()[group.kind].part}
    return {
        oldest[pk].newest: (kinds()[oldest[pk].kind].part, part)
        for pk, part in (_part_of().all(*oldest) if oldest else ())
        if part
    }


@lru_cache(maxsize=1)
def _part_of() -> Lookup:
    return Lookup(Notice.objects.order_by().values_list("pk", "part"), by="pk__in")


def _known(viewer: Any, those: Iterable[Which]) -> dict[Which, Any]:
    """Of which of these the viewer may know, and how each looks, which is another one when its title is. One query for
    most kinds of things together.
    """
    numbers = _by_kind(those)
    quick = tuple(sorted(thing for thing in numbers if things()[thing].visible))
    known: dict[Which, Any] = {}
    if quick:
        rights = _visible(quick, bare(viewer), viewer.is_active, viewer.role)
        visible = rights.all([sorted(numbers[thing]) for thing in quick])
        known = {(quick[place], number): look for place, number, look in visible}
    return known | _told(viewer, {thing: them for thing, them in numbers.items() if thing not in quick})


def _by_kind(those: Iterable[Which]) -> dict[str, set[int]]:
    numbers: dict[str, set[int]] = {}
    for thing, number in those:
        numbers.setdefault(thing, set()).add(number)
    return numbers


@lru_cache(maxsize=2_000)
def _visible(names: tuple[str, ...], viewer: Any, is_active: bool, role: str) -> Lookups:
    """What the viewer may know of these kinds of things. People are compared by number, so what of them decides stands
    beside.
    """
    each = [things()[name] for name in names]
    return Lookups(
        lambda: [looking(one.visible(viewer), place, one.changes) for place, one in enumerate(each) if one.visible]
    )


def _shown(viewer: Any, groups: Sequence[Found], known: Mapping[Which, Any], parts: Mapping[int, Which]) -> list[Group]:
    """What is not known is not shown, even if it may be by now: it would be kept as if it had been."""
    if not groups:
        return []
    last = Notice.objects.visible_to(viewer).last_two([group.newest for group in groups])
    notices: dict[int, list[Any]] = {}
    for notice in last.select_related("by__profile").order_by("-pk"):
        notices.setdefault(notice.newest, []).append(notice)  # type: ignore[attr-defined]
    about = {*(group.thing for group in groups), *(parts[group.newest] for group in groups if group.newest in parts)}
    titles = _told(viewer, _by_kind(about & known.keys()))
    return [
        _group(group, notices[group.newest], titles[group.thing], titles.get(parts.get(group.newest, group.thing)))
        for group in groups
        if group.thing in titles and group.newest in notices
    ]


def _told(viewer: Any, numbers: Mapping[str, set[int]]) -> Titles:
    return {
        (thing, number): title
        for thing, them in numbers.items()
        for number, title in things()[thing].told(viewer, them).items()
    }


def _group(found: Found, notices: Sequence[Notice], about: Title, part: Title | None) -> Group:
    """It is called after what it is `about`, and leads to its `part`, as long as there is one."""
    kind = kinds()[found.kind]
    before, doer, behind = kind.line.rpartition("{who}")
    return Group(
        pk=found.newest,
        icon=kind.icon,
        people=[notice.by for notice in notices if notice.by and doer],
        has_doer=bool(doer),
        others=found.many - 1,
        said=(before.strip(), behind.strip()),
        title=about[0],
        address=(part or about)[1],
        at=notices[0].at,
        is_unread=found.read_at is None,
        place=notices[0].place,
    )
