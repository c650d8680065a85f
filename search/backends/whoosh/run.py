"""One search carried out on one snapshot. Hits, counts and facets all come from the same run."""

from collections import Counter, OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from heapq import nlargest
from itertools import compress
from typing import Any

from . import filters, fuzzy, masks
from .clock import Clock, OutOfTime
from .contents import Path
from .errors import IndexBroken, broken
from .evaluation import Boosts, Evaluation
from .found import Found
from .opened import Opened
from .plan import Node
from .scope import Scope
from .snapshot import Snapshot, View


@dataclass(frozen=True)
class Question:
    """All that a search depends on."""

    plan: Node
    kinds: frozenset[str]
    filter: "filters.Group | filters.Leaf | None"
    within: tuple[tuple[int, frozenset[int]], ...]  # columns, and what is allowed of each
    boosts: Boosts
    seconds: float  # that it may take


def run(question: Question, opened: Opened) -> "Run":
    """Ask the newest snapshot. What does not work is tried once more with everything opened anew."""
    try:
        return _run(question, opened)
    except IndexBroken:
        opened.forget()
        return _run(question, opened)


def _run(question: Question, opened: Opened) -> "Run":
    snapshot = opened.snapshot()
    with broken("Searching"):
        return Run(question, snapshot)


class Run:
    """What was found, by segment."""

    def __init__(self, question: Question, snapshot: Snapshot) -> None:
        self.is_partial = False
        self._snapshot = snapshot
        self._seconds = question.seconds
        self._found: list[tuple[View, Found]] = []
        clock = Clock(question.seconds)
        self._scope = _scope(question, snapshot)
        for view, allowed in self._scope:
            try:
                clock.look()
                if question.filter:
                    allowed = masks.both(allowed, question.filter.mask(snapshot, view))
                evaluation = Evaluation(self._scope, view, allowed, question.boosts, clock)
                self._found.append((view, evaluation.find(question.plan)))
                self.is_partial |= evaluation.partial
            except OutOfTime:
                self.is_partial = True
                break

    def count(self) -> int:
        return sum(found.count for _, found in self._found)

    def best(self, limit: int | None, offset: int) -> list[tuple[Any, float]]:
        """The keys and scores of the best, of equals the one that was added last."""
        wanted = None if limit is None else limit + offset
        chosen: list[tuple[float, int, int]] = []
        for order, (_, found) in enumerate(self._found):
            chosen += ((score, order, number) for score, number in _top(found, wanted))
        chosen.sort(reverse=True)
        return [(self._found[order][0].segment.pks[number], score) for score, order, number in chosen[offset:wanted]]

    def sorted(self, by: list[tuple[Path, bool, bool]], limit: int | None, offset: int) -> list[tuple[Any, float]]:
        """The keys and scores in the order of some columns, and then of the keys, the greatest first."""
        rows = []
        for order, (view, found) in enumerate(self._found):
            pks = view.segment.pks
            rows += [(pks[number], score, order, number) for number, score in found.dict().items()]
        rows.sort(key=lambda row: row[0], reverse=True)
        for path, reverse, nothing_first in reversed(by):
            number = self._snapshot.contents.columns.index(path)
            columns = [view.segment.column(number) for view, _ in self._found]
            rows.sort(key=_sort_key(columns, nothing_first != reverse), reverse=reverse)
        end = None if limit is None else limit + offset
        return [(pk, score) for pk, score, _, _ in rows[offset:end]]

    def like(self, word: str, away: int) -> list[tuple[str, int]]:
        """Words at most `away` letters from this one in what may be found: the nearest, most frequent first."""
        return fuzzy.words_close_to(self._scope, word, away, Clock(self._seconds))

    def completions(self, start: str) -> list[str]:
        """Words that begin so in what may be found: the most frequent first, one for each term."""
        return fuzzy.words_beginning_with(self._scope, start, Clock(self._seconds))

    def facet(self, number: int) -> "OrderedDict[Any, int]":
        """How many of the found documents have each value of a column; of several values, each counts."""
        counted: Counter[Any] = Counter()
        for view, found in self._found:
            column = view.segment.column(number)
            if found.scores is None:
                counted.update(compress(column, found.mask))
            else:
                counted.update(map(column.__getitem__, found.scores))
        values: Counter[Any] = Counter()
        for value, count in counted.items():
            if isinstance(value, tuple):
                for each in set(value) or {None}:
                    values[each] += count
            else:
                values[value] += count
        return OrderedDict(values.most_common())


def _scope(question: Question, snapshot: Snapshot) -> Scope:
    """What may be found at all, before the queryset's own conditions."""
    allowed = [view.of_kinds(question.kinds) for view in snapshot.views]
    for number, among in question.within:
        pairs = zip(snapshot.views, allowed, strict=True)
        allowed = [masks.both(mask, view.segment.within(number, among)) for view, mask in pairs]
    return Scope(snapshot, (question.kinds, question.within), allowed)


def _top(found: Found, wanted: int | None) -> Iterable[tuple[float, int]]:
    if found.scores is None:
        numbers = list(found.numbers())
        return ((found.flat, number) for number in (numbers if wanted is None else numbers[-wanted:]))
    pairs = zip(found.scores.values(), found.scores, strict=True)
    return pairs if wanted is None else nlargest(wanted, pairs)


def _sort_key(columns: list[list[Any]], nothing_low: bool) -> Callable[[tuple[Any, ...]], tuple[Any, ...]]:
    """Those without a value stand together, before or behind the others."""

    def key(row: tuple[Any, ...]) -> tuple[Any, ...]:
        value = columns[row[2]][row[3]]
        if isinstance(value, tuple):
            value = min((each for each in value if each is not None), default=None)
        return (not nothing_low,) if value is None else (nothing_low, value)

    return key
