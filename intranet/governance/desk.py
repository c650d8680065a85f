"""What moderators see: what waits for a decision, and what was decided."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Min
from django.utils import timezone

from intranet.kit import paging
from intranet.kit.declarations import Reported

from .models import Decision, Report
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


def waiting(viewer: Any, start: int = 0) -> tuple[list[Case], int | None]:
    """A page of what waits for a decision that `viewer` may make, and where the next one begins.

    What many reported, and long ago, comes first.
    """
    rows = Report.objects.open().judged_by(viewer).order_by().values_list("kind", "about")
    found = sorted(rows.annotate(many=Count("pk"), first=Min("at")), key=_urgency(timezone.now()))
    chosen = [(kind, number) for kind, number, *_ in found[start : start + SIZE]]
    return _cases(viewer, chosen), start + SIZE if start + SIZE < len(found) else None


def case(viewer: Any, kind: str, number: int) -> Case | None:
    """One thing about which `viewer` may decide, also when nothing waits; None for all others."""
    if not Report.objects.judged_by(viewer).about(kind, number).exists():
        return None
    return next(iter(_cases(viewer, [(kind, number)])), None)


def decided(viewer: Any, before: str = "", size: int = SIZE) -> tuple[list[Decided], str]:
    """A page of what was decided, the newest first, and the cursor behind it."""
    rows = Decision.objects.judged_by(viewer).select_related("by").annotate(many=Count("reports"))
    page = paging.newest_first(rows, before=before, size=size, by="at")
    return _decided(viewer, page.items), page.next


def decided_about(viewer: Any, kind: str, number: int) -> list[Decided]:
    """What was decided about one thing, the newest first."""
    rows = Decision.objects.judged_by(viewer).about(kind, number).select_related("by").annotate(many=Count("reports"))
    return _decided(viewer, rows.order_by("-at", "-pk")[:SIZE])


def _cases(viewer: Any, things: Sequence[Thing]) -> list[Case]:
    known, reports = told(viewer, things), _reports(things)
    return [Case(*thing, known[thing], reports[thing]) for thing in things if thing in known]


def _reports(things: Iterable[Thing]) -> dict[Thing, list[Report]]:
    wanted = set(things)
    rows = Report.objects.open().filter(about__in={number for _, number in wanted}).select_related("by__profile")
    found: dict[Thing, list[Report]] = defaultdict(list)
    for report in rows.order_by("at", "pk"):
        if (report.kind, report.about) in wanted:
            found[report.kind, report.about].append(report)
    return found


def _decided(viewer: Any, decisions: Iterable[Decision]) -> list[Decided]:
    rows = list(decisions)
    known = told(viewer, {(row.kind, row.about) for row in rows})
    return [Decided(row, known.get((row.kind, row.about))) for row in rows]


def _urgency(now: datetime) -> Any:
    def of(row: tuple[str, int, int, datetime]) -> tuple[float, str, int]:
        kind, number, many, first = row
        return -many * max((now - first).total_seconds(), 1.0), kind, number

    return of
