"""What is asked, made of our own terms. There is no query language: words are analysed, and nothing else is read.

Bounded, whatever is typed: 64 terms, of 64 letters.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from modelsearch import query as asked

from .analysis import Analyser, Piece
from .contents import SHORT, STARTS, WORDS, beginnings

MOST_TERMS = 64


class Node:
    """A part of a plan."""


@dataclass(frozen=True)
class Term(Node):
    term: str
    boost: float = 1.0
    field: str = WORDS


@dataclass(frozen=True)
class Phrase(Node):
    """Terms at their distances from the first."""

    terms: tuple[tuple[str, int], ...]
    boost: float = 1.0


@dataclass(frozen=True)
class Close(Node):
    """Words a few letters away from one, in any of their forms."""

    word: str
    away: int  # letters
    boost: float = 1.0


@dataclass(frozen=True)
class Beginning(Node):
    """Words that begin so."""

    start: str
    boost: float = 1.0


@dataclass(frozen=True)
class Every(Node):
    boost: float = 1.0


@dataclass(frozen=True)
class All(Node):
    nodes: tuple[Node, ...]


@dataclass(frozen=True)
class Some(Node):
    nodes: tuple[Node, ...]  # nothing when there are none


@dataclass(frozen=True)
class Without(Node):
    node: Node


NOTHING = Some(())


class Planner:
    """Plans one search."""

    def __init__(self, analyser: Analyser) -> None:
        self._analyser = analyser
        self._left = MOST_TERMS

    def plan(self, query: Any, boost: float = 1.0) -> Node:
        match query:
            case asked.PlainText():
                said = self._words(query.query_string)
                words = [self._word(pieces, boost * query.boost * often) for pieces, often in said.items()]
                return _joined(words, query.operator)
            case asked.Phrase():
                return self._phrase(query.query_string, boost)
            case asked.Fuzzy():
                close = [self._close(pieces, boost) for pieces in self._words(query.query_string)]
                return _joined(close, query.operator)
            case asked.Boost():
                return self.plan(query.subquery, boost * query.boost)
            case asked.MatchAll():
                return Every(boost)
            case asked.Not():
                return Without(self.plan(query.subquery, boost))
            case asked.And():
                return All(tuple(self.plan(each, boost) for each in query.subqueries))
            case asked.Or():
                return Some(tuple(self.plan(each, boost) for each in query.subqueries))
        raise NotImplementedError(f"`{type(query).__name__}` is not supported by this search backend.")

    def plan_beginning(self, query: Any) -> Node:
        """For autocomplete: each word is the beginning of one."""
        if isinstance(query, asked.MatchAll):
            return Every()
        if not isinstance(query, asked.PlainText):
            raise NotImplementedError(f"`{type(query).__name__}` is not supported for autocomplete queries.")
        nodes: list[Node] = []
        for word in beginnings(self._analyser, query.query_string[:1000]):
            if self._take(1):
                short = len(word) <= SHORT
                nodes.append(Term(word, query.boost, STARTS) if short else Beginning(word, query.boost))
        return _joined(nodes, query.operator)

    def _words(self, text: str) -> dict[tuple[Piece, ...], int]:
        """The tokens that say something, and how often; all of them when none does, as in "to be or not to be"."""
        tokens = [token.pieces for token in self._analyser.tokens(text[:10_000], most=MOST_TERMS * 4)]
        telling = [pieces for pieces in tokens if not all(piece.stop for piece in pieces)] or tokens
        return {pieces: often for pieces, often in Counter(telling).items() if self._take(len(pieces))}

    def _take(self, number: int) -> bool:
        self._left -= number
        return self._left >= 0

    def _word(self, pieces: Sequence[Piece], boost: float) -> Node:
        """A word, or a house term: itself, or its parts one behind the other."""
        if pieces[0].whole:
            whole, parts = pieces[0], pieces[1:]
            term = Term(whole.term, boost)
            return Some((term, _phrase(parts, boost))) if len(parts) > 1 else term
        terms = [Term(piece.term, boost) for piece in pieces if not piece.stop or len(pieces) == 1]
        return All(tuple(terms)) if len(terms) > 1 else (terms or [Term(pieces[0].term, boost)])[0]

    def _phrase(self, text: str, boost: float) -> Node:
        terms: list[tuple[str, int]] = []
        for token in self._analyser.tokens(text[:10_000], most=MOST_TERMS * 4):
            parts = [piece for piece in token.pieces if not piece.whole]
            if len(parts) < 2:
                parts = [token.pieces[0]]  # "C++" and not its C
            if self._take(len(parts)):
                terms += [(piece.term, token.position + piece.step) for piece in parts]
        if not terms:
            return NOTHING
        first = terms[0][1]
        if len(terms) == 1:
            return Term(terms[0][0], boost)
        return Phrase(tuple((term, position - first) for term, position in terms), boost)

    def _close(self, pieces: Sequence[Piece], boost: float) -> Node:
        """One letter away for words of 4 to 7 letters, two for longer ones; house terms and short words as they are."""
        if len(pieces) > 1 or len(pieces[0].word) < 4:
            return self._word(pieces, boost)
        return Close(pieces[0].word, 1 if len(pieces[0].word) <= 7 else 2, boost)


def _phrase(parts: Sequence[Piece], boost: float) -> Phrase:
    return Phrase(tuple((piece.term, piece.step - parts[0].step) for piece in parts), boost)


def _joined(nodes: list[Node], operator: str) -> Node:
    if len(nodes) == 1:
        return nodes[0]
    return All(tuple(nodes)) if nodes and operator == "and" else Some(tuple(nodes))
