"""A plan carried out on one segment: which documents it finds, and their scores.

Each node gives the documents that it finds among those allowed, so that rights narrow the work from its first step.
Time is looked at between posting lists; what has been found in other segments until then counts.
"""

from bisect import bisect_left
from functools import reduce

from . import fuzzy, masks
from .bags import PLACES
from .clock import Clock, OutOfTime
from .contents import STARTS, WORDS
from .found import Found, intersection, union
from .plan import All, Beginning, Close, Every, Node, Phrase, Some, Term, Without
from .scope import Scope
from .segment import Postings
from .snapshot import View

MOST_POSTINGS = 600_000  # that may be found, of an or in one segment: its rarest terms first; some 100 ms
AWAY = {0: 1.0, 1: 0.6, 2: 0.35}  # what a word counts that is so many letters away

Boosts = dict[int, float] | None  # of the numbered paths that are searched, None for all as they were indexed


class Evaluation:
    """One search on one segment."""

    def __init__(self, scope: Scope, view: View, allowed: bytes, boosts: Boosts, clock: Clock) -> None:
        self._scope = scope
        self._view = view
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
                begun = fuzzy.beginning_with(self._scope, start, self._clock)
                return self._best([(word, boost) for word in begun], STARTS)
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
        found: Found | None = reduce(intersection, others) if others else None
        for term in terms:
            if found is not None and not found.count:
                break
            if found is None or found.scores is None:
                found = self._term(term) if found is None else intersection(found, self._term(term))
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
                many = self._scope.frequency_in(self._view, term.field, term.term)
                left -= many
                if many and (left >= 0 or not found):
                    found.append(self._term(term))
            found += [self.find(node) for node in nodes if not isinstance(node, Term)]
        except OutOfTime:
            if not any(each.count for each in found):
                raise
            self.partial = True
        return union(found)

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
        near = fuzzy.close_to(self._scope, node.word, node.away, self._clock)
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
