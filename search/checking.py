"""Does the engine know what the table of documents says?"""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from modelsearch.query import MATCH_ALL, PlainText

from . import engines
from .backends.whoosh import IndexBroken, words
from .models import Document

WORDS = 5  # of a document, by which it must be found
LONGEST = 60  # letters of such a word


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
    before = _table()
    known = _known(backend)
    after = _table()  # what came, went or changed meanwhile is nobody's fault
    settled = {key for key, is_settled in after.items() if is_settled and before.get(key)}
    lacking, surplus = len(settled - known), len(known - before.keys() - after.keys())
    report.say(f"{len(settled):,} documents in the table, {len(known):,} in the engine")
    report.say(f"{lacking:,} of the table are not in the engine", is_right=not lacking)
    report.say(f"{surplus:,} of the engine are not in the table", is_right=not surplus)
    missing = []
    for document in Document.objects.standing().filter(is_waiting=False).order_by("?")[:samples]:
        query = PlainText(telling, operator="and") if (telling := _telling(document)) else MATCH_ALL
        if not list(backend.search(query, Document.objects.filter(pk=document.pk))):
            missing.append(str(document))
        advance()
    report.say(f"{len(missing)} of the samples are not found by their own words", is_right=not missing)
    if missing:
        report.lines.append("  " + ", ".join(missing[:10]))


def _table() -> dict[int, bool]:
    """The documents by key, and whether the engines have been told of each as it is."""
    return {key: not is_waiting for key, is_waiting in Document.objects.values_list("pk", "is_waiting")}


def _known(backend: Any) -> set[int]:
    """The keys of what the engine has, by the engine's own account."""
    if hasattr(backend, "keys"):
        return set(backend.keys(Document))
    return {key for key, _ in backend.search(MATCH_ALL, Document.objects.all()).hits(None)}


def _telling(document: Document) -> str:
    """Some words of a document, as they are written in it; without those that may stand in no index."""
    written = f"{document.title} {document.text}".split()
    telling = (word for word in written if len(word) <= LONGEST and words(word))
    return " ".join(islice(telling, WORDS))
