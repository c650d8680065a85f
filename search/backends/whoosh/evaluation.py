"""A plan carried out on one segment: which documents it finds, and their scores.

Each node gives the documents that it finds among those allowed, so that rights narrow the work from its first step.
Time is looked at between posting lists; what has been found in other segments until then counts. (Whoosh has a time
limit in its collectors, which are not used here; it starts a thread for each search.)
"""

import time
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from itertools import compress

from . import fuzzy, masks
from .contents import PLACES, WORDS
from .plan import All, Beginning, Close, Every, Node, Phrase, Some, Term, Without
from .scope import Scope
from .segment import Postings
from .snapshot import View

MOST_POSTINGS = 600_000  # of an or in one segment: its rarest terms first; some 100 ms
AWAY = {0: 1.0, 1: 0.6, 2: 0.35}  # what a word counts that is so many letters away

Boosts = dict[int, float] | None  # of the numbered paths that are searched, None for all as they were indexed


class OutOfTime(Exception):
    pass


@dataclass(slots=True)
class Found:
    """Documents with their scores, or, when all have the same, a mask."""

    scores: dict[int, float] | None
    mask: bytes = b""
    flat: float = 0.0

    def dict(self) -> dict[int, float]:
        if self.scores is not None:
            return self.scores
        return dict.fromkeys(compress(range(len(self.mask)), self.mask), self.flat)

    @property
    def count(self) -> int:
        return masks.count(self.mask) if self.scores is None else len(self.scores)

    def numbers(self) -> Iterable[int]:
        return compress(range(len(self.mask)), self.mask) if self.scores is None else self.scores


class Clock:
    """Until when a search may take."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def look(self) -> None:
        if time.monotonic() >= self._end:
            raise OutOfTime


class Evaluation:
    """One search on one segment."""

    def __init__(self, scope: Scope, view: View, allowed: bytes, boosts: Boosts, clock: Clock) -> None:
        self._scope = scope
        self._segment = view.segment
        self._allowed = allowed
        self._everything = masks.count(allowed) == view.segment.size
        self._boosts = boosts
        self._clock = clock
        self.partial = False  # time was up within an or: what it had found until then is given

    def find(self, node: Node) -> Found:
        match node:
            case Term():
                return self._term(node)
            case All(nodes):
                return self._all(nodes)
            case Some(nodes):
                return self._some(nodes)
            case Without(inner):
                return self._without(self.find(inner))
            case Every(boost):
                return Found(None, self._allowed, boost)
            case Phrase():
                return self._phrase(node)
            case Close():
                return self._close(node)
            case Beginning(start, boost):
                return self._best([(word, boost) for word in fuzzy.beginning_with(self._scope, start)], "starts")
        raise NotImplementedError(type(node).__name__)

    def _term(self, node: Term) -> Found:
        postings = self._postings(node.field, node.term)
        factor = node.boost * self._scope.rarity(node.field, node.term)
        ids, scores = postings
        if self._everything:
            return Found({number: score * factor for number, score in zip(ids, scores, strict=True)})
        allowed = self._allowed
        return Found({number: score * factor for number, score in zip(ids, scores, strict=True) if allowed[number]})

    def _all(self, nodes: tuple[Node, ...]) -> Found:
        """The rarest first; of frequent terms only the documents found until then are looked at."""
        terms = sorted(
            (node for node in nodes if isinstance(node, Term)),
            key=lambda term: self._scope.frequency(term.field, term.term),
        )
        others = [self.find(node) for node in nodes if not isinstance(node, Term)]
        found: Found | None = reduce(_intersection, others) if others else None
        for term in terms:
            if found is not None and not found.count:
                break
            if found is None or found.scores is None:
                found = self._term(term) if found is None else _intersection(found, self._term(term))
            else:
                found = Found(self._narrowed(found.scores, term))
        return found if found is not None else Found({})

    def _narrowed(self, scores: dict[int, float], term: Term) -> dict[int, float]:
        """Those documents that have the term, too, with what it adds."""
        ids, more = self._postings(term.field, term.term)
        factor = term.boost * self._scope.rarity(term.field, term.term)
        if len(scores) * 12 > len(ids):
            have = dict(zip(ids, more, strict=True))
            return {number: scores[number] + have[number] * factor for number in scores.keys() & have.keys()}
        narrowed, end = {}, len(ids)
        for number, score in scores.items():
            at = bisect_left(ids, number)
            if at < end and ids[at] == number:
                narrowed[number] = score + more[at] * factor
        return narrowed

    def _some(self, nodes: tuple[Node, ...]) -> Found:
        terms = sorted(
            (node for node in nodes if isinstance(node, Term)),
            key=lambda term: self._scope.frequency(term.field, term.term),
        )
        found: list[Found] = []
        left = MOST_POSTINGS
        try:
            for term in terms:
                known = self._segment.terms.known(term.field, term.term)
                left -= known.documents if known else 0
                if known and (left >= 0 or not found):
                    found.append(self._term(term))
            found += [self.find(node) for node in nodes if not isinstance(node, Term)]
        except OutOfTime:
            if not any(each.count for each in found):
                raise
            self.partial = True
        return _union(found)

    def _without(self, found: Found) -> Found:
        if self.partial:
            raise OutOfTime  # a part would let in what should be left out
        if found.scores is None:
            return Found(None, masks.both(self._allowed, masks.inverse(found.mask)))
        left = bytearray(self._allowed)
        for number in found.scores:
            left[number] = 0
        return Found(None, bytes(left))

    def _phrase(self, node: Phrase) -> Found:
        terms = tuple(Term(term, node.boost) for term in dict.fromkeys(term for term, _ in node.terms))
        candidates = self._all(terms).dict()
        if not candidates:
            return Found({})
        places = {}
        for each in terms:
            self._clock.look()
            places[each.term] = self._segment.places(WORDS, each.term, set(candidates))
        (first, _), *rest = node.terms
        scores = {}
        for number, score in candidates.items():
            begins = set(places[first][number])
            for term, distance in rest:
                begins &= {place - distance for place in places[term][number]}
            if self._boosts is not None:
                begins = {place for place in begins if place >> PLACES in self._boosts}
            if begins:
                scores[number] = score
        return Found(scores)

    def _close(self, node: Close) -> Found:
        self._clock.look()
        near = fuzzy.close_to(self._scope, node.word, node.away)
        return self._best([(term, node.boost * AWAY[distance]) for term, distance in near], WORDS)

    def _best(self, terms: list[tuple[str, float]], field: str) -> Found:
        """The documents of any of the terms, each with the score of its best one."""
        best: dict[int, float] = {}
        for term, boost in terms:
            for number, score in self._term(Term(term, boost, field)).dict().items():
                if score > best.get(number, 0.0):
                    best[number] = score
        return Found(best)

    def _postings(self, field: str, term: str) -> Postings:
        self._clock.look()
        average = self._scope.average_of(field)
        if self._boosts is None:
            return self._segment.postings(field, term, average)
        return self._segment.postings_within(field, term, average, self._boosts)


def _intersection(one: Found, other: Found) -> Found:
    if one.scores is None and other.scores is None:
        return Found(None, masks.both(one.mask, other.mask), one.flat + other.flat)
    if one.scores is None:
        one, other = other, one
    scores = one.dict()
    if other.scores is None:
        mask, flat = other.mask, other.flat
        return Found({number: score + flat for number, score in scores.items() if mask[number]})
    more = other.scores
    return Found({number: scores[number] + more[number] for number in scores.keys() & more.keys()})


def _union(found: list[Found]) -> Found:
    if not found:
        return Found({})
    if all(each.scores is None for each in found):
        return Found(None, reduce(masks.either, (each.mask for each in found)), max(each.flat for each in found))
    found.sort(key=lambda each: each.count, reverse=True)
    scores = dict(found[0].dict())
    get = scores.get
    for each in found[1:]:
        for number, score in each.dict().items():
            scores[number] = get(number, 0.0) + score
    return Found(scores)
