"""The part of a text in which the words were found, made from the row: the same on every engine."""

from collections.abc import Iterable
from typing import NamedTuple

from .backends.whoosh import analyse
from .query import Query

SHOWN = 240  # characters of a text
LEAD = 40  # of them before the first word that was found
SPOTS = 100  # words that are marked, at most: who says one word a thousand times must not cost a second


class Piece(NamedTuple):
    """Some text, and whether it was found."""

    text: str
    found: bool


def terms_of(query: Query) -> frozenset[str]:
    """The words of a query as the index knows them."""
    return frozenset(term for text in (*query.words, *query.phrases) for term, _, _ in analyse(text))


def snippet(text: str, terms: frozenset[str]) -> list[Piece]:
    """About 240 characters of `text`, where most of the terms stand, in pieces."""
    spots = _spots(text, terms)
    start = _best_start(spots)
    end = min(len(text), start + SHOWN)
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


def _spots(text: str, terms: frozenset[str]) -> list[tuple[int, int, str]]:
    """Where terms stand, without overlaps."""
    spots: list[tuple[int, int, str]] = []
    for term, start, end in sorted(analyse(text), key=lambda token: (token[1], -token[2])) if terms else ():
        if term in terms and (not spots or start >= spots[-1][1]):
            spots.append((start, end, term))
        if len(spots) == SPOTS:
            break
    return spots


def _best_start(spots: list[tuple[int, int, str]]) -> int:
    """Where a window begins that shows most different terms; the first such."""
    best, most = 0, 0
    for start, _, _ in spots:
        begin = max(0, start - LEAD) if start > SHOWN // 2 or most else 0
        seen = {term for first, last, term in spots if first >= begin and last <= begin + SHOWN}
        if len(seen) > most:
            best, most = begin, len(seen)
    return best


def _pieces(text: str, spots: Iterable[tuple[int, int, str]], start: int, end: int) -> list[Piece]:
    pieces = []
    for first, last, _ in spots:
        pieces += [Piece(text[start:first], False), Piece(text[first:last], True)]
        start = last
    return [piece for piece in [*pieces, Piece(text[start:end], False)] if piece.text]
