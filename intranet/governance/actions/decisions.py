"""What moderators decide about what was reported."""

from django.db import transaction
from django.db.models import QuerySet

from intranet import live
from intranet.audit import trail
from intranet.governance.models import Decision, Outcome, Report
from intranet.governance.reportables import authors, moderators_of, reportables
from intranet.notifications import notices
from intranet.people.models import User

from .reports import tell, tell_reporters


class AlreadyDecided(ValueError):
    """Somebody was faster, or the thing is gone."""


@transaction.atomic
def keep(*, by: User, kind: str, number: int, upto: int, word: str = "") -> Decision:
    """The thing stays, and the reports up to number `upto`, which `by` has read, are done. Raises AlreadyDecided."""
    reports = _waiting(kind, number).filter(pk__lte=upto)
    return _decide(by, kind, number, Outcome.KEPT, word, [report.pk for report in reports])


@transaction.atomic
@live.at_the_end()
def take_down(*, by: User, kind: str, number: int, upto: int, word: str = "") -> Decision:
    """The thing is taken down, as its room does that, and all reports of it are done with; who wrote it is told.

    Raises AlreadyDecided, and StaysThere when it cannot be taken down.
    """
    reportables()[kind].hold(number)
    reports = _waiting(kind, number)
    if not any(report.pk <= upto for report in reports):
        raise AlreadyDecided
    decision = _decide(by, kind, number, Outcome.DOWN, word, [report.pk for report in reports])
    reportables()[kind].take_down(by, number)
    notices.send("words.taken_down", to=decision.authors.values_list("pk", flat=True), about=decision, by=by)
    return decision


def _waiting(kind: str, number: int) -> QuerySet[Report]:
    """The open reports of the thing; whoever decides at the same moment waits, and finds none."""
    return Report.objects.open().about(kind, number).select_for_update()


def _decide(by: User, kind: str, number: int, outcome: Outcome, word: str, reports: list[int]) -> Decision:
    if not reports:
        raise AlreadyDecided
    decision = Decision.objects.create(kind=kind, about=number, outcome=outcome, word=word, by=by)
    decision.authors.set(authors([(kind, number)]).get((kind, number), ()))
    Report.objects.filter(pk__in=reports).update(decision=decision)
    trail.record("report.decided", by=by, about=decision, outcome=outcome.label)
    tell_reporters(by=by, decision=decision)
    tell(people=moderators_of([(kind, number)]))
    return decision
