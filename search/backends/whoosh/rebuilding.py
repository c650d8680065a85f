"""How an index is built anew."""

from collections.abc import Iterable
from contextlib import ExitStack

from django.apps import apps
from django.db.models import Model
from modelsearch.backends.base import BaseIndex
from modelsearch.index import class_is_indexed

from . import merging
from .errors import broken
from .index import Index
from .writer import Writer


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
