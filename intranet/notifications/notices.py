"""Ring the second bell of an action: who should know."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Model

from intranet import live
from intranet.kit.declarations import NoticeKind, NoticeThing

from .kinds import kinds, thing_of
from .models import Notice, Silence, Wish

#: Rooms declare theirs in files of this name.
KINDS: dict[str, NoticeKind] = {}
THINGS: dict[str, NoticeThing] = {}


@transaction.atomic
def send(kind: str, *, to: Iterable[Any], about: Model, by: Any = None, place: str = "") -> set[int]:
    """Those of `to` (people or their numbers) who want to know and may know have a notice that `by` did this.

    Not `by` themselves; and nobody twice, as long as they have not read the first. `place` can be silenced, such as
    ``thread:12``. Returns their numbers. The second bell of an action, inside its transaction.
    """
    wanted = {person if isinstance(person, int) else person.pk for person in to} - {by.pk if by else None}
    told = _who_want(kind, wanted, place)
    people = get_user_model().objects.filter(is_active=True).in_bulk(told) if told else {}
    readers = thing_of(kind).readers(people, [about.pk]).get(about.pk, set()) & people.keys() if people else set()
    rows = [
        Notice(to_id=person, kind=kind, about=about.pk, by_id=by.pk if by else None, place=place)
        for person in sorted(readers)
    ]
    Notice.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    live.send_all((f"user:{person}", "notices.changed", person) for person in sorted(readers))
    return readers


@transaction.atomic
def forget(kind: str, *, about: Model, by: Any = None) -> None:
    """Nobody is told of it any more, such as a deed that was taken back; of all who did it, or of `by` alone."""
    rows = Notice.objects.filter(kind=kind, about=about.pk)
    rows = rows.filter(by=by) if by else rows
    people = sorted(set(rows.unread().values_list("to", flat=True)))
    rows.delete()
    live.send_all((f"user:{person}", "notices.changed", person) for person in people)


def _who_want(kind: str, people: set[int], place: str) -> set[int]:
    """Without those who said that they do not want to hear of such things, or of this place."""
    if not people:
        return set()
    wishes = dict(Wish.objects.filter(kind=kind, person__in=people).values_list("person", "is_wanted"))
    silent = set(Silence.objects.filter(place=place, person__in=people).values_list("person", flat=True))
    usual = kinds()[kind].is_usual
    return {person for person in people if wishes.get(person, usual) and (person not in silent or not place)}
