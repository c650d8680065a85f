"""What is asked, made of our own terms. There is no query language: words are analysed, and nothing else is read.

Bounded, whatever is typed, see `bounds.py`: a word of several terms counts as often. Terms have 64 letters.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from modelsearch import query as asked

from search.backends.bounds import LONGEST_TEXT, MOST_WORDS, Budget, parts

from .analysis import Analyser, Piece
from .bags import SHORT, beginnings
from .contents import STARTS, WORDS

READ = MOST_WORDS * 4  # places of a text up to which its words are read


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
        self._budget = Budget()

    def plan(self, query: Any) -> Node:
        return self._plan(query, 1.0, strict=False) or NOTHING

    def _plan(self, query: Any, boost: float, *, strict: bool) -> Node | None:
        """None: it is left out, because there are more words than are asked for."""
        match query:
            case asked.PlainText():
                return self._words(query, boost * query.boost, strict)
            case asked.Phrase():
                return self._phrase(query.query_string, boost)
            case asked.Fuzzy():
                return self._words(query, boost, strict)
            case asked.Boost():
                return self._plan(query.subquery, boost * query.boost, strict=strict)
            case asked.MatchAll():
                return Every(boost)
            case asked.Not():
                node = self._plan(query.subquery, boost, strict=True)
                return None if node is None else Without(node)
            case asked.And() | asked.Or():
                every = [self._plan(each, boost, strict=strict) for each in parts(query)]
                nodes = tuple(node for node in every if node is not None)
                if every and not nodes:
                    return None
                return All(nodes) if isinstance(query, asked.And) else Some(nodes)
        raise NotImplementedError(f"`{type(query).__name__}` is not supported by this search backend.")

    def plan_beginning(self, query: Any) -> Node:
        """For autocomplete: each word is the beginning of one."""
        if isinstance(query, asked.MatchAll):
            return Every()
        if not isinstance(query, asked.PlainText):
            raise NotImplementedError(f"`{type(query).__name__}` is not supported for autocomplete queries.")
        nodes: list[Node] = []
        for word in beginnings(self._analyser, query.query_string[:1000]):
            if self._budget.take(strict=False):
                short = len(word) <= SHORT
                nodes.append(Term(word, query.boost, STARTS) if short else Beginning(word, query.boost))
        return _joined(nodes, query.operator)

    def _words(self, query: Any, boost: float, strict: bool) -> Node | None:
        """Those that say something; all of them when none does, as in "to be or not to be"."""
        tokens = [token.pieces for token in self._analyser.tokens(query.query_string[:LONGEST_TEXT], most=READ)]
        telling = [pieces for pieces in tokens if not all(piece.stop for piece in pieces)] or tokens
        often = Counter(telling)
        taken = [pieces for pieces in often if self._budget.take(len(pieces), strict=strict)]
        if often and not taken:
            return None
        if isinstance(query, asked.Fuzzy):
            return _joined([self._close(pieces, boost) for pieces in taken], query.operator)
        return _joined([self._word(pieces, boost * often[pieces]) for pieces in taken], query.operator)

    def _word(self, pieces: Sequence[Piece], boost: float) -> Node:
        """A word, or a house term: itself, or its parts one behind the other."""
        if pieces[0].whole:
            whole, parts = pieces[0], pieces[1:]
            term = Term(whole.term, boost)
            return Some((term, _phrase(parts, boost))) if len(parts) > 1 else term
        terms = [Term(piece.term, boost) for piece in pieces if not piece.stop or len(pieces) == 1]
        return All(tuple(terms)) if len(terms) > 1 else (terms or [Term(pieces[0].term, boost)])[0]

    def _phrase(self, text: str, boost: float) -> Node | None:
        terms: list[tuple[str, int]] = []
        for token in self._analyser.tokens(text[:LONGEST_TEXT], most=MOST_WORDS):
            pieces = [piece for piece in token.pieces if not piece.whole]
            if len(pieces) < 2:
                pieces = [token.pieces[0]]  # "C++" and not its C
            terms += [(piece.term, token.position + piece.step) for piece in pieces]
        if not self._budget.take(len(terms), strict=True):
            return None
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
