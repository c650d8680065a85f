"""The index of one root model as modelsearch handles it: what is written to it, and how it is kept in order."""

import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.db.models import Model
from modelsearch.backends.base import BaseIndex
from modelsearch.index import class_is_indexed
from whoosh.codec.whoosh3 import W3Segment

from . import files, merging
from .contents import Contents
from .errors import IndexBroken, broken
from .opened import opened
from .segment import Segment
from .store import Store
from .writer import Writer


class Index(BaseIndex):
    """One folder below PATH. Each `write` is one commit and on the disk when it returns."""

    def __init__(self, backend: Any, key: str, contents: Contents) -> None:
        super().__init__(backend)
        self.key = key
        self.contents = contents
        self.store = Store(Path(backend.path) / key, contents, backend.patience)

    def __str__(self) -> str:
        return self.key

    def get_key(self) -> str:
        return self.key

    def write(
        self, model: type[Model], add: Iterable[Model] = (), delete: Iterable[Any] = (), *, begin: bool = True
    ) -> None:
        """Put `add` in, in place of what there was under their keys, and take the keys `delete` out: one commit.

        An index that is absent begins to exist; for a caller who knows that there was one, with `begin=False`, it is
        broken: all the rest of it is missing. `IndexBroken` when writing is not possible, `IndexBusy` when another
        writer takes too long; then nothing changed.
        """
        if not class_is_indexed(model):
            return
        rows = [self.contents.row(obj) for obj in add]
        gone = list(delete)
        if not rows and not gone:
            return
        with broken(f"Writing to {self.key}"), self.store.locked():
            writer = self._writer(begin)
            for pk in gone:
                writer.delete(pk)
            for row in rows:
                writer.add(row)
            writer.commit(spared=self.store.spared())
            self.store.tell(model._meta.label_lower, gone + [row.pk for row in rows])
        self.refresh()

    def tidy(self) -> bool:
        """Merge what makes searches slow: some seconds of work, during which others write. False when there is nothing.

        Everything on the disk is read and summed up again: a segment that is open would hide what became of its files.
        """
        with broken(f"Tidying {self.key}"), self.store.merging() as is_ours:
            is_done = is_ours and self._tidy()
        self.refresh()
        return is_done

    def _tidy(self) -> bool:
        """The lock is held to look what there is, and to swap; so nobody has to wait while segments are merged."""
        with self.store.locked():
            self.store.prune()
            writer = self._writer(begin=False)
            chosen = writer.chosen(merging.thorough)
            self.store.spare(made.segment_id() for made in chosen)
        self._look_over(writer)
        beside = writer.folder / "beside"
        shutil.rmtree(beside, ignore_errors=True)  # of somebody who was killed
        if not chosen:
            return False
        beside.mkdir(mode=0o700)
        try:
            merged = writer.merged(chosen, beside)
            with self.store.locked():
                return self._writer(begin=False).replace(merged, beside)
        finally:
            shutil.rmtree(beside, ignore_errors=True)

    def _look_over(self, writer: Writer) -> None:
        """`IndexBroken` unless all files of a commit are as they were written, or no longer needed."""
        for name in writer.names:
            try:
                files.look_over(writer.folder, name)
            except (IndexBroken, OSError, ValueError):
                with self.store.locked():
                    if name in self._writer(begin=False).names:
                        raise

    def add_model(self, model: type[Model]) -> None:
        """An index that is absent begins to exist, empty."""
        with broken(f"Making {self.key}"), self.store.locked():
            if not self.store.exists():
                self.store.point_to(self.store.create())

    def add_items(self, model: type[Model], items: Iterable[Model]) -> None:
        self.write(model, add=items)

    def delete_item(self, item: Model) -> None:
        self.write(item._meta.model, delete=[item.pk])

    def refresh(self) -> None:
        opened(self.store).look_again()

    def reset(self) -> None:
        with broken(f"Resetting {self.key}"), self.store.locked():
            self.store.point_to(self.store.create())
        self.refresh()

    def _writer(self, begin: bool) -> Writer:
        if begin and not self.store.exists():
            self.store.point_to(self.store.create())
        folder = self.store.current()
        open_here = opened(self.store)
        open_here.look_again()
        known = {view.segment.id: view.segment for view in open_here.snapshot().views}

        def open_one(made: W3Segment) -> Segment:
            return known.get(made.segment_id()) or Segment(folder, made)

        return Writer(folder, self.contents, open_one)
