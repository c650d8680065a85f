"""What is asked, as one expression in the words of a database. Every tree of modelsearch's queries becomes one.

There is no query language: words are quoted, whatever signs they have. Bounded, whatever is typed: see `bounds.py`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from modelsearch import query as asked

from search.backends.bounds import LONGEST_TEXT, MOST_WORDS, Budget, parts

LONGEST_WORD = 200

E = TypeVar("E")


class Language(Protocol[E]):
    """How a database writes expressions. What says nothing to it, such as a sign without letters, is None."""

    def word(self, word: str) -> E | None: ...

    def phrase(self, phrase: str) -> E | None: ...

    def all(self, parts: Sequence[E]) -> E: ...

    def any(self, parts: Sequence[E]) -> E: ...

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
        self._budget = Budget()

    def read(self, query: Any) -> Wanted[E]:
        """Raises NotImplementedError for what modelsearch may add one day."""
        return self._read(query, strict=False) or Wanted()

    def _read(self, query: Any, *, strict: bool) -> Wanted[E] | None:
        """None: it is left out, because there are more words than are asked for."""
        match query:
            case asked.PlainText() | asked.Fuzzy():
                return self._words(query.query_string, query.operator, strict)
            case asked.Phrase():
                return self._phrase(query.query_string)
            case asked.Boost():
                return self._read(query.subquery, strict=strict)
            case asked.MatchAll():
                return Wanted(is_rest=True)
            case asked.Not():
                found = self._read(query.subquery, strict=True)
                return None if found is None else _turned(found)
            case asked.And() | asked.Or():
                return self._joined(query, strict)
        raise NotImplementedError(f"`{type(query).__name__}` is not supported by this search backend.")

    def _joined(self, query: Any, strict: bool) -> Wanted[E] | None:
        read = [self._read(each, strict=strict) for each in parts(query)]
        known = [each for each in read if each is not None]
        if read and not known:
            return None
        return self._all(known) if isinstance(query, asked.And) else self._any(known)

    def _words(self, text: str, operator: str, strict: bool) -> Wanted[E] | None:
        """Those that say something; all of them as they stand when none does, as in "to be or not to be"."""
        words = _split(text)
        unique = [word for word in dict.fromkeys(words) if self._budget.take(strict=strict)]
        if words and not unique:
            return None
        telling = [Wanted(told) for word in unique if (told := self._language.word(word)) is not None]
        if not telling:
            return Wanted(self._language.phrase(" ".join(words[:MOST_WORDS])))
        return self._all(telling) if operator == "and" else self._any(telling)

    def _phrase(self, text: str) -> Wanted[E] | None:
        words = _split(text)[:MOST_WORDS]
        if not self._budget.take(len(words), strict=True):
            return None
        return Wanted(self._language.phrase(" ".join(words)))

    def _all(self, parts: Iterable[Wanted[E]]) -> Wanted[E]:
        unique = list(dict.fromkeys(parts))
        if Wanted() in unique:
            return Wanted()
        there = [each.expression for each in unique if each.expression is not None and not each.is_rest]
        missing = [each.expression for each in unique if each.expression is not None and each.is_rest]
        if not there:
            return Wanted(self._language.any(missing) if missing else None, is_rest=True)
        found = self._language.all(there)
        return Wanted(self._language.without(found, self._language.any(missing)) if missing else found)

    def _any(self, parts: Iterable[Wanted[E]]) -> Wanted[E]:
        return _turned(self._all(map(_turned, parts)))  # not: all of them are missing


def _turned(wanted: Wanted[E]) -> Wanted[E]:
    return Wanted(wanted.expression, not wanted.is_rest)


def _split(text: str) -> list[str]:
    """The words of a text, without what no database takes for text: noughts and halves of characters."""
    clean = text[:LONGEST_TEXT].replace("\0", " ").encode("utf-8", "ignore").decode()
    return [word[:LONGEST_WORD] for word in clean.split()]
