"""One search on a database, carried out as far as somebody asks: of what matches, what the rows allow.

The index says what matches, without a look at any other table; then the rows, with the rights in them, are asked about
some of it at a time, the best first, until there is enough. So a frequent word costs few lookups more than a rare one.
"""

import logging
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Collection, Generator, Iterable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from itertools import islice
from time import monotonic
from typing import Any, Generic

from django.db.models import Count, Q, QuerySet

from .asked import E, Language, Wanted

FACETED = 10_000  # of what was found, the best or the newest: these are counted by their values
NEWEST = 10_000  # matches that are looked at, the newest first, when there was no time to find the best
RANKING = 0.6  # share of the time that may go into finding the best
LOT, LARGEST_LOT = 500, 8_000  # matches that the rows are asked about at once

log = logging.getLogger(__name__)

Matches = Generator[tuple[str, float], None, None]  # keys as the index writes them, and scores
Hit = tuple[Any, float]


class Unanswered(Exception):
    """The database has no answer, and its connection is as good as before."""


class TimeUp(Unanswered):
    """It was stopped."""


class Refused(Unanswered):
    """The expression is more than it takes."""


class Engine(ABC, Generic[E]):
    """What the two databases do in different ways."""

    language: Language[E]

    @abstractmethod
    def matches(self, expression: E, *, ranked: bool) -> Matches:
        """What matches, with scores above zero, the best first; or the newest first, without scores, sooner.

        Nothing stays open when the iterator is closed.
        """

    @abstractmethod
    def listed(self, keys: list[Any]) -> Any:
        """What `pk__in=` takes, however many they are."""

    @abstractmethod
    def in_time(self, seconds: float) -> AbstractContextManager[None]:
        """Raises TimeUp when it takes longer, and Refused; the connection is as good as before, whatever happens."""


class Answer(Generic[E]):
    """All that is asked of one search. Its questions share the time."""

    def __init__(self, engine: Engine[E], wanted: Wanted[E], rows: QuerySet[Any], seconds: float) -> None:
        """`rows` are those that may be found, in the order of what is not asked for by relevance."""
        self.is_partial = False
        self.wanted = wanted
        self._engine, self._rows = engine, rows
        self._left = seconds
        self._best: _Sifted | None = None
        self._newest: _Sifted | None = None

    def best(self, stop: int | None) -> list[Hit]:
        """The first keys and their scores, by relevance. When time is up: the newest."""
        if self._best is None:
            with self._in_time(RANKING):
                # At once: nothing may stay open until somebody asks for more.
                self._best = self._sifted(list(self._matches(ranked=True)))
        if self._best is None:
            with self._in_time(), closing(self._matches(ranked=False)) as matches:
                self._best = self._sifted(list(islice(matches, NEWEST)))
        if self._best is None:
            return []
        with self._in_time():
            self._best.go(stop)
        return self._best.found[:stop]

    def ordered(self, start: int, stop: int | None, *, keys: bool = False) -> list[Any]:
        """The objects, or their keys alone, in the order of the rows. When time is up: none."""
        with self._in_time():
            rows = self._matching()
            return list((rows.values_list("pk", flat=True) if keys else rows)[start:stop])
        return []

    def count(self, cap: int | None) -> int:
        """How many there are, at most `cap`. When time is up: those that were seen until then."""
        if not self.wanted.is_rest:
            return len(self._some(cap))
        with self._in_time():
            return self._matching().order_by()[:cap].count()
        return 0

    def facet(self, value: Any) -> Counter[Any]:
        """How many have each value of an expression, among the first `FACETED`."""
        is_rest = self.wanted.is_rest
        keys = self.ordered(0, FACETED, keys=True) if is_rest else [key for key, _ in self._some(FACETED)]
        with self._in_time():
            rows = self._rows.model._base_manager.using(self._rows.db).filter(pk__in=self._engine.listed(keys))
            return Counter(dict(rows.values_list(value).annotate(Count("pk")).order_by()))
        return Counter()

    def _matching(self) -> QuerySet[Any]:
        rows = self._rows if self._rows.query.order_by else self._rows.order_by("-pk")
        if self.wanted.expression is None:
            return rows if self.wanted.is_rest else rows.none()
        matching = Q(pk__in=self._engine.listed([self._key(key) for key, _ in self._matches(ranked=False)]))
        return rows.filter(~matching if self.wanted.is_rest else matching)

    def _some(self, stop: int | None) -> list[Hit]:
        """The first that are found in whatever order is soonest."""
        sifted = self._best or self._newest
        if self._best:
            with self._in_time():
                self._best.go(stop)
        elif sifted is None or not sifted.has(stop):
            with self._in_time(), closing(self._matches(ranked=False)) as matches:
                sifted = self._newest = self._sifted(matches)
                sifted.go(stop)
        return sifted.found[:stop] if sifted else []

    def _matches(self, *, ranked: bool) -> Matches:
        if self.wanted.expression is not None:
            yield from self._engine.matches(self.wanted.expression, ranked=ranked)

    def _sifted(self, matches: Iterable[tuple[str, float]]) -> "_Sifted":
        return _Sifted(((self._key(key), score) for key, score in matches), self._allowed)

    def _allowed(self, keys: list[Any]) -> set[Any]:
        return set(self._rows.filter(pk__in=self._engine.listed(keys)).order_by().values_list("pk", flat=True))

    def _key(self, written: str) -> Any:
        return self._rows.model._meta.pk.to_python(written)

    @contextmanager
    def _in_time(self, share: float = 1.0) -> Iterator[None]:
        began = monotonic()
        try:
            with self._engine.in_time(self._left * share):
                yield
        except Unanswered as reason:
            if isinstance(reason, Refused):
                log.warning("The database refused a search: %s", reason)
            self.is_partial = True
        finally:
            self._left = max(self._left - (monotonic() - began), 0.0)


class _Sifted:
    """Matches, of which those that the rows allow are found lot by lot."""

    def __init__(self, matches: Iterator[Hit], allowed: Callable[[list[Any]], Collection[Any]]) -> None:
        self.found: list[Hit] = []
        self._matches, self._allowed = matches, allowed
        self._lot = LOT
        self._is_all = False

    def has(self, stop: int | None) -> bool:
        return self._is_all or (stop is not None and len(self.found) >= stop)

    def go(self, stop: int | None) -> None:
        """Until `stop` are found, or all."""
        while not self.has(stop):
            lot = list(islice(self._matches, self._lot))
            allowed = self._allowed([key for key, _ in lot]) if lot else ()
            self.found += [hit for hit in lot if hit[0] in allowed]
            self._is_all = len(lot) < self._lot
            self._lot = min(self._lot * 2, LARGEST_LOT)
