"""Reporting a thing to the moderators, and what follows when it is gone."""

from collections.abc import Collection
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from intranet import live
from intranet.audit import trail
from intranet.governance.models import Decision, Outcome, Report
from intranet.governance.reportables import Thing, moderators_of, reportables
from intranet.notifications import notices
from intranet.people.models import User

MOST_A_DAY = 30  # of one person


class Gone(ValueError):
    """The thing was taken back, taken down or deleted in the meantime."""


class TooMany(ValueError):
    """Somebody has reported so much today that nobody could look at more."""


@transaction.atomic
def send(*, by: User, kind: str, number: int, line: str = "") -> Report:
    """The moderators are asked to look at the thing; the first who asks it makes them be told. As long as they have
    not decided, a new line takes the place of the one before. Raises Gone and TooMany.
    """
    if not _is_there(by, kind, number):
        raise Gone
    said = {"line": line, "at": timezone.now()}
    mine = Report.objects.filter(by=by)
    waits = mine.open().about(kind, number).exists()
    if not waits and mine.filter(at__gt=timezone.now() - timedelta(days=1)).count() >= MOST_A_DAY:
        raise TooMany
    report, is_new = Report.objects.update_or_create(
        kind=kind, about=number, by=by, decision=None, defaults=said, create_defaults=said
    )
    people = moderators_of([(kind, number)])
    if is_new:
        trail.record("report.sent", by=None, about=report)
    if is_new and not Report.objects.open().about(kind, number).exclude(pk=report.pk).exists():
        notices.send("report.sent", to=people - {by.pk}, about=report)
    tell(people=people)
    return report


@transaction.atomic
def gone(*, by: User | None, kind: str, numbers: Collection[int]) -> None:
    """Things of this kind are no longer there, so nobody waits for a decision about them; `by` is who did it."""
    things: set[Thing] = {
        (kind, number)
        for number in Report.objects.open().filter(kind=kind, about__in=numbers).values_list("about", flat=True)
    }
    for _, number in sorted(things):
        decision = Decision.objects.create(kind=kind, about=number, outcome=Outcome.GONE)
        Report.objects.open().about(kind, number).update(decision=decision)
        trail.record("report.closed", by=by, about=decision)
        tell_reporters(by=None, decision=decision)
    if things:
        tell(people=moderators_of(things))


def tell(*, people: Collection[int]) -> None:
    """These moderators see another number in their frame, and what waits is read anew."""
    live.send_all((f"user:{person}", "moderation.changed", person) for person in sorted(people))


def tell_reporters(*, by: User | None, decision: Decision) -> None:
    """Each of those who reported hears what became of it; the moderators hear no longer that it waits."""
    for report in decision.reports.select_related("by"):
        notices.forget("report.sent", about=report)
        notices.send("report.decided", to=[report.by_id], about=report, by=by)


def _is_there(by: User, kind: str, number: int) -> bool:
    """Whoever takes the thing away waits until the report is there, or has been faster: no report waits for nothing."""
    declared = reportables()[kind]
    declared.others(by).model._base_manager.select_for_update().filter(pk=number).first()
    thing = declared.told(by, [number]).get(number)
    return thing is not None and thing.is_there
