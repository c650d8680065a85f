"""The part of a text in which the words were found, made from the row: the same on every engine."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString

from .backends.whoosh.analysis import analyser, fold

SHOWN = 240  # characters of a text
SPOTS = 100  # words that are marked, at most: who says one word a thousand times must not cost a second
BEGIN = r"(?<![^\W_])"  # of a word
BEGINS, ENDS = format_html("<{}>", "mark"), format_html("</{}>", "mark")
_ACCENTED = re.compile("[\u00c0-\u024f]")
LOOKED_AT = 80  # characters that are analysed where a word may begin


class Piece(NamedTuple):
    """Some text, and whether it was found."""

    text: str
    found: bool


def terms_of(texts: Iterable[str]) -> frozenset[str]:
    """The words of some texts as the index knows them; those that say nothing only when there are no others."""
    pieces = [piece for text in texts for token in analyser().tokens(text) for piece in token.pieces]
    return frozenset(piece.term for piece in [piece for piece in pieces if not piece.stop] or pieces)


def snippet(text: str, terms: frozenset[str], *, shown: int = SHOWN) -> list[Piece]:
    """About `shown` characters of `text`, where most of the terms stand, in pieces."""
    spots = _spots(text, terms)
    start = _best_start(spots, shown)
    end = min(len(text), start + shown)
    if end < len(text):
        end = text.rfind(" ", start, end) + 1 or end
    pieces = _pieces(text, [spot for spot in spots if spot[0] >= start and spot[1] <= end], start, end)
    if start:
        pieces.insert(0, Piece("… ", False))
    if end < len(text):
        pieces.append(Piece(" …", False))
    return pieces


def marked(text: str, terms: frozenset[str]) -> list[Piece]:
    """The whole of a short text in pieces."""
    return _pieces(text, _spots(text, terms), 0, len(text))


def html(pieces: Iterable[Piece]) -> SafeString:
    """As a page shows them. Here and not in a template, because a page has some hundred of them."""
    shown = escape("")
    for piece in pieces:
        text = escape(piece.text)
        shown += BEGINS + text + ENDS if piece.found else text
    return shown


def spoken(pieces: Iterable[Piece]) -> list[str]:
    """The words that were found, as they stand there."""
    return [piece.text for piece in pieces if piece.found]


def _spots(text: str, terms: frozenset[str]) -> list[tuple[int, int, str]]:
    """Where terms stand, without overlaps."""
    spots: list[tuple[int, int, str]] = []
    for start, end, term in standing(text, terms):
        if not spots or start >= spots[-1][1]:
            spots.append((start, end, term))
            if len(spots) == SPOTS:
                break
    return spots


def standing(text: str, terms: frozenset[str]) -> Iterator[tuple[int, int, str]]:
    """Where terms stand, ``(start, end, term)``. Only what begins like one is analysed: a text is long, and what was
    sought is little of it."""
    for found in _beginning_like(terms).finditer(flattened(text)) if terms else ():
        at = found.start()
        for token in analyser().tokens(text[at : at + LOOKED_AT], most=1):
            here = [piece for piece in token.pieces if piece.term in terms and not piece.start]
            if here:
                longest = max(here, key=lambda piece: piece.end)
                yield at, at + longest.end, longest.term


@lru_cache(maxsize=256)
def _beginning_like(terms: frozenset[str]) -> re.Pattern[str]:
    """Where a word begins like one of the terms."""
    return re.compile(rf"{BEGIN}(?:{'|'.join(sorted(map(start_of, terms)))})")


def start_of(term: str) -> str:
    """A pattern for the letters that a term's stem has in common with all its forms."""
    return re.escape(term[: max(2, len(term) - 2)] if len(term) > 3 else term[:2])


def flattened(text: str) -> str:
    """The text in small letters without accents, each one letter again, so that places stay what they are."""
    small = text.lower()
    if len(small) != len(text):  # a few signs have small ones of two letters
        small = "".join(sign.lower()[0] for sign in text)
    return small if small.isascii() else _ACCENTED.sub(_without_accent, small)


def _without_accent(found: re.Match[str]) -> str:
    return (fold(found.group()) or found.group())[0]


def _best_start(spots: list[tuple[int, int, str]], shown: int) -> int:
    """Where a window begins that shows most different terms; the first such."""
    best, most = 0, 0
    for start, _, _ in spots:
        begin = max(0, start - shown // 6) if start > shown // 2 or most else 0
        seen = {term for first, last, term in spots if first >= begin and last <= begin + shown}
        if len(seen) > most:
            best, most = begin, len(seen)
    return best


def _pieces(text: str, spots: Iterable[tuple[int, int, str]], start: int, end: int) -> list[Piece]:
    pieces = []
    for first, last, _ in spots:
        pieces += [Piece(text[start:first], False), Piece(text[first:last], True)]
        start = last
    return [piece for piece in [*pieces, Piece(text[start:end], False)] if piece.text]
