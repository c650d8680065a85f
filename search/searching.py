"""One search on one engine, for one viewer."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from . import engines
from .models import Document
from .narrowing import Narrowed
from .ranking import ranked
from .wording import Wording

RANKED = 60  # hits of the engine that are brought into another order: three pages
COUNTED = 1_000  # "1,000+"


@dataclass
class Search:
    """What is found with these words, narrowed so, among what the viewer may see."""

    engine: str
    wording: Wording
    viewer: Any
    narrowed: Narrowed = Narrowed()  # noqa: RUF009 it never changes
    operator: str = "and"
    complete: Collection[int] = ()  # documents that have all of the words

    @cached_property
    def results(self) -> Any:
        """As an engine gives them: with hits, count and facets, of what the viewer may find."""
        backend, is_words = engines.backend(self.engine), self.wording.query.is_words
        if self.narrowed.is_nothing:
            return backend.search("", Document)
        rows = self.narrowed.rows(Document.objects.standing())
        rows = rows if is_words else rows.order_by("-at")
        results = backend.search(self.wording.tree(self.operator), rows, order_by_relevance=is_words)
        return self.narrowed.within(results, self.viewer)

    @cached_property
    def count(self) -> int:
        return self.results.count(COUNTED)

    def count_with(self, documents: Collection[int]) -> int:
        """How many are found when these are shown beside them, found or not."""
        if not documents:
            return self.count
        return self.count + len(documents) - self.results.within("id", frozenset(documents)).count()

    def keys(self, start: int, size: int) -> list[int]:
        """The documents from place `start` on, best first."""
        if start < RANKED:
            return self._best[start : start + size]
        return [key for key, _ in self.results.hits(size, start)]

    @cached_property
    def _best(self) -> list[int]:
        hits, query = self.results.hits(RANKED, 0), self.wording.query
        if query.is_words:
            return ranked(hits, [*query.words, *query.phrases], self.complete)
        return [key for key, _ in hits]
