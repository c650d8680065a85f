"""Objects in memory that were added together, turned over: by term, and not by object."""

from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from .bags import Terms
from .contents import STARTS, WORDS, Row
from .forms import Stream
from .terms import Entry


@dataclass
class Batch:
    """Objects that were added and are not yet a segment."""

    pks: list[Any] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    lengths: array = field(default_factory=lambda: array("I"))
    values: list[list[Any]] = field(default_factory=list)
    terms: dict[str, dict[str, Entry]] = field(default_factory=lambda: {WORDS: {}, STARTS: {}})
    forms: dict[str, list[int]] = field(default_factory=dict)
    numbers: dict[Any, int] = field(default_factory=dict)
    dead: set[int] = field(default_factory=set)  # added and deleted again before it was written

    def add(self, row: Row) -> None:
        number = len(self.pks)
        self.numbers[row.pk] = number
        self.pks.append(row.pk)
        self.kinds.append(row.kind)
        self.lengths.append(row.length)
        self.values.append(row.values)
        _turn(number, row.words, self.terms[WORDS])
        _turn(number, row.starts, self.terms[STARTS])
        for form in row.forms:
            self.forms.setdefault(form, []).append(number)

    def delete(self, pk: Any) -> None:
        if pk in self.numbers:
            self.dead.add(self.numbers.pop(pk))

    def entries(self, name: str, begin: int) -> Iterator[tuple[str, Entry]]:
        """The terms of a field in their order, for documents that are numbered from `begin`."""
        terms = self.terms[name]
        for term in sorted(terms):
            entry = terms[term]
            yield term, entry._replace(ids=[number + begin for number in entry.ids]) if begin else entry

    def written(self, begin: int) -> Stream:
        """The forms in their order, for the same."""
        return ((form, [number + begin for number in self.forms[form]]) for form in sorted(self.forms))

    def columns(self, many: int) -> list[list[Any]]:
        """The values of each of so many columns."""
        return [list(column) for column in zip(*self.values, strict=True)] if self.values else [[] for _ in range(many)]


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
