"""A query, asked of the engine for one viewer: what is found, how much, and in which order."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import reduce
from operator import and_
from typing import Any

from django.db.models import Q
from django.utils.timezone import now
from modelsearch.query import MATCH_ALL, Not, Phrase, PlainText, SearchQuery

from intranet.kit.declarations import gathered

from . import engines
from .documents import kinds
from .highlights import Piece, marked, snippet, terms_of
from .models import Document, DocumentAudience, DocumentTag
from .models.document import DocumentQuerySet, seen_by
from .query import Query

SIZE = 20  # hits of a page
RANKED = 200  # hits of the engine that freshness may bring into another order
FARTHEST = 1_000  # hits that can be paged through
COUNTED = 1_000  # "1,000+"
TOO_FEW = 3  # with fewer, any of the words will do
LEAST_FRESH = 0.5  # an old thing is worth at least this share of what it was when it was new


@dataclass(frozen=True)
class Hit:
    """A document as the page of results shows it."""

    document: Document
    title: list[Piece]
    text: list[Piece]

    @property
    def icon(self) -> str:
        return kinds()[self.document.kind].icon

    @property
    def kind(self) -> str:
        return kinds()[self.document.kind].name


@dataclass(frozen=True)
class Answer:
    """A page of hits."""

    query: Query
    hits: Sequence[Hit] = ()
    count: int = 0
    any_word: bool = False  # not all of the words together, which found too little
    is_partial: bool = False  # time was up
    next: int = 0  # where the next page starts; 0: there is none

    @property
    def is_capped(self) -> bool:
        return self.count >= COUNTED


def ask(query: Query, viewer: Any, *, start: int = 0) -> Answer:
    """What `viewer` finds: hits from number `start` on (0 is the best).

    All words first; any of them when that finds too little.
    """
    if not query:
        return Answer(query)
    found = _Search(query, viewer, "and")
    wider = None
    if len(query.words) > 1 and found.count < TOO_FEW:
        wider = _Search(query, viewer, "or", before=found.keys(0, TOO_FEW))
    best = wider if wider and wider.count > found.count else found
    more = start + SIZE
    return Answer(
        query=query,
        hits=_hits(best, best.keys(start, SIZE)),
        count=best.count,
        any_word=best is wider,
        is_partial=best.is_partial,
        next=more if best.count > more and more < FARTHEST else 0,
    )


def _hits(search: "_Search", keys: list[int]) -> list[Hit]:
    """The rows behind the keys, read again through the one door: an index lags behind rights."""
    terms = terms_of(search.query)
    found = search.narrowed.by_rows(Document.objects.visible_to(search.viewer))
    rows = found.select_related("author__profile").in_bulk(keys)
    return [
        Hit(document, marked(document.title, terms), snippet(document.text, terms))
        for key in keys
        if (document := rows.get(key))
    ]


class _Search:
    """One search on the engine that can answer now. The documents `before` stand before all others."""

    def __init__(self, query: Query, viewer: Any, operator: str, before: Sequence[int] = ()) -> None:
        self.query, self.viewer, self.before = query, viewer, before
        self.operator = operator
        self.narrowed = Narrowed.of(query, viewer)
        engines.asked(self._begin)

    def keys(self, start: int, size: int) -> list[int]:
        """The documents from place `start` on, best first."""
        if start < RANKED:
            return self._ranked[start : start + size]
        return [key for key, _ in self._hits(size, start)]

    def _begin(self, engine: str) -> None:
        self.engine = engine
        self.results = self._results()
        self.count: int = min(self.results.count(), COUNTED)
        ranked = self._fresh_first(self._hits(RANKED, 0))
        self._ranked = [*self.before, *(key for key in ranked if key not in self.before)]
        self.is_partial: bool = getattr(self.results, "is_partial", False)

    def _results(self) -> Any:
        backend = engines.backend(self.engine)
        if self.narrowed.is_nothing:
            return backend.search("", Document)
        rows = self.narrowed.plainly(Document.objects.standing())
        if self.engine == engines.WHOOSH:
            said = _said(self.query, self.operator)
            results = backend.search(said, self._ordered(rows), order_by_relevance=self.query.is_words)
            for field, numbers in self.narrowed.sets(self.viewer):
                results = results.within(field, numbers)
            return results
        rows = self.narrowed.without(self.narrowed.by_rows(rows.visible_to(self.viewer)))
        said = _said(self.query.in_plain_words(), self.operator)
        return backend.search(said, self._ordered(rows), order_by_relevance=self.query.is_words)

    def _ordered(self, rows: DocumentQuerySet) -> DocumentQuerySet:
        return rows if self.query.is_words else rows.order_by("-at")

    def _hits(self, limit: int, offset: int) -> list[tuple[int, float]]:
        if self.engine == engines.WHOOSH:
            return self.results.hits(limit, offset)
        found = self.results.annotate_score("score")[offset : offset + limit]
        # SQLite's scores are below zero, and those of what matches everything are missing.
        return [(document.pk, abs(getattr(document, "score", None) or 0.0)) for document in found]

    def _fresh_first(self, hits: list[tuple[int, float]]) -> list[int]:
        """What fades is worth less the older it is."""
        if not self.query.is_words:
            return [key for key, _ in hits]
        about = {
            key: (kind, at)
            for key, kind, at in Document.objects.filter(pk__in=[key for key, _ in hits]).values_list(
                "pk", "kind", "at"
            )
        }
        worth = {key: score * _freshness(*about[key]) for key, score in hits if key in about}
        return sorted(worth, key=lambda key: -worth[key])


def _freshness(kind: str, at: Any) -> float:
    """From 1 for what is new, or never fades, down to LEAST_FRESH."""
    half = kinds()[kind].halves_after
    if half is None:
        return 1.0
    age = max(now() - at, timedelta())
    return LEAST_FRESH + (1 - LEAST_FRESH) * 0.5 ** (age / half)


def _said(query: Query, operator: str) -> SearchQuery:
    parts: list[SearchQuery] = []
    if query.words:
        parts.append(PlainText(" ".join(query.words), operator=operator))
    parts += [Phrase(phrase) for phrase in query.phrases]
    if not parts:
        parts.append(MATCH_ALL)
    parts += [Not(PlainText(word, operator="and")) for word in query.without]
    return reduce(and_, parts)


@dataclass(frozen=True)
class Narrowed:
    """What the filters of a query mean to a viewer, in numbers. None: not narrowed by that."""

    query: Query
    kinds: frozenset[str] | None = None
    authors: frozenset[int] | None = None
    teams: frozenset[int] | None = None
    tags: frozenset[int] | None = None

    @classmethod
    def of(cls, query: Query, viewer: Any) -> "Narrowed":
        narrowed = cls(query)
        if values := query.values("kind"):
            narrowed = replace(narrowed, kinds=frozenset(filter(None, map(kind_called, values))))
        if values := query.values("by"):
            narrowed = replace(narrowed, authors=meant("by", viewer, values))
        if values := query.values("team"):
            narrowed = replace(narrowed, teams=meant("team", viewer, values))
        if values := query.values("tag"):
            narrowed = replace(narrowed, tags=meant("tag", viewer, values))
        return narrowed

    @property
    def is_nothing(self) -> bool:
        """Nothing can be found: a filter means nobody, or no team."""
        return any(numbers is not None and not numbers for numbers in (self.kinds, self.authors, self.teams, self.tags))

    def plainly(self, rows: DocumentQuerySet) -> DocumentQuerySet:
        """What stands in the row of a document itself."""
        if self.kinds is not None:
            rows = rows.filter(kind__in=sorted(self.kinds))
        if self.authors is not None:
            rows = rows.filter(author__in=sorted(self.authors))
        if self.query.after:
            rows = rows.filter(at__gte=self.query.after)
        if self.query.before:
            rows = rows.filter(at__lt=self.query.before)
        return rows

    def sets(self, viewer: Any) -> list[tuple[str, frozenset[int]]]:
        """The viewer's rights and the other filters, as an engine of ours takes them."""
        sets = []
        if (seen := seen_by(viewer)) is not None:
            sets.append(("audience_numbers", seen))
        if self.teams is not None:
            sets.append(("audience_numbers", self.teams))
        if self.tags is not None:
            sets.append(("tag_numbers", self.tags))
        return sets

    def without(self, rows: DocumentQuerySet) -> DocumentQuerySet:
        """What has none of the words that should not be there, for a database."""
        for word in self.query.without:
            has_it = Q(title__icontains=word) | Q(text__icontains=word)
            rows = rows.exclude(pk__in=Document.objects.filter(has_it).values("pk"))
        return rows

    def by_rows(self, rows: DocumentQuerySet) -> DocumentQuerySet:
        """The other filters for a database."""
        if self.teams is not None:
            rows = rows.filter(pk__in=DocumentAudience.objects.filter(audience__in=self.teams).values("document"))
        if self.tags is not None:
            rows = rows.filter(pk__in=DocumentTag.objects.filter(tag__in=self.tags).values("document"))
        return rows


def kind_called(value: str) -> str | None:
    """The kind that is called so, as in ``kind:people`` or ``kind:person``."""
    value = value.casefold()
    return next((key for key, kind in kinds().items() if value in {key, kind.name.casefold()}), None)


def meant(name: str, viewer: Any, values: Sequence[str]) -> frozenset[int]:
    """The numbers that the values of a filter stand for, among what the viewer may see."""
    resolve = gathered("filters", "FILTERS")[name]
    return frozenset(number for value in values for number in resolve(viewer, value))
