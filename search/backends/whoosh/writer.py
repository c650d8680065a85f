"""One commit: what is added and deleted together, on the disk when `commit` returns.

Whoosh's own writer sorts postings one by one, pickles them to a pool and reads them back. Here a batch is turned over
in memory and written term by term (see `terms.py`); segments are merged the same way (see `merging.py`). The order of
a commit is what makes it safe: files, their sums, the folder, then the table of contents under its final name, then
the folder again. Whoever is killed before that leaves files that nobody looks at.
"""

import pickle
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from whoosh.codec.whoosh3 import W3Codec, W3Segment
from whoosh.index import TOC, clean_files

from . import files, merging
from .batch import Batch
from .contents import STARTS, WORDS, Contents, Row
from .segment import VALUES, Segment
from .terms import TermWriter

AT_ONCE = 10_000  # objects of a rebuild in memory
FIELDS = (STARTS, WORDS)  # in the order of their names, as Whoosh wants them


@dataclass(frozen=True)
class Merged:
    """Segments that were written as one, beside those that are there."""

    made: W3Segment
    segments: list[W3Segment]
    parts: list[merging.Part]


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

    @property
    def names(self) -> list[str]:
        """Of the segments."""
        return [made.segment_id() for made in self._segments]

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

    def commit(self, policy: merging.Policy = merging.some, spared: Collection[str] = ()) -> None:
        """Write what was added and deleted, and merge what the policy says, without the `spared` segments.

        Durable when it returns.
        """
        free = [made for made in self._segments if made.segment_id() not in spared]
        merged = policy(free, len(self._batch.pks))
        made = self._write(merged, self._batch) if merged or self._batch.pks else None
        self._publish(merged, made)

    def chosen(self, policy: merging.Policy) -> list[W3Segment]:
        """What the policy merges, opened: its files may be removed from now on."""
        found = policy(self._segments, 0)
        for made in found:
            self.reader(made)
        return found

    def merged(self, segments: list[W3Segment], folder: Path) -> Merged:
        """The segments as one in another folder. Nobody needs to hold a lock."""
        parts = merging.parts([(self.reader(made), made) for made in segments])
        return Merged(self._write_parts(parts, Batch(), folder), segments, parts)

    def replace(self, merged: Merged, folder: Path) -> bool:
        """Put what was merged there in place of its segments: one commit. False when they are no longer here."""
        now = {made.segment_id(): made for made in self._segments}
        if any(old.segment_id() not in now for old in merged.segments):
            return False
        for old, part in zip(merged.segments, merged.parts, strict=True):
            gone = set(now[old.segment_id()].deleted_docs()) - set(old.deleted_docs())
            for number in part.ids(gone):
                merged.made.delete_document(number)
        for path in folder.iterdir():
            path.replace(self.folder / path.name)
        self._publish([now[old.segment_id()] for old in merged.segments], merged.made)
        return True

    def _publish(self, merged: list[W3Segment], made: W3Segment | None) -> None:
        """The next table of contents: a new segment in place of those that were merged."""
        rest = [each for each in self._segments if each not in merged]
        if made and made.doc_count_all():
            rest.append(made)
        files.keep(self.folder)
        toc = TOC(self.contents.schema, rest, self._toc.generation + 1)
        toc.write(self._storage, files.NAME)
        clean_files(self._storage, files.NAME, toc.generation, rest)
        for leftover in self.folder.glob("*.toc.*"):
            leftover.unlink(missing_ok=True)

    def reader(self, made: W3Segment) -> Segment:
        """The segment opened; opened ones of the process are used again."""
        name = made.segment_id()
        if name not in self._readers:
            self._readers[name] = self._opened(made)
        return self._readers[name]

    def _write(self, merged: list[W3Segment], batch: Batch) -> W3Segment:
        """A new segment of what is left of the merged ones, and of the batch behind them."""
        return self._write_parts(merging.parts([(self.reader(each), each) for each in merged]), batch, self.folder)

    def _write_parts(self, parts: list[merging.Part], batch: Batch, folder: Path) -> W3Segment:
        made = W3Segment(W3Codec(), files.NAME)
        begin = sum(part.count for part in parts)
        writer = TermWriter(folder, made.segment_id())
        for name in FIELDS:
            for term, entry in merging.terms(name, parts, batch.entries(name, begin)):
                writer.add(name, term, entry)
        writer.close()
        made.set_doc_count(begin + len(batch.pks))
        for number in batch.dead:
            made.delete_document(begin + number)
        name = made.segment_id()
        values = batch.columns(len(self.contents.columns))
        columns = merging.columns(parts, batch.pks, batch.kinds, batch.lengths, values)
        columns["forms"] = merging.forms(parts, batch.written(begin))
        (folder / (name + VALUES)).write_bytes(pickle.dumps(columns, protocol=5))
        files.seal(folder, name, [name + VALUES, name + ".trm", name + ".pst"])
        return made


def create(folder: Path, contents: Contents) -> None:
    """An empty generation."""
    folder.mkdir(mode=0o700, parents=True)
    TOC(contents.schema, [], 0).write(files.Storage(folder), files.NAME)
