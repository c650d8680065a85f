"""One immutable segment as it is read: its terms, postings and columns.

Whoosh's matchers step from posting to posting in Python, some 2 µs each, and its files seek, so that threads may not
share them. Here a posting list is read as a whole, which is a few C calls for each block of a thousand documents, and
without a position in the file, so that any number of threads read at once. The format on the disk is Whoosh's own.
"""

import os
import pickle
import weakref
from array import array
from collections.abc import Callable, Hashable, Iterator
from functools import cached_property
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any, NamedTuple

from whoosh.codec.whoosh3 import W3Segment

from . import masks
from .bags import PLACES
from .errors import IndexBroken
from .files import sealed
from .forms import Forms
from .remembered import Remembered
from .terms import Block, TermReader

K1, B = 1.5, 0.75  # BM25: how soon a word repeated adds little more, and how much a long text is held back
RIGHTS = 64  # sets of documents that each segment remembers for as many sets of audiences
FILTERS = 128  # and of filters, and a few other things
POSTINGS = 4_000_000  # that a process remembers, 8 bytes each
VALUES = ".values"

_postings = Remembered(POSTINGS, weigh=lambda postings: len(postings.ids) + 16)  # type: ignore[attr-defined]


class Postings(NamedTuple):
    """The documents of a term, ascending, and what it adds to the score of each, before its rarity."""

    ids: array
    scores: array


class Segment:
    """Opened once by a process and shared by its threads; the files are closed when nobody reads it any more."""

    def __init__(self, folder: Path, made: W3Segment) -> None:
        self.id: str = made.segment_id()
        self.size: int = made.doc_count_all()
        self.rights = Remembered(RIGHTS)
        self.remembered = Remembered(FILTERS)
        contents = sealed(folder, self.id)
        self._key = object()  # of this opened segment in what the process remembers
        self._columns = pickle.loads(contents[self.id + VALUES])  # noqa: S301 - written by us, see files.py
        if any(len(self._columns[name]) != self.size for name in ("pks", "kinds", "lengths")):
            raise IndexBroken(f"The columns of {self.id} have another length than the segment")
        self.length = sum(self.lengths)
        file = os.open(folder / f"{self.id}.pst", os.O_RDONLY)
        weakref.finalize(self, os.close, file)
        self.terms = TermReader(self.id, contents[self.id + ".trm"], file)

    # Columns

    @property
    def pks(self) -> list[Any]:
        return self._columns["pks"]

    @property
    def kinds(self) -> list[str]:
        return self._columns["kinds"]

    @property
    def lengths(self) -> array:
        return self._columns["lengths"]

    @property
    def forms(self) -> Forms:
        return self._columns["forms"]

    def column(self, number: int) -> list[Any]:
        """The values of a filterable path, by document."""
        return self._columns["values"][number]

    @cached_property
    def numbers(self) -> dict[Any, int]:
        """The document of each key."""
        return {pk: number for number, pk in enumerate(self.pks)}

    def where(self, values: list[Any], key: Hashable, test: Callable[[Any], bool]) -> bytes:
        """The mask of the documents whose value passes. `key` names column and test; each value is tested once."""

        def make() -> bytes:
            passed = {value: bool(test(value)) for value in set(values)}
            return bytes(map(passed.__getitem__, values))

        return self.remembered.get(key, make)

    def within(self, number: int, allowed: frozenset[int]) -> bytes:
        """The mask of the documents of which a value is among those allowed."""
        values = self.column(number)

        def test(value: Any) -> bool:
            return not allowed.isdisjoint(value) if isinstance(value, tuple) else value in allowed

        def make() -> bytes:
            passed = {value: test(value) for value in set(values)}
            return bytes(map(passed.__getitem__, values))

        return self.rights.get((number, allowed), make)

    # Terms and postings

    def postings(self, field: str, term: str, average: float | None) -> Postings:
        """The documents and scores of a term. `average` is the length of a text; None when lengths do not matter."""

        def make() -> Postings:
            ids, scores = array("I"), array("f")
            for block in self._blocks(field, term):
                ids.extend(block.ids)
                scores.extend(self._scored(block.ids, block.weights, average))
            return Postings(ids, scores)

        return _postings.get((self._key, field, term, average), make)

    def postings_within(self, field: str, term: str, average: float | None, boosts: dict[int, float]) -> Postings:
        """The same when only the numbered paths in `boosts` count."""

        def make() -> Postings:
            ids, scores = array("I"), array("f")
            for block in self._blocks(field, term):
                counted = [boosts.get(place >> PLACES, 0.0) for place in array("I", block.places)]
                ends = list(accumulate(block.sizes, initial=0))
                weights: list[float] = [sum(counted[begin:end]) for begin, end in pairwise(ends)]
                if average is None:  # a beginning: the weight is its own
                    own = block.weights
                    own = [own] * len(weights) if isinstance(own, float) else own
                    weights = [one if weight else 0 for one, weight in zip(own, weights, strict=True)]
                kept = [number for number, weight in zip(block.ids, weights, strict=True) if weight]
                ids.extend(kept)
                scores.extend(self._scored(kept, [weight for weight in weights if weight], average))
            return Postings(ids, scores)

        return _postings.get((self._key, field, term, average, tuple(sorted(boosts.items()))), make)

    def places(self, field: str, term: str, wanted: set[int]) -> dict[int, array]:
        """Where the term stands in the `wanted` documents."""
        found: dict[int, array] = {}
        for block in self._blocks(field, term):
            if not wanted.isdisjoint(block.ids):
                ends = list(accumulate(block.sizes, initial=0))
                for order, number in enumerate(block.ids):
                    if number in wanted:
                        found[number] = array("I", block.places[4 * ends[order] : 4 * ends[order + 1]])
        return found

    def _blocks(self, field: str, term: str) -> Iterator[Block]:
        known = self.terms.known(field, term)
        return self.terms.blocks(known) if known else iter(())

    def _scored(self, ids: list[int], weights: Any, average: float | None) -> Any:
        if isinstance(weights, float):
            weights = [weights] * len(ids)
        if average is None:
            return weights
        norms = self._norms(average)
        return [weight * (K1 + 1) / (weight + norms[number]) for number, weight in zip(ids, weights, strict=True)]

    def _norms(self, average: float) -> array:
        def make() -> array:
            return array("f", [K1 * (1 - B + B * length / average) for length in self.lengths])

        return self.remembered.get(("norms", average), make)

    def every(self) -> bytes:
        return masks.every(self.size)
