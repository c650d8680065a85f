"""What is asked, as one expression in the words of a database. Every tree of modelsearch's queries becomes one.

There is no query language: words are quoted, whatever signs they have. Bounded, whatever is typed: 64 words of 200
letters, out of the first 10,000 characters.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from typing import Any, Generic, Protocol, TypeVar

from modelsearch import query as asked

MOST_WORDS = 64
LONGEST_WORD = 200
LONGEST_TEXT = 10_000

E = TypeVar("E")


class Language(Protocol[E]):
    """How a database writes expressions. What says nothing to it, such as a sign without letters, is None."""

    def word(self, word: str) -> E | None: ...

    def phrase(self, phrase: str) -> E | None: ...

    def both(self, one: E, other: E) -> E: ...

    def either(self, one: E, other: E) -> E: ...

    def without(self, one: E, other: E) -> E: ...


@dataclass(frozen=True)
class Wanted(Generic[E]):
    """What matches `expression`; with `is_rest` everything else. Without an expression nothing matches.

    A full-text index can say what has a word, and not what lacks it; so the complement is kept outside.
    """

    expression: E | None = None
    is_rest: bool = False


class Reader(Generic[E]):
    """Reads one question."""

    def __init__(self, language: Language[E]) -> None:
        self._language = language
        self._left = MOST_WORDS

    def read(self, query: Any) -> Wanted[E]:
        """Raises NotImplementedError for what modelsearch may add one day."""
        match query:
            case asked.PlainText() | asked.Fuzzy():
                return self._words(query.query_string, query.operator)
            case asked.Phrase():
                return self._phrase(query.query_string)
            case asked.Boost():
                return self.read(query.subquery)
            case asked.MatchAll():
                return Wanted(is_rest=True)
            case asked.Not():
                return _turned(self.read(query.subquery))
            case asked.And():
                return self._all([self.read(each) for each in query.subqueries])
            case asked.Or():
                return self._any([self.read(each) for each in query.subqueries])
        raise NotImplementedError(f"`{type(query).__name__}` is not supported by this search backend.")

    def _words(self, text: str, operator: str) -> Wanted[E]:
        """Those that say something; all of them as they stand when none does, as in "to be or not to be"."""
        words = [word[:LONGEST_WORD] for word in _clean(text).split()]
        unique = [word for word in dict.fromkeys(words) if self._take()]
        telling = [Wanted(told) for word in unique if (told := self._language.word(word)) is not None]
        if not telling:
            return Wanted(self._language.phrase(" ".join(words[:MOST_WORDS])))
        return self._all(telling) if operator == "and" else self._any(telling)

    def _phrase(self, text: str) -> Wanted[E]:
        words = [word[:LONGEST_WORD] for word in _clean(text).split() if self._take()]
        return Wanted(self._language.phrase(" ".join(words)))

    def _take(self) -> bool:
        self._left -= 1
        return self._left >= 0

    def _all(self, parts: Iterable[Wanted[E]]) -> Wanted[E]:
        return reduce(self._and, parts, Wanted(is_rest=True))

    def _any(self, parts: Iterable[Wanted[E]]) -> Wanted[E]:
        return _turned(self._all(map(_turned, parts)))  # not: all of them are missing

    def _and(self, one: Wanted[E], other: Wanted[E]) -> Wanted[E]:
        if one.is_rest and not other.is_rest:
            one, other = other, one
        if one.expression is None:
            return other if one.is_rest else one
        if other.expression is None:
            return one if other.is_rest else other
        if one.is_rest:
            return Wanted(self._language.either(one.expression, other.expression), is_rest=True)
        join = self._language.without if other.is_rest else self._language.both
        return Wanted(join(one.expression, other.expression))


def _turned(wanted: Wanted[E]) -> Wanted[E]:
    return Wanted(wanted.expression, not wanted.is_rest)


def _clean(text: str) -> str:
    """Without what no database takes for text: noughts and halves of characters."""
    return text[:LONGEST_TEXT].replace("\0", " ").encode("utf-8", "ignore").decode()
