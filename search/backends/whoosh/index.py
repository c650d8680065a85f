"""The index of one root model as modelsearch handles it: what is written to it, and how it is built anew."""

from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db.models import Model
from modelsearch.backends.base import BaseIndex
from modelsearch.index import class_is_indexed
from whoosh.codec.whoosh3 import W3Segment

from . import merging
from .contents import Contents
from .errors import broken
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
            writer.commit()
            self.store.tell(model._meta.label_lower, gone + [row.pk for row in rows])
        self.refresh()

    def tidy(self) -> bool:
        """Merge what makes searches slow, in a quiet moment: some seconds of work. False when there is nothing.

        Everything on the disk is read and summed up again: a segment that is open would hide what became of its files.
        """
        with broken(f"Tidying {self.key}"), self.store.locked():
            self.store.prune()
            writer = self._writer(begin=False)
            writer.look_over()
            worth_it = writer.merges(merging.thorough)
            if worth_it:
                writer.commit(merging.thorough)
        self.refresh()
        return worth_it

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


class Rebuilder:
    """Builds the next generation beside the current one, which answers until `finish`.

    What is written meanwhile is read from the database once more at the end, so that nothing is missing. A rebuild that
    is given up, or killed, leaves the current generation as it is.
    """

    def __init__(self, index: Index) -> None:
        self.index = index
        self._held = ExitStack()

    def start(self) -> "Growing":
        with broken(f"Rebuilding {self.index.key}"):
            folder = self._held.enter_context(self.index.store.building())
            self._growing = Growing(self.index, Writer(folder, self.index.contents))
        return self._growing

    def finish(self) -> None:
        store = self.index.store
        with self._held, broken(f"Finishing {self.index.key}"), store.locked():
            for label, pks in self._changed().items():
                self._read_again(label, pks)
            self._growing.writer.commit(merging.none)
            store.point_to(self._growing.writer.folder)
            store.changed.unlink(missing_ok=True)
        self.index.refresh()

    def give_up(self) -> None:
        """The current generation stays."""
        self._held.close()

    def _changed(self) -> dict[str, set[str]]:
        changed: dict[str, set[str]] = {}
        if self.index.store.changed.exists():
            for line in self.index.store.changed.read_text(encoding="utf-8").splitlines():
                label, pk = line.split("\t", 1)
                changed.setdefault(label, set()).add(pk)
        return changed

    def _read_again(self, label: str, texts: set[str]) -> None:
        model = apps.get_model(label)
        pks = [model._meta.pk.to_python(text) for text in texts]
        for pk in pks:
            self._growing.writer.delete(pk)
        for number in range(0, len(pks), 500):
            objects = model.get_indexed_objects().filter(pk__in=pks[number : number + 500])
            self._growing.add_items(model, objects)


class Growing(BaseIndex):
    """The next generation while it is built."""

    def __init__(self, index: Index, writer: Writer) -> None:
        super().__init__(index.backend)
        self.index = index
        self.writer = writer

    def get_key(self) -> str:
        return self.index.get_key()

    def add_items(self, model: type[Model], items: Iterable[Model]) -> None:
        if not class_is_indexed(model):
            return
        rows = [self.index.contents.row(obj) for obj in items]
        with broken(f"Rebuilding {self.index.key}"):
            for row in rows:
                self.writer.add(row)

    def delete_item(self, item: Model) -> None:
        self.writer.delete(item.pk)

    def refresh(self) -> None:
        pass
