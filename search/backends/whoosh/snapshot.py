"""The index as it was after one commit: what a search reads from beginning to end, whatever is written meanwhile."""

from collections.abc import Mapping
from pathlib import Path

from . import masks
from .contents import Contents
from .files import newest, read_toc
from .remembered import Remembered
from .segment import Segment

COUNTS = 20_000  # numbers of terms that each view remembers, for all sets of rights
TRIES = 5  # to open what a writer may be replacing


class View:
    """A segment without what has been deleted of it since it was made."""

    def __init__(self, segment: Segment, deleted: frozenset[int]) -> None:
        self.segment = segment
        self.deleted = deleted
        self.count = segment.size - len(deleted)
        live = bytearray(segment.every())
        for number in deleted:
            live[number] = 0
        self.live = bytes(live)
        self.remembered = Remembered(COUNTS)

    def of_kinds(self, kinds: frozenset[str]) -> bytes:
        """The mask of the objects that are there and of one of these models."""
        segment = self.segment
        return masks.both(self.live, segment.where(segment.kinds, ("kinds", kinds), kinds.__contains__))


class Snapshot:
    """All segments of one commit."""

    def __init__(self, folder: Path, number: int, views: list[View], contents: Contents) -> None:
        self.folder = folder
        self.number = number
        self.views = views
        self.contents = contents
        self.count = sum(view.count for view in views)

    def column(self, name: str) -> int:
        return self.contents.columns.index(tuple(name.split("__")))


def open_snapshot(folder: Path, contents: Contents, before: Snapshot | None) -> Snapshot:
    """The last commit of the folder; segments that `before` has open are shared and not summed up again."""
    for last in range(1, TRIES + 1):
        number = newest(folder)
        try:
            return _opened(folder, contents, before)
        except FileNotFoundError:  # a writer has replaced it meanwhile, or it is gone
            if last == TRIES or newest(folder) == number:
                raise
    raise AssertionError


def _opened(folder: Path, contents: Contents, before: Snapshot | None) -> Snapshot:
    toc = read_toc(folder, contents.schema)
    views: Mapping[str, View] = {}
    if before and before.folder == folder:
        views = {view.segment.id: view for view in before.views}
    opened = []
    for made in toc.segments:
        old, deleted = views.get(made.segment_id()), frozenset(made.deleted_docs())
        if old and old.deleted == deleted:
            opened.append(old)
        else:
            opened.append(View(old.segment if old else Segment(folder, made), deleted))
    return Snapshot(folder, toc.generation, opened, contents)
