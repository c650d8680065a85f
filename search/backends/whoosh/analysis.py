"""How text becomes terms: the same for the index, for what is asked, and for highlights.

A word is folded (lower case, no accents) and then brought to its stem by the snowball stemmer of the language. Folding
comes first, so that who types "reunion" finds "réunion". House terms such as "PRJ-2041", "v2.3.1", "C++" or "10.0.0.1"
stay whole, and their parts are terms too. Nothing here needs an index.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache
from itertools import islice
from typing import NamedTuple

from whoosh.lang import NoStemmer, NoStopWords, stemmer_for_language, stopwords_for_language

VERSION = 1  # counts up whenever the same text gives other terms: an index made by another version is made anew
LONGEST = 64  # letters of a term
REMEMBERED = 60_000  # words of which a process knows the terms

_PIECE = r"[^\W_]+"
_MARKED = r"(?:[^\W_]|[\u0300-\u036f])+"  # slower, for text whose accents are signs of their own
_JOINED = r"{0}(?:[-.'’_@&:+]{0}){{0,15}}(?:\+\+|[+#](?!\w))?"
_TOKEN = re.compile(_JOINED.format(_PIECE))
_MARKED_TOKEN = re.compile(_JOINED.format(_MARKED))
_MARKED_PIECE = re.compile(_MARKED)
_MARKS = re.compile(r"[\u0300-\u036f]")
_KEPT_WHOLE = re.compile(r"[\d@&+#_]")
_LETTERS = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})


class Piece(NamedTuple):
    """One term of a token, and where in the token it stands."""

    term: str  # as it stands in the index
    word: str  # folded, but not brought to its stem
    start: int
    end: int
    step: int  # how many positions behind the token's first piece
    whole: bool  # all of a house term, of which the parts follow
    stop: bool  # so frequent that it says nothing


class Token(NamedTuple):
    """What stands between two spaces, more or less: one piece, or a house term and its parts."""

    start: int
    position: int
    pieces: tuple[Piece, ...]


class Analyser:
    """The words of one language. Safe in threads: it only remembers what it would find again."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._stem = _stemmer(language)
        self._stops = _stops(language)
        self._known: dict[str, tuple[Piece, ...]] = {}

    def tokens(self, text: str, most: int = 1_000_000) -> Iterator[Token]:
        """The tokens of `text` in their order, at most `most`. Positions count pieces, for phrases."""
        position, known = 0, self._known
        pattern = _MARKED_TOKEN if not text.isascii() and _MARKS.search(text) else _TOKEN
        for found in pattern.finditer(text):
            raw = found.group()
            pieces = known.get(raw)
            if pieces is None:
                if len(known) >= REMEMBERED:  # the older half goes; what is frequent is back at once
                    for old in list(islice(known, REMEMBERED // 2)):
                        known.pop(old, None)
                pieces = tuple(self._pieces(raw))
                if len(raw) <= LONGEST:
                    known[raw] = pieces
            yield Token(found.start(), position, pieces)
            position += pieces[-1].step + 1
            if position >= most:
                return

    def _pieces(self, raw: str) -> Iterator[Piece]:
        parts = [each for each in _MARKED_PIECE.finditer(raw) if not _is_ending(raw, each)]
        if (len(parts) > 1 or not raw[-1].isalnum()) and _KEPT_WHOLE.search(raw):
            whole = fold(raw)[:LONGEST]
            yield Piece(whole, whole, 0, len(raw), 0, True, False)
        for step, part in enumerate(parts):
            word = fold(part.group())[:LONGEST] or part.group()[:LONGEST]
            yield Piece(self.stem(word), word, part.start(), part.end(), step, False, word in self._stops)

    def stem(self, word: str) -> str:
        """The stem of a folded word; numbers and codes have none."""
        return (self._stem(word) or word) if word.isalpha() else word


def analyse(text: str, language: str = "en") -> list[tuple[str, int, int]]:
    """The terms of `text` and where they stand, ``(term, start, end)``, for highlights on any engine.

    Two places of a text say the same when their terms are equal. A house term comes whole and in its parts.
    """
    return [
        (piece.term, token.start + piece.start, token.start + piece.end)
        for token in analyser(language).tokens(text)
        for piece in token.pieces
    ]


def words(text: str, language: str = "en") -> list[str]:
    """The words of `text`, folded and otherwise as they were written, without those that say nothing."""
    pieces = (piece for token in analyser(language).tokens(text) for piece in token.pieces)
    return [piece.word for piece in pieces if not piece.whole and not piece.stop]


@cache
def analyser(language: str = "en") -> Analyser:
    return Analyser(language)


def fold(word: str) -> str:
    """Lower case, without accents."""
    if word.isascii():
        return word.lower()
    marked = unicodedata.normalize("NFKD", word.lower())
    return "".join(sign for sign in marked if not unicodedata.combining(sign)).translate(_LETTERS).lower()


def _is_ending(raw: str, part: re.Match[str]) -> bool:
    """The letter behind an apostrophe: somebody's, don't."""
    return part.end() - part.start() == 1 and part.start() > 0 and raw[part.start() - 1] in "'’"


def _stemmer(language: str) -> Callable[[str], str]:
    try:
        stem = stemmer_for_language(language)
        stem("words")
    except (NoStemmer, re.error):  # Whoosh's Arabic stemmer does not compile on today's Python
        return str
    return stem


def _stops(language: str) -> frozenset[str]:
    try:
        return frozenset(fold(word) for word in stopwords_for_language(language))
    except NoStopWords:
        return frozenset()
