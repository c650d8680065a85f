"""Files that stay: written through to the disk, named once, summed up, and never mapped into memory.

The index is code: it holds pickles. Only this package writes into its folder (mode 0700), and nothing else may: never
open an index that came from an upload, from a backup, or over the network. The sums find rot, not malice.
A truncated file that is mapped into memory kills the process with SIGBUS; read as here it is an exception.
"""

import hashlib
import json
import os
from collections.abc import Iterable
from pathlib import Path

from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC

from .errors import IndexBroken

NAME = "MAIN"  # Whoosh's name for the one index of a folder
_DIGEST = 16  # bytes


class Storage(FileStorage):
    """Whoosh's files in a folder. A table of contents (TOC) carries its sum and is on the disk when it is named."""

    def __init__(self, folder: Path) -> None:
        super().__init__(str(folder), supports_mmap=False)

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:
        path = Path(self.folder, oldname)
        with path.open("ab") as file:
            file.write(_sum(path.read_bytes()))
        keep(path)
        os.replace(path, Path(self.folder, newname))
        keep(Path(self.folder))


def newest(folder: Path) -> int:
    """The number of the folder's last commit, -1 when there was none."""
    pattern = TOC._pattern(NAME)
    return max((int(found[1]) for name in os.listdir(folder) if (found := pattern.match(name))), default=-1)


def read_toc(folder: Path, schema: object) -> TOC:
    """The last commit: which segments there are and what of them is deleted."""
    number = newest(folder)
    if number < 0:
        raise IndexBroken(f"There is no index in {folder}")
    content = Path(folder, TOC._filename(NAME, number)).read_bytes()
    if _sum(content[:-_DIGEST]) != content[-_DIGEST:]:
        raise IndexBroken(f"The table of contents {number} in {folder} is spoilt")
    return TOC.read(Storage(folder), NAME, gen=number, schema=schema)


def seal(folder: Path, segment: str, names: Iterable[str]) -> None:
    """Write the segment's files through to the disk, and their sums beside them."""
    sums = {}
    for name in names:
        keep(folder / name)
        content = (folder / name).read_bytes()
        sums[name] = [len(content), _sum(content).hex()]
    note = folder / f"{segment}.sum"
    note.write_text(json.dumps(sums))
    keep(note)


def sealed(folder: Path, segment: str) -> dict[str, bytes]:
    """The files of a segment, whole and as they were written. Anything else is `IndexBroken`."""
    sums = json.loads((folder / f"{segment}.sum").read_bytes())
    contents = {}
    for name, (size, digest) in sums.items():
        content = contents[name] = (folder / name).read_bytes()
        if len(content) != size or _sum(content).hex() != digest:
            raise IndexBroken(f"{name} in {folder} is spoilt")
    return contents


def look_over(folder: Path, segment: str) -> None:
    """The same question without keeping what is read: is it on the disk as it was written?"""
    for name, (size, digest) in json.loads((folder / f"{segment}.sum").read_bytes()).items():
        with (folder / name).open("rb") as file:
            found = hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=_DIGEST))
            if file.tell() != size or found.hexdigest() != digest:
                raise IndexBroken(f"{name} in {folder} is spoilt")


def write(path: Path, content: bytes) -> None:
    """The whole file or the one before: never a part of it, whenever the power goes."""
    part = path.with_name(path.name + ".part")
    part.write_bytes(content)
    keep(part)
    os.replace(part, path)
    keep(path.parent)


def keep(path: Path) -> None:
    """Through to the disk: the file, or the names in the folder."""
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def _sum(content: bytes) -> bytes:
    return hashlib.blake2b(content, digest_size=_DIGEST).digest()
