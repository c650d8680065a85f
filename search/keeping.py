"""What is missed becomes somebody's to see to, ends by itself, and who waits for an answer is told. Done by a task."""

from collections.abc import Collection
from datetime import timedelta
from functools import cache

from django.utils.timezone import now

from . import answered, missed, owners
from .actions import missed as actions
from .actions import wanted as waiting
from .models import MissedSearch, Wanted
from .models.missed import How

KEPT = timedelta(days=400)  # of what has ended
WAITS = timedelta(days=180)  # as long as somebody can wait for an answer
AT_ONCE = 100  # that are tried in one turn; the others come in the next
OVERLAP = timedelta(minutes=1)  # in which the engines may not know yet what was written


def see_to_missed() -> int:
    """How many missed searches are open afterwards."""
    forget_old()
    end_answered()
    keep()
    tell()
    return MissedSearch.objects.open().count()


def keep() -> None:
    """Each group of words that is missed is somebody's who works here and may know the words."""
    groups = {group.normal: group for group in missed.missed()}
    rows = list(MissedSearch.objects.open().select_related("owner").prefetch_related("things"))
    people = {row.owner_id: row.owner for row in rows}  # so that what each may know is asked once
    for row in rows:
        row.owner = people[row.owner_id]
        if group := groups.pop(row.normal, None):
            actions.recount(missed=row, group=group)
        things = group.things if group else {(thing.kind, thing.number) for thing in row.things.all()}
        if not owners.may_know(row.owner, things):
            actions.pass_on(missed=row, owner=owners.proposed(things))
    new = missed.different(groups.values(), [*(row.words for row in rows), *_resting(groups)])
    for group in new[: missed.MOST - len(rows)]:
        if owner := owners.proposed(group.things):
            actions.begin_missed(group=group, owner=owner)


def end_answered() -> None:
    """What leads somewhere by now ends by itself."""
    rows = list(MissedSearch.objects.open().select_related("owner"))
    for pk, thing in answered.opened(rows).items():
        [row] = [row for row in rows if row.pk == pk]
        actions.end_itself(missed=row, how=How.OPENED, thing=thing)
    begun, has_changed = now() - OVERLAP, cache(answered.has_changed)
    for row in (tried := sorted(rows, key=lambda row: row.looked_at)[:AT_ONCE]):
        if has_changed(row.looked_at) and (ending := answered.ending(row)):
            how, thing, by = ending
            actions.end_itself(missed=row, how=how, thing=thing, done_by=by)
    MissedSearch.objects.filter(pk__in=[row.pk for row in tried]).update(looked_at=begun)


def tell() -> None:
    """Whoever waits for an answer and finds one now is told."""
    begun, has_changed = now() - OVERLAP, cache(answered.has_changed)
    tried = list(Wanted.objects.select_related("person").order_by("looked_at")[:AT_ONCE])
    for wanted in tried:
        if has_changed(wanted.looked_at) and (answer := answered.answer_for(wanted)):
            waiting.tell_answer(wanted=wanted, answer=answer)
    Wanted.objects.filter(pk__in=[wanted.pk for wanted in tried if wanted.pk]).update(looked_at=begun)


def forget_old() -> None:
    """What ended long ago, and what somebody has waited for in vain for half a year."""
    MissedSearch.objects.filter(ended_at__lt=now() - KEPT).delete()
    Wanted.objects.filter(at__lt=now() - WAITS).delete()


def _resting(groups: Collection[str]) -> list[str]:
    """Words that were dismissed lately; those of `groups` have waited long enough."""
    dismissed = MissedSearch.objects.filter(how=How.DISMISSED, ended_at__gte=now() - missed.REST)
    return list(dismissed.exclude(normal__in=groups).values_list("words", flat=True))
