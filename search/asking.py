"""A query, asked of the engine for one viewer: what is found, how much, and in which order."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from typing import Any

from django.utils.timezone import now

from . import engines, meant
from .bets import best_bets
from .documents import kinds
from .highlights import Piece, marked, snippet, spoken, terms_of
from .models import Document
from .narrowing import Narrowed
from .query import Query
from .ranking import ranked
from .synonyms import alternatives
from .trust import trust
from .wording import Wording

SIZE = 20  # hits of a page
RANKED = 100  # hits of the engine that are brought into another order
FARTHEST = 1_000  # hits that can be paged through
COUNTED = 1_000  # "1,000+"
TOO_FEW = 3  # with fewer, perhaps there is a typing mistake
LITTLE = 10  # with less, any of the words will do


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

    @property
    def trust(self) -> str:
        return trust(self.document.verified_until, now())


@dataclass(frozen=True)
class Answer:
    """A page of hits."""

    query: Query
    hits: Sequence[Hit] = ()
    bets: Sequence[Hit] = ()  # what colleagues have put on top for these words
    count: int = 0
    start: int = 0  # the place of the first hit
    any_word: bool = False  # not all of the words together, which found too little
    is_partial: bool = False  # time was up
    next: int = 0  # where the next page starts; 0: there is none
    meant: Query | None = None  # what was meant, when nobody wrote what was typed

    @property
    def is_capped(self) -> bool:
        return self.count >= COUNTED


def ask(query: Query, viewer: Any, *, start: int = 0) -> Answer:
    """What `viewer` finds: hits from place `start` on (0 is the best).

    All words first; then words like those that nobody wrote; then any of them, when that finds too little.
    """
    if not query:
        return Answer(query)
    return engines.asked(lambda engine: Asked(engine, query, viewer).answer(start))


@dataclass
class Search:
    """One search on one engine."""

    engine: str
    wording: Wording
    viewer: Any
    operator: str = "and"
    complete: Collection[int] = ()  # documents that have all of the words

    @cached_property
    def narrowed(self) -> Narrowed:
        return Narrowed.of(self.wording.query, self.viewer)

    @cached_property
    def results(self) -> Any:
        """As an engine gives them: with hits, count and facets, of what the viewer may find."""
        backend, is_words = engines.backend(self.engine), self.wording.query.is_words
        if self.narrowed.is_nothing:
            return backend.search("", Document)
        rows = self.narrowed.rows(Document.objects.standing())
        rows = rows if is_words else rows.order_by("-at")
        results = backend.search(self.wording.tree(self.operator), rows, order_by_relevance=is_words)
        for name, numbers in self.narrowed.sets(self.viewer):
            results = results.within(name, numbers)
        return results

    @cached_property
    def count(self) -> int:
        return self.results.count(COUNTED)

    def keys(self, start: int, size: int) -> list[int]:
        """The documents from place `start` on, best first."""
        if start < RANKED:
            return self._best[start : start + size]
        return [key for key, _ in self.results.hits(size, start)]

    @cached_property
    def _best(self) -> list[int]:
        hits = self.results.hits(RANKED, 0)
        if self.wording.query.is_words:
            return ranked(hits, [*self.wording.query.words, *self.wording.query.phrases], self.complete)
        return [key for key, _ in hits]


class Asked:
    """One question to one engine, with as many searches as it takes."""

    def __init__(self, engine: str, query: Query, viewer: Any) -> None:
        self.engine, self.query, self.viewer = engine, query, viewer
        self.wording = Wording(query, same=dict(alternatives(query.words)))

    def answer(self, start: int) -> Answer:
        search = self.search()
        terms, keys = terms_of(self.wording.texts), search.keys(start, SIZE)
        rows = Document.objects.visible_to(self.viewer).select_related("author__profile").in_bulk(keys)
        # Read again through the one door: an index lags behind rights.
        hits = [hit_of(rows[key], terms) for key in keys if key in rows]
        bets = [] if start else [hit_of(document, terms) for document in self._bets()]
        chosen = {hit.document.pk for hit in bets}
        more = start + SIZE
        return Answer(
            query=self.query,
            hits=[hit for hit in hits if hit.document.pk not in chosen],
            bets=bets,
            count=search.count,
            start=start,
            any_word=search.operator == "or",
            is_partial=search.results.is_partial,
            next=more if search.count > more and more < FARTHEST else 0,
            meant=self._meant(hits),
        )

    def search(self) -> Search:
        """The search that found enough, or the one that found most."""
        found = self._search("and")
        if found.count < TOO_FEW and self.query.words and (likes := self._likes()):
            self.wording = replace(self.wording, like=likes)
            found = self._search("and")
        if found.count < LITTLE and len(self.query.words) > 1:
            wider = self._search("or", complete=frozenset(found.keys(0, SIZE)))
            if wider.count > found.count:
                return wider
        return found

    def _search(self, operator: str, complete: Collection[int] = ()) -> Search:
        return Search(self.engine, self.wording, self.viewer, operator, complete)

    def _likes(self) -> dict[int, Sequence[tuple[str, int]]]:
        """For each word that stands nowhere, words like it that do. Filters do not matter to that."""
        everything = Search(self.engine, Wording(Query()), self.viewer).results
        unknown = (place for place, word in enumerate(self.query.words[: meant.LOOKED_UP]) if not self._knows(word))
        likes = {
            place: meant.like(self.query.words[place], everything, self.viewer)
            for place in islice(unknown, meant.UNKNOWN)
        }
        return {place: words for place, words in likes.items() if words}

    def _knows(self, word: str) -> bool:
        return bool(Search(self.engine, Wording(Query(words=(word,))), self.viewer).results.count(1))

    def _meant(self, hits: Sequence[Hit]) -> Query | None:
        """The query with words that stand in what was found, in place of those that nobody wrote."""
        if not self.wording.like:
            return None
        shown = [word for hit in hits for word in spoken([*hit.title, *hit.text])]
        corrected = list(self.query.words)
        for place, words in self.wording.like.items():
            near = [terms_of([word]) for word, _ in words]
            there = [word for terms in near for word in shown if terms_of([word]) == terms]
            if there:
                corrected[place] = there[0].lower()
        meant = replace(self.query, words=tuple(corrected))
        return meant if meant != self.query else None

    def _bets(self) -> Sequence[Document]:
        is_plain = not (self.query.phrases or self.query.without or self.query.is_narrowed)
        return best_bets(self.query.words, self.viewer) if is_plain else []


def hit_of(document: Document, terms: frozenset[str]) -> Hit:
    return Hit(document, marked(document.title, terms), snippet(document.text, terms))
