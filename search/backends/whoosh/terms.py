"""The two files of a segment's terms, in Whoosh's formats: the dictionary (.trm) and the postings (.pst).

Whoosh writes and reads them posting by posting through Python calls, some 20 µs for each; here they are written and
read term by term. Ids and weights stand as Whoosh's own matchers expect them. The places of the words stand otherwise:
all of a block are one string of bytes, because a pickle of a thousand small ones is slow and large.
"""

import io
import os
import pickle
import struct
import zlib
from array import array
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path
from typing import Any, NamedTuple

from whoosh.filedb.filetables import OrderedHashReader
from whoosh.filedb.structfile import BufferFile

from .errors import IndexBroken

BLOCK = 1024  # postings that are packed together
PACKED = 24  # postings from which packing is worth it
MOST_PLACES = 255  # of a word in one text
_MAGIC = b"W3Bl"
_INFO = struct.Struct("!BfIBBfIIqi")  # what is known of a term, as Whoosh packs it
_SIZES = struct.Struct("!ii")
_ENTRY = struct.Struct("!qi")
_CRC = 1  # the number of the hash function in Whoosh's table


class Known(NamedTuple):
    """What the dictionary says of a term."""

    documents: int
    offset: int
    length: int


class Entry(NamedTuple):
    """All postings of a term, ascending, as they are written."""

    ids: list[int]
    weights: list[float]
    sizes: bytearray  # how many places each has
    places: bytearray  # of all, one behind the other, as array("I")


class Block(NamedTuple):
    """A part of a posting list as it was written."""

    ids: list[int]
    weights: Any  # a sequence, or one number for all
    sizes: bytes
    places: bytes


class TermWriter:
    """Writes the terms of a segment, which come in their order, field by field."""

    def __init__(self, folder: Path, name: str) -> None:
        self._terms = (folder / f"{name}.trm").open("wb")
        self._postings = (folder / f"{name}.pst").open("wb")
        self._fields: dict[str, int] = {}
        self._positions = array("I")
        self._buckets: list[list[tuple[int, int]]] = [[] for _ in range(256)]
        head = b"HSH3" + bytes([_CRC]) + bytes(8)
        self._terms.write(head)
        self._at, self._offset = len(head), 0

    def add(self, field: str, term: str, entry: Entry) -> None:
        ids, weights, _, _ = entry
        content = _packed(entry)
        self._postings.write(content)
        key = self._fields.setdefault(field, len(self._fields)).to_bytes(2, "big") + term.encode()
        known = _INFO.pack(0, sum(weights), len(ids), 0, 0, max(weights), ids[0], ids[-1], self._offset, len(content))
        row = _SIZES.pack(len(key), len(known)) + key + known
        self._terms.write(row)
        crc = zlib.crc32(key)
        self._buckets[crc & 255].append((crc, self._at))
        self._positions.append(self._at)
        self._at += len(row)
        self._offset += len(content)

    def close(self) -> None:
        directory = []
        for bucket in self._buckets:
            table = _table(bucket)
            directory.append(_ENTRY.pack(self._at, 2 * len(bucket)))
            self._terms.write(table)
            self._at += len(table)
        extras = {"fieldmap": self._fields, "indextype": "I", "indexlen": len(self._positions)}
        self._positions.byteswap()
        tail = pickle.dumps(extras, 2) + self._positions.tobytes()
        self._terms.write(b"".join(directory) + tail + len(tail).to_bytes(4, "big"))
        self._terms.close()
        self._postings.close()


class TermReader:
    """Reads them: the dictionary stands in memory, postings are read without a position in their file."""

    def __init__(self, name: str, content: bytes, file: int) -> None:
        self._name = name
        self._content = content
        self._file = file
        self._table = OrderedHashReader(BufferFile(content, name=name), len(content))
        self._fields: dict[str, int] = self._table.extras["fieldmap"]

    def known(self, field: str, term: str) -> Known | None:
        """What is known of a term, None when no document has it."""
        if field not in self._fields:
            return None
        info = self._table.get(self._fields[field].to_bytes(2, "big") + term.encode())
        return None if info is None else _known(info, 0)

    def beginning_with(self, field: str, start: str = "") -> Iterator[tuple[str, Known]]:
        """The terms of a field that begin so, in their order."""
        if field not in self._fields or not self._table.indexlen:
            return
        content, end = self._content, self._table.endofdata
        first = self._fields[field].to_bytes(2, "big") + start.encode()
        at = self._table.closest_key_pos(first)
        while at is not None and at < end:
            size, more = _SIZES.unpack_from(content, at)
            key = content[at + 8 : at + 8 + size]
            if not key.startswith(first):
                return
            yield key[2:].decode(), _known(content, at + 8 + size)
            at += 8 + size + more

    def blocks(self, known: Known) -> Iterator[Block]:
        """A posting list as it stands in the file."""
        content = os.pread(self._file, known.length, known.offset)
        if len(content) != known.length or content[:4] != _MAGIC:
            raise IndexBroken(f"The postings of {self._name} are spoilt")
        at, last = 4, False
        while not last:
            size = int.from_bytes(content[at : at + 4], "big", signed=True)
            last, end = size < 0, at + 4 + abs(size)
            info = io.BytesIO(content[at + 4 : end])
            count, _, _, packed, _, _ = pickle.load(info)  # noqa: S301 - written by us, see files.py
            data = info.read()
            ids, weights, (sizes, places) = pickle.loads(zlib.decompress(data) if packed else data)  # noqa: S301
            if not len(ids) == len(sizes) == count:
                raise IndexBroken(f"The postings of {self._name} are spoilt")
            yield Block(list(accumulate(ids)), 1.0 if weights is None else weights, sizes, places)
            at = end


def _known(content: bytes, at: int) -> Known:
    _, _, documents, _, _, _, _, _, offset, length = _INFO.unpack_from(content, at)
    return Known(documents, offset, length)


def _packed(entry: Entry) -> bytes:
    """A posting list as Whoosh writes it: blocks of a size, a summary to skip by, and the packed rest."""
    ids, weights, sizes, places = entry
    if len(ids) == 1:  # most terms
        data = pickle.dumps(((ids[0],), float(weights[0]), (bytes(sizes), bytes(places))), 3)
        summary = pickle.dumps((1, ids[0], weights[0], 0, 0, 0), 3)
        return _MAGIC + (-len(summary) - len(data)).to_bytes(4, "big", signed=True) + summary + data
    parts, at = [_MAGIC], 0
    for begin in range(0, len(ids), BLOCK):
        some = ids[begin : begin + BLOCK]
        heavy = weights[begin : begin + BLOCK]
        many = bytes(sizes[begin : begin + BLOCK])
        end = at + 4 * sum(many)
        deltas = tuple(map(int.__sub__, some, [0, *some[:-1]]))
        same = heavy[0] if heavy.count(heavy[0]) == len(heavy) else None
        weight = tuple(heavy) if same is None else None if same == 1.0 else float(same)
        data = pickle.dumps((deltas, weight, (many, bytes(places[at:end]))), 3)
        packed = 1 if len(some) >= PACKED else 0
        if packed:
            data = zlib.compress(data, 1)
        summary = pickle.dumps((len(some), some[-1], max(heavy), packed, 0, 0), 3)
        size = len(summary) + len(data)
        last = begin + BLOCK >= len(ids)
        parts += [(-size if last else size).to_bytes(4, "big", signed=True), summary, data]
        at = end
    return b"".join(parts)


def _table(bucket: list[tuple[int, int]]) -> bytes:
    """Whoosh's hash table of a bucket: twice as many slots as keys, the next free one when one is taken."""
    slots = 2 * len(bucket)
    table: list[tuple[int, int]] = [(0, 0)] * slots
    for crc, position in bucket:
        slot = (crc >> 8) % slots
        while table[slot][1]:
            slot = (slot + 1) % slots
        table[slot] = crc, position
    return struct.pack("!" + "Iq" * slots, *(number for pair in table for number in pair))
