"""One commit: what is added and deleted together, on the disk when `commit` returns.

Whoosh's own writer sorts postings one by one, pickles them to a pool and reads them back. Here a batch is turned over
in memory and written term by term (see `terms.py`); segments are merged the same way (see `merging.py`). The order of
a commit is what makes it safe: files, their sums, the folder, then the table of contents under its final name, then
the folder again. Whoever is killed before that leaves files that nobody looks at.
"""

import pickle
from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from whoosh.codec.whoosh3 import W3Codec, W3Segment
from whoosh.index import TOC, clean_files

from . import files, merging
from .contents import STARTS, WORDS, Contents, Row, Terms
from .segment import VALUES, Segment
from .terms import Entry, TermWriter

AT_ONCE = 10_000  # objects of a rebuild in memory


@dataclass
class Batch:
    """Objects that were added and are not yet a segment."""

    pks: list[Any] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    lengths: array = field(default_factory=lambda: array("I"))
    values: list[list[Any]] = field(default_factory=list)
    terms: dict[str, dict[str, Entry]] = field(default_factory=lambda: {WORDS: {}, STARTS: {}})
    forms: set[str] = field(default_factory=set)
    numbers: dict[Any, int] = field(default_factory=dict)
    dead: set[int] = field(default_factory=set)  # added and deleted again before it was written

    def add(self, row: Row) -> None:
        number = len(self.pks)
        self.numbers[row.pk] = number
        self.pks.append(row.pk)
        self.kinds.append(row.kind)
        self.lengths.append(row.length)
        self.values.append(row.values)
        self.forms |= row.forms
        _turn(number, row.words, self.terms[WORDS])
        _turn(number, row.starts, self.terms[STARTS])

    def delete(self, pk: Any) -> None:
        if pk in self.numbers:
            self.dead.add(self.numbers.pop(pk))


class Writer:
    """Adds to and deletes from the folder of one generation. The caller holds the index's lock."""

    def __init__(self, folder: Path, contents: Contents, opened: Callable[[W3Segment], Segment] | None = None) -> None:
        self.folder = folder
        self.contents = contents
        self._storage = files.Storage(folder)
        self._toc = files.read_toc(folder, contents.schema)
        self._segments: list[W3Segment] = list(self._toc.segments)
        self._opened = opened or (lambda made: Segment(folder, made))
        self._readers: dict[str, Segment] = {}
        self._batch = Batch()

    def add(self, row: Row) -> None:
        """Put the object in, in place of what there was under its key."""
        self.delete(row.pk)
        self._batch.add(row)
        if len(self._batch.pks) >= AT_ONCE:
            self._segments.append(self._write([], self._batch))
            self._batch = Batch()

    def delete(self, pk: Any) -> None:
        self._batch.delete(pk)
        for made in self._segments:
            number = self.reader(made).numbers.get(pk)
            if number is not None and not made.is_deleted(number):
                made.delete_document(number)

    def commit(self, policy: merging.Policy = merging.some) -> None:
        """Write what was added and deleted, and merge what the policy says. Durable when it returns."""
        merged = policy(self._segments, len(self._batch.pks))
        rest = [made for made in self._segments if made not in merged]
        if merged or self._batch.pks:
            made = self._write(merged, self._batch)
            if made.doc_count_all():
                rest.append(made)
        files.keep(self.folder)
        toc = TOC(self.contents.schema, rest, self._toc.generation + 1)
        toc.write(self._storage, files.NAME)
        clean_files(self._storage, files.NAME, toc.generation, rest)
        for leftover in self.folder.glob("*.toc.*"):
            leftover.unlink(missing_ok=True)

    def look_over(self) -> None:
        """`IndexBroken` unless all files of the last commit are as they were written."""
        for made in self._segments:
            files.look_over(self.folder, made.segment_id())

    def merges(self, policy: merging.Policy) -> bool:
        """Whether the policy finds something to merge."""
        return bool(policy(self._segments, 0))

    def reader(self, made: W3Segment) -> Segment:
        """The segment opened; opened ones of the process are used again."""
        name = made.segment_id()
        if name not in self._readers:
            self._readers[name] = self._opened(made)
        return self._readers[name]

    def _write(self, merged: list[W3Segment], batch: Batch) -> W3Segment:
        """A new segment of what is left of the merged ones, and of the batch behind them."""
        made = W3Segment(W3Codec(), files.NAME)
        parts = merging.parts([(self.reader(each), each) for each in merged])
        begin = sum(part.count for part in parts)
        writer = TermWriter(self.folder, made.segment_id())
        for name in (STARTS, WORDS):  # in the order of their names, as Whoosh wants them
            for term, entry in merging.terms(name, parts, _shifted(batch.terms[name], begin)):
                writer.add(name, term, entry)
        writer.close()
        made.set_doc_count(begin + len(batch.pks))
        for number in batch.dead:
            made.delete_document(begin + number)
        name = made.segment_id()
        columns = merging.columns(parts, batch.pks, batch.kinds, batch.lengths, self._columns(batch), batch.forms)
        (self.folder / (name + VALUES)).write_bytes(pickle.dumps(columns, protocol=5))
        files.seal(self.folder, name, [name + VALUES, name + ".trm", name + ".pst"])
        return made

    def _columns(self, batch: Batch) -> list[list[Any]]:
        if not batch.values:
            return [[] for _ in self.contents.columns]
        return [list(column) for column in zip(*batch.values, strict=True)]


def create(folder: Path, contents: Contents) -> None:
    """An empty generation."""
    folder.mkdir(mode=0o700, parents=True)
    TOC(contents.schema, [], 0).write(files.Storage(folder), files.NAME)


def _turn(number: int, terms: Terms, into: dict[str, Entry]) -> None:
    for term, (weight, places) in terms.items():
        entry = into.get(term)
        if entry is None:
            into[term] = Entry([number], [weight], bytearray((len(places) >> 2,)), bytearray(places))
        else:
            ids, weights, sizes, every = entry
            ids.append(number)
            weights.append(weight)
            sizes.append(len(places) >> 2)
            every += places


def _shifted(terms: dict[str, Entry], begin: int) -> Iterator[tuple[str, Entry]]:
    """The terms in their order, for documents that are numbered from `begin`."""
    for term in sorted(terms):
        entry = terms[term]
        yield term, entry._replace(ids=[number + begin for number in entry.ids]) if begin else entry
