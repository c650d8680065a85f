"""Words that several people missed are somebody's to see to, until they lead somewhere."""

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils.timezone import now

from intranet.audit import trail
from intranet.notifications import notices
from search.missed import Group
from search.models import Document, MissedSearch, MissedThing
from search.models.missed import How
from search.owners import may_know


class Withheld(Exception):
    """The words may not be known to that person."""


@transaction.atomic
def begin_missed(*, group: Group, owner: Any) -> MissedSearch:
    """`owner` is asked to see to the words of a group; or whoever another worker asked a moment before."""
    counted = {"people": group.people, "times": group.times, "found": group.found}
    missed, is_new = MissedSearch.objects.get_or_create(
        normal=group.normal, ended_at=None, defaults={"words": group.words, "owner": owner, **counted}
    )
    if not is_new:
        return missed
    _led_to(missed, group.things)
    notices.send("search.missed", to=[owner], about=missed)
    return missed


@transaction.atomic
def recount(*, missed: MissedSearch, group: Group) -> None:
    """As many miss it, and it led to these things, as of now."""
    missed.people, missed.times = max(group.people, missed.people), group.times
    missed.save(update_fields=["people", "times"])
    _led_to(missed, group.things)


@transaction.atomic
def pass_on(*, missed: MissedSearch, owner: Any | None) -> None:
    """Its owner has left or may not know the words any more: somebody else is asked; if nobody may, it is forgotten."""
    notices.forget("search.missed", about=missed)
    if owner is None:
        missed.delete()
        return
    missed.owner, missed.given_by, missed.given_at = owner, None, None
    missed.save(update_fields=["owner", "given_by", "given_at"])
    notices.send("search.missed", to=[owner], about=missed)


@transaction.atomic
def led_further(*, normal: str, things: Collection[tuple[str, int]]) -> None:
    """Somebody's words led to these things, so that who may not see them is not told the words from now on."""
    if missed := MissedSearch.objects.open().filter(normal=normal).first():
        rows = [MissedThing(missed=missed, kind=kind, number=number) for kind, number in things]
        MissedThing.objects.bulk_create(rows, ignore_conflicts=True)


@transaction.atomic
def hand_over(*, by: Any, missed: MissedSearch, owner: Any) -> None:
    """It is for `owner` to see to. Raises Withheld when they may not know the words."""
    if not may_know(owner, set(missed.things.values_list("kind", "number"))):
        raise Withheld
    missed.owner, missed.given_by, missed.given_at = owner, by, now()
    missed.save(update_fields=["owner", "given_by", "given_at"])
    trail.record("missed.handed_over", by=by, about=missed, to=str(owner))
    notices.forget("search.missed", about=missed)
    notices.send("search.missed", to=[owner], about=missed, by=by)


@transaction.atomic
def end(*, by: Any, missed: MissedSearch, how: How, reason: str = "", thing: Document | None = None) -> bool:
    """`by` has seen to it. False when it had ended before."""
    if not _end(missed, how, by=by, reason=reason, thing=(thing.kind, thing.number) if thing else None):
        return False
    trail.record(f"missed.{how}", by=by, about=missed)
    return True


@transaction.atomic
def end_itself(*, missed: MissedSearch, how: How, thing: tuple[str, int] | None, done_by: int | None = None) -> bool:
    """The words lead somewhere now, whoever saw to that."""
    return _end(missed, how, by=None, thing=thing, done_by=done_by)


def _end(
    missed: MissedSearch,
    how: How,
    *,
    by: Any,
    thing: tuple[str, int] | None,
    reason: str = "",
    done_by: int | None = None,
) -> bool:
    kind, number = thing or ("", None)
    done = (
        MissedSearch.objects.open()
        .filter(pk=missed.pk)
        .update(ended_at=now(), ended_by=by.pk if by else done_by, how=how, reason=reason, kind=kind, number=number)
    )
    if done:
        notices.forget("search.missed", about=missed)
    return bool(done)


def _led_to(missed: MissedSearch, things: Collection[tuple[str, int]]) -> None:
    known = set(missed.things.values_list("kind", "number"))
    rows = [MissedThing(missed=missed, kind=kind, number=number) for kind, number in set(things) - known]
    MissedThing.objects.bulk_create(rows, ignore_conflicts=True)
    for row in missed.things.all():
        if (row.kind, row.number) not in things:
            row.delete()
