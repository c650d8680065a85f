"""The folder of one index: its generations, the pointer to the current one, the lock of its writers.

    <PATH>/<index key>/current            the name of the current generation; replaced as a whole
                       lock               held while something is written or swapped
                       rebuilding         held by whoever builds the next generation, whose name it tells
                       changed            what was written meanwhile and has to be in the next generation, too
                       merging            held by whoever merges segments beside, and tells which
                       0007-<fingerprint>/  a generation: made of one schema by one analyser

An index of another fingerprint cannot be read rightly and counts as broken.
"""

import os
import re
import shutil
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from whoosh.index import LockError
from whoosh.util.filelock import FileLock, try_for

from . import files, writer
from .contents import Contents
from .errors import IndexBroken

GRACE = 600  # seconds that a generation stays for processes that still read it
_GENERATION = re.compile(r"(\d{4,})-([0-9a-f]{24})")


class Store:
    """One index on the disk. It remembers nothing: any process sees what any other did."""

    def __init__(self, path: Path, contents: Contents, patience: float) -> None:
        self.path = path
        self.contents = contents
        self._patience = patience  # seconds to wait for another writer

    @property
    def changed(self) -> Path:
        return self.path / "changed"

    def current(self) -> Path:
        """The generation that answers. `IndexBroken` when there is none or another schema made it."""
        name = self._pointed()
        if name is None:
            raise IndexBroken(f"There is no index in {self.path}")
        found = _GENERATION.fullmatch(name)
        if not found:
            raise IndexBroken(f"The pointer in {self.path} is spoilt")
        if found[2] != self.contents.fingerprint:
            raise IndexBroken(f"{name} in {self.path} was made by another schema")
        return self.path / name

    def exists(self) -> bool:
        return (self.path / "current").exists()

    def create(self) -> Path:
        """A new generation, empty, beside the others."""
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.path.chmod(0o700)
        numbers = [int(found[1]) for each in os.listdir(self.path) if (found := _GENERATION.fullmatch(each))]
        folder = self.path / f"{max(numbers, default=0) + 1:04}-{self.contents.fingerprint}"
        writer.create(folder, self.contents)
        files.keep(self.path)
        return folder

    def point_to(self, folder: Path) -> None:
        """From now on this generation answers; those before it go after a grace. The caller holds the lock."""
        before = self._pointed()
        files.write(self.path / "current", folder.name.encode())
        if before and (self.path / before).exists():
            os.utime(self.path / before)  # its grace begins
        self.prune()

    def prune(self) -> None:
        """Remove what is neither current nor being built, once nobody can be reading it any more."""
        needed = {self._pointed(), self._being_built()}
        for name in os.listdir(self.path):
            folder = self.path / name
            if _GENERATION.fullmatch(name) and name not in needed and time.time() - folder.stat().st_mtime > GRACE:
                shutil.rmtree(folder, ignore_errors=True)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """One writer at a time, in all processes. The lock of a killed one is free at once."""
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        with _held(self.path / "lock", self._patience):
            yield

    @contextmanager
    def building(self) -> Iterator[Path]:
        """Somebody builds the next generation; others do not meanwhile, but write to the current one and tell."""
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        marker = self.path / "rebuilding"
        with _held(marker, self._patience):
            with self.locked():
                folder = self.create()
                self.changed.unlink(missing_ok=True)
                marker.write_text(folder.name)
            try:
                yield folder
            finally:
                marker.write_text("")

    def tell(self, label: str, pks: list[object]) -> None:
        """Note for whoever builds the next generation what has just been written to this one."""
        if pks and self._being_built():
            with self.changed.open("a", encoding="utf-8") as file:
                file.writelines(f"{label}\t{pk}\n" for pk in pks)
            files.keep(self.changed)

    @contextmanager
    def merging(self) -> Iterator[bool]:
        """Somebody merges segments while others write; False: somebody else does already."""
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = FileLock(str(self._merging))
        is_ours = lock.acquire()
        try:
            yield is_ours
        finally:
            if is_ours:
                self._merging.write_text("")
                lock.release()

    def spare(self, segments: Iterable[str]) -> None:
        """From now on nobody else merges these. The caller holds both locks."""
        self._merging.write_text("\n".join(segments))

    def spared(self) -> frozenset[str]:
        """The segments that somebody merges beside."""
        return frozenset(self._said_by_holder(self._merging).split())

    @property
    def _merging(self) -> Path:
        return self.path / "merging"

    def _pointed(self) -> str | None:
        """What stands in the pointer; rot, too, which must not keep a new generation from being pointed to."""
        try:
            return (self.path / "current").read_text(errors="replace")
        except FileNotFoundError:
            return None

    def _being_built(self) -> str | None:
        """The generation that somebody is building, None when nobody is, or who was is dead."""
        return self._said_by_holder(self.path / "rebuilding") or None

    def _said_by_holder(self, path: Path) -> str:
        """What stands in a file while somebody holds it."""
        if not path.exists():
            return ""
        lock = FileLock(str(path))
        if lock.acquire():
            lock.release()
            return ""
        return path.read_text(errors="replace")


@contextmanager
def _held(path: Path, patience: float) -> Iterator[None]:
    lock = FileLock(str(path))
    if not try_for(lock.acquire, timeout=patience, delay=0.02):
        raise LockError
    try:
        yield
    finally:
        lock.release()
