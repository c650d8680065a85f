"""Do words that were missed lead somewhere by now? For who sees to them, and for who waits, with the rights of each."""

from collections.abc import Callable, Iterable
from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from .asking import Answer, ask
from .documents import kinds
from .models import BestBet, Document, MissedSearch, Synonym, SynonymWord, Visit, Wanted
from .models.missed import How
from .normal import stems
from .query import Query, plain

Thing = tuple[str, int]


def query_of(words: str) -> Query:
    """Words alone, whatever signs stood between them."""
    return Query(words=tuple(plain(words).split()))


def whole(answer: Answer) -> list[Document]:
    """What has all of the words, what was put on top for them first."""
    hits = [hit.document for hit in answer.hits]
    if answer.any_word:
        hits = [document for document in hits if document.pk in answer.complete]
    return [*(hit.document for hit in answer.bets), *hits]


def has_changed(since: datetime) -> bool:
    """Was anything written, or the search tuned, that may answer what was missed?"""
    return bool(
        Document.objects.standing().filter(kind__in=_answering(), version__gte=Document.version_at(since)).exists()
        or Synonym.objects.filter(at__gte=since).exists()
        or BestBet.objects.filter(at__gte=since).exists()
        or MissedSearch.objects.filter(ended_at__gte=since).exists()
    )


def opened(rows: Iterable[MissedSearch]) -> dict[int, Thing]:
    """By number of a missed search: what somebody opened with its words since, who did not say that it was in vain."""
    by_normal = {row.normal: row for row in rows}
    if not by_normal:
        return {}
    first = min(timezone.localdate(row.made_at) for row in by_normal.values())
    visits = Visit.objects.filter(enquiry__normal__in=by_normal, enquiry__was_in_vain=False, enquiry__day__gte=first)
    found: dict[int, Thing] = {}
    for visit in visits.select_related("enquiry").order_by("at"):
        row = by_normal[visit.enquiry.normal]
        # After a day only the day of a visit is known.
        if visit.at > row.made_at or visit.enquiry.day > timezone.localdate(row.made_at):
            found[row.pk] = visit.kind, visit.number
    return found


def ending(missed: MissedSearch) -> tuple[How, Thing, int | None] | None:
    """How it ends, with what answers it and who did that; as its owner sees it."""
    there = whole(ask(query_of(missed.words), missed.owner))
    bets = {(bet.kind, bet.number): bet.by_id for bet in _bets(missed.normal, missed.made_at)}
    if on_top := next((each for each in there if _pair(each) in bets), None):
        return How.BET, _pair(on_top), bets[_pair(on_top)]
    if written := _written(there, missed.made_at):
        return How.WRITTEN, _pair(written), None
    if there and (by := _who_said_the_same(missed)):
        return How.SYNONYM, _pair(there[0]), by
    return None


def answer_for(wanted: Wanted) -> Document | None:
    """What the person finds now who looked for it in vain then: what was written or put on top since, what a missed
    search ended with, or what a synonym leads to where nothing had all of the words.
    """
    normal, since = wanted.normal, wanted.at
    there = whole(ask(query_of(wanted.words), wanted.person))
    ended = MissedSearch.objects.filter(normal=normal, ended_at__gte=since).exclude(how=How.DISMISSED)
    things = {(bet.kind, bet.number) for bet in _bets(normal, since)} | set(ended.values_list("kind", "number"))
    tests: list[Callable[[Document], bool]] = [
        lambda each: _pair(each) in things,
        lambda each: each.kind in _answering() and each.at > since,
    ]
    if wanted.found == 0:
        tests.append(lambda each: each.kind in _answering())
    if ended.filter(how=How.SYNONYM).exists():
        tests.append(lambda each: True)
    return next((each for test in tests for each in there if test(each)), None)


def _answering() -> list[str]:
    return [name for name, kind in kinds().items() if kind.is_answer]


def _written(there: Iterable[Document], since: datetime) -> Document | None:
    return next((each for each in there if each.kind in _answering() and each.at > since), None)


def _bets(normal: str, since: datetime) -> Iterable[BestBet]:
    return BestBet.objects.filter(normal=normal, at__gte=since)


def _who_said_the_same(missed: MissedSearch) -> int | None:
    """Who put one of the words, or all of them, into a group of synonyms since."""
    line = stems(missed.words)
    said = SynonymWord.objects.filter(Q(stems__in=line) | Q(stems=" ".join(line)), group__at__gte=missed.made_at)
    return said.values_list("group__by", flat=True).first()


def _pair(document: Document) -> Thing:
    return document.kind, document.number
