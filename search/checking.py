"""Does the engine know what the table of documents says?"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from modelsearch.query import MATCH_ALL, PlainText

from . import engines
from .backends.whoosh import IndexBroken
from .highlights import terms_of
from .models import Document
from .query import Query, plain

WORDS = 5  # of a document, by which it must be found


@dataclass
class Report:
    """What was compared, in sentences, and whether anything differs."""

    lines: list[str] = field(default_factory=list)
    differs: bool = False

    def say(self, line: str, *, is_right: bool = True) -> None:
        self.lines.append(line if is_right else f"WRONG: {line}")
        self.differs |= not is_right


def check(samples: int, advance: Callable[[], None] = lambda: None) -> Report:
    """Compare the chosen engine with the table: how many documents each has, and whether some are found."""
    report = Report()
    name = engines.chosen()
    waiting = Document.objects.waiting().count()
    report.say(f"{waiting:,} documents wait to be indexed")
    broken = engines.is_broken(name)
    report.say(f"The engine {name} is {'broken; the database answers' if broken else 'well'}", is_right=not broken)
    try:
        _compare(report, engines.backend(name), samples, advance)
    except IndexBroken as error:
        report.say(str(error), is_right=False)
    return report


def _compare(report: Report, backend: Any, samples: int, advance: Callable[[], None]) -> None:
    there = Document.objects.standing().filter(is_waiting=False).count()
    known = backend.search(MATCH_ALL, Document.objects.standing()).count()
    waiting = Document.objects.waiting().count()  # which the engine may know as they were
    report.say(f"{there:,} documents in the table, {known:,} in the engine", is_right=abs(known - there) <= waiting)
    missing = []
    for document in Document.objects.standing().filter(is_waiting=False).order_by("?")[:samples]:
        words = plain(f"{document.title} {document.text}").split()[:WORDS]
        query = PlainText(" ".join(words), operator="and") if terms_of(Query(words=tuple(words))) else MATCH_ALL
        if not list(backend.search(query, Document.objects.filter(pk=document.pk))):
            missing.append(str(document))
        advance()
    report.say(f"{len(missing)} of the samples are not found by their own words", is_right=not missing)
    if missing:
        report.lines.append("  " + ", ".join(missing[:10]))
