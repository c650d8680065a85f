"""Filters of a queryset as masks of documents. Each segment remembers those that come again."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from functools import reduce
from itertools import compress
from typing import Any

from . import masks
from .contents import Path
from .snapshot import Snapshot, View

LOOKUPS = ("exact", "in", "lt", "lte", "gt", "gte", "range", "isnull", "startswith", "prefix")


@dataclass(frozen=True)
class Leaf:
    """One condition on one column."""

    path: Path
    lookup: str
    value: Any
    alias: str  # of the table in the query: two conditions on one alias are about the same related object

    def test(self) -> Callable[[Any], bool]:
        """Whether one value passes. Nothing but "is null" holds for None, as in a database."""
        lookup, value = self.lookup, self.value
        if lookup == "isnull":
            return lambda found: (found is None) == bool(value)
        if lookup == "in":
            among = frozenset(value) - {None}
            return among.__contains__
        if lookup == "exact":
            return lambda found: found is not None and found == value
        if lookup in ("startswith", "prefix"):
            return lambda found: found is not None and str(found).startswith(str(value))
        if lookup == "range":
            low, high = value
            return lambda found: found is not None and low <= found <= high
        return {
            "lt": lambda found: found is not None and found < value,
            "lte": lambda found: found is not None and found <= value,
            "gt": lambda found: found is not None and found > value,
            "gte": lambda found: found is not None and found >= value,
        }[lookup]

    def mask(self, snapshot: Snapshot, view: View) -> bytes:
        test = self.test()

        def any_of(found: Any) -> bool:
            if isinstance(found, tuple):
                return any(map(test, found or (None,)))
            return test(found)

        number = snapshot.contents.columns.index(self.path)
        return view.segment.where(view.segment.column(number), self._key(number), any_of)

    def _key(self, number: int) -> Hashable:
        value = frozenset(self.value) if self.lookup == "in" else self.value
        return "filter", number, self.lookup, value, type(value)


@dataclass(frozen=True)
class Group:
    """Several conditions."""

    connector: str
    children: tuple["Leaf | Group", ...] = field(default_factory=tuple)
    negated: bool = False

    def mask(self, snapshot: Snapshot, view: View) -> bytes:
        """Negated, it is everything else, deleted documents included."""
        join = masks.both if self.connector == "AND" else masks.either
        empty = view.segment.every() if self.connector == "AND" else masks.none(view.segment.size)
        found = reduce(join, (child.mask(snapshot, view) for child in self.children), empty)
        if self.connector == "AND":
            found = self._of_one_object(snapshot, view, found)
        return masks.inverse(found) if self.negated else found

    def _of_one_object(self, snapshot: Snapshot, view: View, found: bytes) -> bytes:
        """Of the documents in `found` those of which one related object passes all conditions on its alias."""
        by_object: dict[tuple[str, Path], list[Leaf]] = {}
        for child in self.children:
            if isinstance(child, Leaf) and len(child.path) > 1:
                by_object.setdefault((child.alias, child.path[:-1]), []).append(child)
        for leaves in by_object.values():
            if len(leaves) > 1:
                tests = [leaf.test() for leaf in leaves]
                columns = [view.segment.column(snapshot.contents.columns.index(leaf.path)) for leaf in leaves]
                kept = bytearray(found)
                for number in compress(range(view.segment.size), found):
                    values = [column[number] for column in columns]
                    if all(isinstance(each, tuple) for each in values):
                        rows = zip(*values, strict=False)
                        kept[number] = any(all(t(v) for t, v in zip(tests, row, strict=True)) for row in rows)
                found = bytes(kept)
        return found


NOTHING = Group("OR")


def comparable(value: Any, of: Callable[[Any], Any]) -> Any:
    """The filter's value, or each of several, as it stands in the column."""
    if isinstance(value, (list, tuple, set, frozenset)):
        return tuple(of(each) for each in value)
    return of(value)
