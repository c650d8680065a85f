"""Segments are merged so that a search opens few of them, and seldom, so that a commit stays quick."""

import heapq
from array import array
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate, compress, groupby, pairwise
from operator import itemgetter
from typing import Any

from whoosh.codec.whoosh3 import W3Segment

from .forms import Forms, Stream, joined
from .segment import Segment
from .terms import Entry, Known

TOGETHER = 8  # segments of about the same size that become one
AT_LEAST = 300  # documents that any commit may rewrite: some 50 ms
TIMES = 10  # and this many for each document that it adds
UNHURRIED = 30_000  # documents that are rewritten beside the work of others: some 5 s
MANY = 40  # segments above which a commit takes its time, so that searches need not

Policy = Callable[[list[W3Segment], int], list[W3Segment]]


def none(segments: list[W3Segment], added: int) -> list[W3Segment]:
    return []


def some(segments: list[W3Segment], added: int) -> list[W3Segment]:
    """What a commit of `added` documents merges with them."""
    chosen = _smallest(segments, max(AT_LEAST, TIMES * added))
    return chosen or (_halves(segments) if len(segments) > MANY else [])


def thorough(segments: list[W3Segment], added: int) -> list[W3Segment]:
    """What is merged when there is time: whatever makes one of several, and what is mostly deleted."""
    worn = [each for each in segments if each.deleted_count() * 3 > each.doc_count_all()]
    return _smallest(segments, UNHURRIED) or worn


def _smallest(segments: list[W3Segment], most: int) -> list[W3Segment]:
    """The smallest ones, while each is small beside what it joins; nothing when they are too few or too much work."""
    chosen: list[W3Segment] = []
    total = 0
    best: list[W3Segment] = []
    for each in sorted(segments, key=_left):
        if total + _left(each) > most:
            break
        chosen.append(each)
        total += _left(each)
        if len(chosen) >= TOGETHER and _left(each) * TOGETHER <= total * 2:
            best = list(chosen)
    return best


def _halves(segments: list[W3Segment]) -> list[W3Segment]:
    return sorted(segments, key=_left)[: len(segments) // 2]


def _left(segment: W3Segment) -> int:
    return segment.doc_count_all() - segment.deleted_count()


@dataclass
class Part:
    """What goes into the new segment of an old one."""

    segment: Segment
    begin: int  # the number of its first document in the new segment
    count: int  # of the documents that are left
    moved: list[int] | None  # the new number of each old one, -1 when it is gone; None when all are kept

    def ids(self, old: Iterable[int]) -> list[int]:
        """The new numbers of old ones."""
        if self.moved is None:
            return [number + self.begin for number in old]
        return [self.moved[number] for number in old]

    def left(self, old: Iterable[int]) -> list[int]:
        """The same without what is gone."""
        return self.ids(old) if self.moved is None else [number for number in self.ids(old) if number >= 0]


def parts(segments: list[tuple[Segment, W3Segment]]) -> list[Part]:
    found, begin = [], 0
    for segment, made in segments:
        deleted = set(made.deleted_docs())
        kept = [number for number in range(segment.size) if number not in deleted] if deleted else range(segment.size)
        moved = None
        if deleted:
            moved = [-1] * segment.size
            for number, old in enumerate(kept):
                moved[old] = begin + number
        found.append(Part(segment, begin, len(kept), moved))
        begin += len(kept)
    return found


def terms(field: str, parts: list[Part], added: Iterable[tuple[str, Entry]]) -> Iterator[tuple[str, Entry]]:
    """Each term of the parts and of what is added behind them, with all its postings, in the order of the terms."""
    if not parts:
        yield from added
        return
    streams = [_stream(order, part.segment.terms.beginning_with(field)) for order, part in enumerate(parts)]
    streams.append(_stream(len(parts), added))
    for term, group in groupby(heapq.merge(*streams), key=itemgetter(0)):
        entry = Entry([], [], bytearray(), bytearray())
        for _, order, found in group:
            for more in [found] if order == len(parts) else _entries(parts[order], found):
                for column, of_more in zip(entry, more, strict=True):
                    column += of_more
        if entry.ids:
            yield term, entry


def _stream(order: int, terms: Iterable[tuple[str, Any]]) -> Iterator[tuple[str, int, Any]]:
    return ((term, order, found) for term, found in terms)


def _entries(part: Part, known: Known) -> Iterator[tuple[Any, Any, bytes, bytes]]:
    for block in part.segment.terms.blocks(known):
        ids = part.ids(block.ids)
        weights = [block.weights] * len(ids) if isinstance(block.weights, float) else block.weights
        if part.moved is None:
            yield ids, weights, block.sizes, block.places
            continue
        left = [number >= 0 for number in ids]
        if any(left):
            ends = accumulate((4 * size for size in block.sizes), initial=0)
            places = [block.places[begin:end] for begin, end in pairwise(ends)]
            kept = compress(places, left)
            yield compress(ids, left), compress(weights, left), bytes(compress(block.sizes, left)), b"".join(kept)


def forms(parts: list[Part], added: Stream) -> Forms:
    """The forms of the parts and of what is added behind them."""
    return joined([*(part.segment.forms.numbered(part.left) for part in parts), added])


def columns(
    parts: list[Part], pks: list[Any], kinds: list[str], lengths: array, values: list[list[Any]]
) -> dict[str, Any]:
    """What the new segment knows of each document, in its order. Equal values become one object, which saves memory."""
    every: dict[str, Any] = {"pks": [], "kinds": [], "lengths": array("I"), "values": [[] for _ in values]}
    for part in parts:
        every["pks"] += _kept(part, part.segment.pks)
        every["kinds"] += _kept(part, part.segment.kinds)
        every["lengths"].extend(_kept(part, part.segment.lengths))
        for number, column in enumerate(every["values"]):
            column += _kept(part, part.segment.column(number))
    every["pks"] += pks
    every["kinds"] = _shared(every["kinds"] + kinds)
    every["lengths"].extend(lengths)
    every["values"] = [_shared(column + more) for column, more in zip(every["values"], values, strict=True)]
    return every


def _kept(part: Part, column: Any) -> Any:
    if part.moved is None:
        return column
    return [value for value, number in zip(column, part.moved, strict=True) if number >= 0]


def _shared(column: list[Any]) -> list[Any]:
    known: dict[Any, Any] = {}
    return [known.setdefault((type(value), value), value) for value in column]
