"""A query, asked of the engine for one viewer: what is found, how much, and in which order."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from time import monotonic
from typing import Any

from django.utils.timezone import now

from . import engines, meant
from .bets import best_bets
from .documents import kinds
from .highlights import Piece, html, marked, snippet, spoken, terms_of
from .models import Document
from .narrowing import Narrowed
from .query import Query
from .searching import COUNTED, Search
from .synonyms import alternatives
from .trust import trust
from .wording import Wording

SIZE = 20  # hits of a page
FARTHEST = 1_000  # hits that can be paged through
PATIENCE = 1.0  # seconds after which a question takes no further search
TOO_FEW = 3  # with fewer, perhaps there is a typing mistake
LITTLE = 10  # with less, any of the words will do


@dataclass(frozen=True)
class Hit:
    """A document as the page of results shows it."""

    document: Document
    title: list[Piece]
    text: list[Piece]

    @property
    def heading(self) -> str:
        """The title with its words marked; who said it, when it has none."""
        return html(self.title) if self.title else self.document.author_name or ""

    @property
    def passage(self) -> str:
        """A part of the text with its words marked."""
        return html(self.text)

    @property
    def icon(self) -> str:
        if self.document.question:
            return "question-mark-circle"
        return kinds()[self.document.kind].icon

    @property
    def name(self) -> str:
        """What such a thing is called."""
        if self.document.question:
            return "Question"
        return (kinds()[self.document.kind].one or self.document.kind).capitalize()

    @cached_property
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
    complete: Collection[int] = ()  # those documents of it that have all of the words
    problems: Sequence[str] = ()  # what was not understood, in sentences
    is_partial: bool = False  # time was up
    next: int = 0  # where the next page starts; 0: there is none
    last: int = 0  # the place behind the last hit of this page
    meant: Query | None = None  # what was meant, when nobody wrote what was typed

    @property
    def previous(self) -> int:
        """Where the page before this one starts."""
        return max(self.start - SIZE, 0)

    @property
    def is_capped(self) -> bool:
        return self.count >= COUNTED


def ask(query: Query, viewer: Any, *, start: int = 0) -> Answer:
    """What `viewer` finds: hits from place `start` on (0 is the best).

    All words first; then words like those that nobody wrote; then any of them, when that finds too little.
    """
    if not query:
        return Answer(query, problems=query.problems)
    return engines.asked(lambda engine: Asked(engine, query, viewer).answer(start))


class Asked:
    """One question to one engine, with as many searches as it takes."""

    def __init__(self, engine: str, query: Query, viewer: Any) -> None:
        self.engine, self.query, self.viewer = engine, query, viewer
        self.wording = Wording(query, same=dict(alternatives(query.words)))
        self.narrowed = Narrowed.of(query, viewer)
        self._until = monotonic() + PATIENCE

    def answer(self, start: int) -> Answer:
        search = self.search()
        bets = self._bets()
        chosen = {document.pk for document in bets}
        terms = terms_of(self.wording.texts)
        keys, more = search.keys(start, SIZE), start + SIZE
        # Read again through the one door: an index lags behind rights, and what it does not know yet is not counted.
        rows = Document.objects.visible_to(self.viewer).to_be_shown().in_bulk(keys)
        lost = min(SIZE, max(search.count - start, 0)) - len(rows)
        hits = [hit_of(rows[key], terms) for key in keys if key in rows and key not in chosen]
        return Answer(
            query=self.query,
            hits=hits,
            bets=[] if start else [hit_of(document, terms) for document in bets],
            count=max(search.count_with(chosen) - lost, 0),
            start=start,
            any_word=search.operator == "or",
            complete=search.complete,
            problems=[*self.query.problems, *self.narrowed.problems],
            last=min(start + SIZE, search.count),
            is_partial=search.results.is_partial,
            next=more if search.count > more and more < FARTHEST else 0,
            meant=self._meant(hits),
        )

    def search(self) -> Search:
        """The search that found enough, or the one that found most."""
        if self.query.is_unfinished:
            self._complete(len(self.query.words) - 1)
        found = self._search("and")
        if found.count < TOO_FEW and self.query.words and (likes := self._likes()):
            self.wording = replace(self.wording, like=likes)
            found = self._search("and")
        if found.count < LITTLE and len(self.query.words) > 1 and self._has_time:
            complete = [key for key, _ in found.results.hits(LITTLE, 0)]
            wider = self._search("or", complete)
            if wider.count > found.count:
                return wider
        return found

    def _complete(self, place: int) -> None:
        """A word that is being typed stands for those that begin so."""
        if begun := meant.completions(self.query.words[place], self._everything, self.viewer):
            self.wording = replace(self.wording, begun={place: begun})

    @cached_property
    def _everything(self) -> Any:
        return Search(self.engine, Wording(Query()), self.viewer).results

    @property
    def _has_time(self) -> bool:
        """Each search has a limit of its own; together they must not keep a page waiting for long."""
        return monotonic() < self._until

    def _search(self, operator: str, complete: Collection[int] = ()) -> Search:
        return Search(self.engine, self.wording, self.viewer, self.narrowed, operator, complete)

    def _likes(self) -> dict[int, Sequence[tuple[str, int]]]:
        """For each word that stands nowhere, words like it that do. Filters do not matter to that."""
        words = [each for each in enumerate(self.query.words[: meant.LOOKED_UP]) if each[0] not in self.wording.begun]
        unknown = (place for place, word in words if not self._knows(word))
        likes = {
            place: meant.like(self.query.words[place], self._everything, self.viewer)
            for place in islice(unknown, meant.UNKNOWN)
            if self._has_time
        }
        return {place: words for place, words in likes.items() if words}

    def _knows(self, word: str) -> bool:
        """Also when there is no time to find out."""
        if not self._has_time:
            return True
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
    lead = "" if document.question else document.text[: document.lead]  # what answers a question is shown with it
    text = marked(lead, terms) if lead else snippet(document.text, terms)
    return Hit(document, marked(document.title, terms), text)
