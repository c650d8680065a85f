"""What moderators see: what waits for a decision, and what was decided."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Min
from django.utils import timezone

from intranet.kit import paging
from intranet.kit.declarations import Reported

from .models import Decision, Report
from .models.report import DecisionQuerySet
from .reportables import Thing, told

SIZE = 20  # things on one page
MOST_SHOWN = 10  # reports of one thing, beside how many there are


@dataclass(frozen=True)
class Case:
    """A thing that waits for a decision, and who asked for one, the first one first."""

    kind: str
    number: int
    thing: Reported
    reports: Sequence[Report]

    @property
    def upto(self) -> int:
        """The newest report that one has read here."""
        return max((report.pk for report in self.reports), default=0)

    @property
    def shown(self) -> Sequence[Report]:
        return self.reports[:MOST_SHOWN]

    @property
    def more(self) -> int:
        return max(0, len(self.reports) - MOST_SHOWN)


@dataclass(frozen=True)
class Decided:
    """A decision, and the thing it was about, if one may still know of it."""

    decision: Decision
    thing: Reported | None


@dataclass(frozen=True)
class Desk:
    """A page of what waits for a decision, and a page of what was decided, the newest first."""

    cases: Sequence[Case]
    later: int | None  # where the next page of what waits begins
    decided: Sequence[Decided]
    earlier: str  # the cursor behind what was decided


def desk(viewer: Any, start: int = 0, before: str = "") -> Desk:
    """What many reported, and long ago, comes first."""
    rows = Report.objects.open().judged_by(viewer).order_by().values_list("kind", "about")
    found = sorted(rows.annotate(many=Count("pk"), first=Min("at")), key=_urgency(timezone.now()))
    chosen = [(kind, number) for kind, number, *_ in found[start : start + SIZE]]
    page = paging.newest_first(_decisions(viewer), before=before, size=SIZE, by="at")
    known = told(viewer, {*chosen, *((row.kind, row.about) for row in page.items)})
    later = start + SIZE if start + SIZE < len(found) else None
    return Desk(_cases(chosen, known), later, _decided(page.items, known), page.next)


def one(viewer: Any, kind: str, number: int) -> Desk | None:
    """The same of one thing; None of what nobody reported, and of what is not for this viewer to decide."""
    if not Report.objects.judged_by(viewer).about(kind, number).exists():
        return None
    known = told(viewer, [(kind, number)])
    decisions = _decisions(viewer).about(kind, number).order_by("-at", "-pk")[:SIZE]
    cases = _cases([(kind, number)], known)
    return Desk(cases, None, _decided(decisions, known), "") if cases else None


def _decisions(viewer: Any) -> DecisionQuerySet:
    return Decision.objects.judged_by(viewer).select_related("by").annotate(many=Count("reports"))


def _cases(things: Sequence[Thing], known: Mapping[Thing, Reported]) -> list[Case]:
    reports = _reports(things)
    return [Case(*thing, known[thing], reports[thing]) for thing in things if thing in known]


def _reports(things: Iterable[Thing]) -> dict[Thing, list[Report]]:
    wanted = set(things)
    rows = Report.objects.open().filter(about__in={number for _, number in wanted}).select_related("by__profile")
    found: dict[Thing, list[Report]] = defaultdict(list)
    for report in rows.order_by("at", "pk"):
        if (report.kind, report.about) in wanted:
            found[report.kind, report.about].append(report)
    return found


def _decided(decisions: Iterable[Decision], known: Mapping[Thing, Reported]) -> list[Decided]:
    return [Decided(row, known.get((row.kind, row.about))) for row in decisions]


def _urgency(now: datetime) -> Any:
    def of(row: tuple[str, int, int, datetime]) -> tuple[float, str, int]:
        kind, number, many, first = row
        return -many * max((now - first).total_seconds(), 1.0), kind, number

    return of
