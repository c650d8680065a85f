"""What people are told about reports; see `intranet.kit.declarations`."""

from collections.abc import Collection, Mapping
from typing import Any

from django.urls import reverse

from intranet.kit.declarations import NoticeKind, NoticeThing

from .models import Decision, Report
from .reportables import judges, readers, told

Titled = dict[int, tuple[str, str]]


def report_readers(people: Mapping[int, Any], numbers: Collection[int]) -> dict[int, set[int]]:
    """Who reported, and the moderators who decide; as long as they may know of the thing."""
    rows = list(Report.objects.filter(pk__in=numbers))
    things = {(row.kind, row.about) for row in rows}
    deciding, knowing = judges(things, people), readers(people, things)
    return {
        row.pk: deciding[row.kind, row.about] | ({row.by_id} & knowing.get((row.kind, row.about), set()))
        for row in rows
    }


def report_told(viewer: Any, numbers: Collection[int]) -> Titled:
    """What was reported. It leads those who reported to the outcome, and moderators to the place of decision."""
    rows = list(Report.objects.visible_to(viewer).filter(pk__in=numbers))
    known = told(viewer, {(row.kind, row.about) for row in rows})
    return {row.pk: (thing.title, _address(row, viewer)) for row in rows if (thing := known.get((row.kind, row.about)))}


def _address(report: Report, viewer: Any) -> str:
    if report.by_id == viewer.pk:
        return f"{reverse('governance:mine')}#report-{report.pk}"
    return reverse("governance:thing", args=[report.kind, report.about])


def decision_readers(people: Mapping[int, Any], numbers: Collection[int]) -> dict[int, set[int]]:
    """Those whose words they were, as long as they may know of these."""
    rows = list(Decision.objects.filter(pk__in=numbers).prefetch_related("authors"))
    knowing = readers(people, {(row.kind, row.about) for row in rows})
    return {
        row.pk: {person.pk for person in row.authors.all()} & knowing.get((row.kind, row.about), set()) for row in rows
    }


def decision_told(viewer: Any, numbers: Collection[int]) -> Titled:
    rows = list(Decision.objects.for_authors(viewer).filter(pk__in=numbers))
    known = told(viewer, {(row.kind, row.about) for row in rows})
    return {
        row.pk: (thing.title, reverse("governance:decision", args=[row.pk]))
        for row in rows
        if (thing := known.get((row.kind, row.about)))
    }


KINDS = {
    "report.sent": NoticeKind("report", "Reports to moderators", "Somebody reported", "flag", group="Moderation"),
    "report.decided": NoticeKind(
        *("report", "What became of what I reported", "There is an answer about", "scale"),
        group="Moderation",
        is_work=True,
    ),
    "words.taken_down": NoticeKind(
        *("decision", "Something I wrote was taken down", "The moderators took down", "scale"),
        group="Moderation",
        is_work=True,
    ),
}
THINGS = {
    "report": NoticeThing(report_readers, report_told),
    "decision": NoticeThing(decision_readers, decision_told),
}
