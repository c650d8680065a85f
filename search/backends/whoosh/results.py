"""What a search found, as modelsearch hands it out, and the little more that our pages ask."""

from collections import OrderedDict
from collections.abc import Iterator
from copy import copy
from functools import cached_property
from typing import Any, Self

from modelsearch.backends.base import BaseSearchResults, EmptySearchResults

from .analysis import analyser
from .contents import Contents
from .errors import broken
from .index import Index
from .opened import opened
from .run import Question, Run, run

LOADED = 500  # rows that are read from the database at once


class Results(BaseSearchResults):
    """Found objects in the order of the engine. What is no longer in the table, or not in the queryset, is left out.

    Hits, counts and facets of the same results are of the same moment and are searched once.
    """

    supports_facet = True

    def __init__(self, backend: Any, query_compiler: Any, prefetch_related: Any = None) -> None:
        super().__init__(backend, query_compiler, prefetch_related)
        self._index: Index = backend.get_index_for_model(query_compiler.queryset.model)
        self._within: dict[int, frozenset[int]] = {}
        self._runs: list[Run] = []  # shared with what is cut out of these results

    def within(self, field_name: str, allowed: frozenset[int]) -> Self:
        """Only what has at least one of these numbers in this FilterField; none when the set is empty.

        Meant for rights: it narrows hits, counts and facets alike, and each segment remembers the set.
        """
        number = self.query_compiler.column(field_name, self._contents, "narrow")
        new = copy(self)
        allowed = frozenset(allowed)
        new._within = {**self._within, number: allowed & self._within.get(number, allowed)}
        new._runs, new._results_cache, new._count_cache = [], None, None
        new.__dict__.pop("_question", None)
        return new

    def hits(self, limit: int | None, offset: int = 0) -> list[tuple[Any, float]]:
        """The keys and scores of the found, best first or in the queryset's order, without a look at the database."""
        with broken("Sorting what was found"):
            if self.query_compiler.order_by_relevance:
                return self._run.best(limit, offset)
            return self._run.sorted(self.query_compiler.order(), limit, offset)

    def count(self, cap: int | None = None) -> int:
        """How many were found, at most `cap`. Rows that are gone from the table may still be counted."""
        found = super().count()
        return found if cap is None else min(found, cap)

    def facet(self, field_name: str) -> "OrderedDict[Any, int]":
        """How many of all that was found have each value of a FilterField, the most frequent first."""
        number = self.query_compiler.column(field_name, self._contents, "facet")
        with broken("Counting what was found"):
            return self._run.facet(number)

    def like(self, word: str) -> list[tuple[str, int]]:
        """Words one letter away from this one, two when it is longer than 7, that stand in what was found.

        Each with its distance, the nearest and most frequent first. `word` is folded and has 4 letters at least.
        """
        with broken("Looking for words"):
            return self._run.like(word, 1 if len(word) <= 7 else 2)

    def completions(self, start: str) -> list[str]:
        """Words that begin so and stand in what was found, the most frequent first. `start` is folded."""
        with broken("Looking for words"):
            return self._run.completions(start)

    @property
    def is_partial(self) -> bool:
        """Whether time was up before everything had been looked at."""
        return self._run.is_partial

    @property
    def _contents(self) -> Contents:
        return self._index.contents

    @property
    def _run(self) -> Run:
        if not self._runs:
            self._runs.append(run(self._question, opened(self._index.store)))
        return self._runs[0]

    @cached_property
    def _question(self) -> Question:
        compiler = self.query_compiler
        return Question(
            plan=compiler.plan(analyser(self._contents.language)),
            kinds=self._contents.kinds(compiler.queryset.model),
            filter=compiler.filter(),
            within=tuple(sorted(self._within.items())),
            boosts=compiler.boosts(self._contents),
            seconds=self.backend.seconds,
        )

    def _clone(self) -> Self:
        new = super()._clone()
        new._within, new._runs = self._within, self._runs
        return new

    def _do_count(self) -> int:
        found = self._run.count() - self.start
        return max(found if self.stop is None else min(found, self.stop - self.start), 0)

    def _do_search(self) -> Iterator[Any]:
        hits = self.hits(None if self.stop is None else self.stop - self.start, self.start)
        for number in range(0, len(hits), LOADED):
            scores = dict(hits[number : number + LOADED])
            rows = {obj.pk: obj for obj in self.query_compiler.queryset.filter(pk__in=list(scores))}
            for pk, score in scores.items():
                if pk in rows:
                    if self._score_field:
                        setattr(rows[pk], self._score_field, float(score))
                    yield rows[pk]


class NoResults(EmptySearchResults):
    """Nothing was asked."""

    is_partial = False

    def within(self, field_name: str, allowed: frozenset[int]) -> Self:
        return self

    def hits(self, limit: int | None, offset: int = 0) -> list[tuple[Any, float]]:
        return []

    def count(self, cap: int | None = None) -> int:
        return 0

    def facet(self, field_name: str) -> "OrderedDict[Any, int]":
        return OrderedDict()

    def like(self, word: str) -> list[tuple[str, int]]:
        return []

    def completions(self, start: str) -> list[str]:
        return []
