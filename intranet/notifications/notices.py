"""Ring the second bell of an action: who should know."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Model, Q

from intranet import live
from intranet.kit.declarations import NoticeKind, NoticeThing, the_one

from .kinds import kinds, things
from .models import Notice, Silence, Wish

#: Rooms declare theirs in files of this name.
KINDS: dict[str, NoticeKind] = {}
THINGS: dict[str, NoticeThing] = {}

#: A kind, the people (or their numbers) who may be told, and what it is about.
Telling = tuple[str, Iterable[Any], Model]


def send(
    kind: str,
    *,
    to: Iterable[Any],
    about: Model,
    part: Model | None = None,
    by: Any = None,
    place: str = "",
    only_once: bool = False,
) -> set[int]:
    """Those of `to` (people or their numbers) who want to know and may know have a notice that `by` did this.

    Not `by` themselves; and nobody twice, as long as they have not read the first, or ever when it is `only_once`.
    `part` is what was said there, such as a reply: the line leads to the first one. `place` can be silenced, such as
    ``thread:12``. Returns their numbers. The second bell of an action, inside its transaction.
    """
    return send_first([(kind, to, about)], part=part, by=by, place=place, only_once=only_once)


def send_first(
    tellings: Sequence[Telling],
    *,
    part: Model | None = None,
    by: Any = None,
    place: str = "",
    only_once: bool = False,
) -> set[int]:
    """One deed that concerns people in several ways: each is told the first of these that they want and may know."""
    asked = [(kind, _numbers(to) - {by.pk if by else None}, about) for kind, to, about in tellings]
    everybody = frozenset().union(*(people for _, people, _ in asked))
    where = {"place": place, "part": part.pk if part else None}
    return _send(asked, everybody, by, where, only_once) if everybody else set()


@transaction.atomic
def forget(kind: str, *, about: Model, by: Any = None, to: Iterable[Any] | None = None) -> None:
    """Nobody is told of it any more, such as a deed that was taken back; of all who did it, or of `by` alone; nobody of
    all who were told, or of `to`.
    """
    rows = Notice.objects.filter(kind=kind, about=about.pk)
    rows = rows.filter(by=by) if by else rows
    _forget(rows if to is None else rows.filter(to__in=_numbers(to)))


@transaction.atomic
def forget_all(thing: str, *, about: Model) -> None:
    """Nobody is told anything of this thing any more, such as one that is gone."""
    names = [name for name, kind in kinds().items() if kind.about == thing]
    _forget(Notice.objects.filter(kind__in=names, about=about.pk))


def readers_of(people: dict[int, Any], asked: Iterable[tuple[int, str, int]]) -> set[tuple[int, str, int]]:
    """Those of these ``(person, kind, about)`` of which the person may know now; each kind of thing is asked once."""
    of_thing: dict[str, set[tuple[int, str, int]]] = {}
    for each in asked:
        if each[1] in kinds():
            of_thing.setdefault(kinds()[each[1]].about, set()).add(each)
    known = set()
    for thing, them in of_thing.items():
        who = {person: people[person] for person, _, _ in them if person in people}
        readers = things()[thing].readers(who, {about for _, _, about in them}) if who else {}
        known |= {each for each in them if each[0] in who and each[0] in readers.get(each[2], ())}
    return known


@transaction.atomic
def _send(
    tellings: Sequence[tuple[str, set[int], Model]],
    everybody: Collection[int],
    by: Any,
    where: dict[str, Any],
    only_once: bool,
) -> set[int]:
    wanted = _who_want({kind: people for kind, people, _ in tellings}, everybody, by, where["place"])
    asked = [(person, kind, about.pk) for kind, _, about in tellings for person in wanted[kind]]
    if only_once:
        asked = _untold(asked)
    people = get_user_model().objects.filter(is_active=True).in_bulk({person for person, _, _ in asked})
    known = readers_of(people, asked)
    first: dict[int, tuple[str, int]] = {}
    for person, kind, about in asked:
        if (person, kind, about) in known:
            first.setdefault(person, (kind, about))
    rows = [
        Notice(to_id=person, kind=kind, about=about, by_id=by.pk if by else None, **where)
        for person, (kind, about) in sorted(first.items())
    ]
    Notice.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    ring(first)
    return set(first)


def ring(people: Iterable[int]) -> None:
    """The number beside the bell is another one, in every window of these.

    After the commit, in a transaction of its own: people are told before much else is done, and whoever writes to the
    log of events holds its lock until the end. A process that dies in between loses only that the number moves by
    itself: every page counts anew.
    """
    events = [(f"user:{person}", "notices.changed", person) for person in sorted(people)]
    if events:
        transaction.on_commit(lambda: live.send_all(events), robust=True)


def _forget(rows: Any) -> None:
    people = set(rows.unread().values_list("to", flat=True))
    rows.delete()
    ring(people)


def _who_want(asked: dict[str, set[int]], everybody: Collection[int], by: Any, place: str) -> dict[str, list[int]]:
    """By kind, without those who said that they do not want to hear of such things, of this place, or of `by`."""
    chosen = Wish.objects.filter(kind__in=asked, person__in=everybody).values_list("kind", "person", "is_wanted")
    wishes = {(kind, person): is_wanted for kind, person, is_wanted in chosen}
    silent = Silence.objects.filter(place=place, person__in=everybody).values_list("person", flat=True)
    deaf = set(silent) if place else set()
    muting = the_one("mutes", "who_muted")(by, everybody) if by else set()
    return {
        kind: [
            person
            for person in sorted(people - deaf)
            if wishes.get((kind, person), kinds()[kind].is_usual) and (kinds()[kind].is_work or person not in muting)
        ]
        for kind, people in asked.items()
    }


def _untold(asked: list[tuple[int, str, int]]) -> list[tuple[int, str, int]]:
    """Without those who were told of it before, and have read it or not."""
    names, numbers = {kind for _, kind, _ in asked}, {about for _, _, about in asked}
    told = Notice.objects.filter(Q(kind__in=names, about__in=numbers), to__in={person for person, _, _ in asked})
    known = set(told.values_list("to", "kind", "about"))
    return [each for each in asked if each not in known]


def _numbers(people: Iterable[Any]) -> set[int]:
    return {person if isinstance(person, int) else person.pk for person in people}
