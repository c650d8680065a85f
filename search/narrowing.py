"""What the filters of a query mean to a viewer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.timezone import now

from intranet.kit.declarations import Filter, gathered

from .documents import kinds
from .models.document import DocumentQuerySet, seen_by
from .query import Query


@dataclass(frozen=True)
class Narrowed:
    """Filters in numbers. None: not narrowed by that."""

    query: Query = field(default_factory=Query)
    kinds: frozenset[str] | None = None
    authors: frozenset[int] | None = None
    teams: frozenset[int] | None = None
    tags: frozenset[int] | None = None

    @classmethod
    def of(cls, query: Query, viewer: Any) -> "Narrowed":
        narrowed = cls(query)
        if values := query.values("kind"):
            narrowed = replace(narrowed, kinds=frozenset(filter(None, map(kind_called, values))))
        if values := query.values("by"):
            narrowed = replace(narrowed, authors=meant("by", viewer, values))
        if values := query.values("team"):
            narrowed = replace(narrowed, teams=meant("team", viewer, values))
        if values := query.values("tag"):
            narrowed = replace(narrowed, tags=meant("tag", viewer, values))
        return narrowed

    @property
    def is_nothing(self) -> bool:
        """Nothing can be found: a filter means nobody, or no team."""
        return any(numbers is not None and not numbers for numbers in (self.kinds, self.authors, self.teams, self.tags))

    def rows(self, rows: DocumentQuerySet) -> DocumentQuerySet:
        """What stands in the row of a document itself."""
        if self.kinds is not None:
            rows = rows.filter(kind__in=sorted(self.kinds))
        if self.authors is not None:
            rows = rows.filter(author__in=sorted(self.authors))
        if self.query.after:
            rows = rows.filter(at__gte=self.query.after)
        if self.query.before:
            rows = rows.filter(at__lt=self.query.before)
        if self.query.values("is"):
            rows = rows.filter(verified_until__gt=now())
        return rows

    def sets(self, viewer: Any) -> list[tuple[str, frozenset[int]]]:
        """The viewer's rights, and what else has many numbers, as an engine takes them beside the rows."""
        sets = []
        if (seen := seen_by(viewer)) is not None:
            sets.append(("audience_numbers", seen))
        if self.teams is not None:
            sets.append(("audience_numbers", self.teams))
        if self.tags is not None:
            sets.append(("tag_numbers", self.tags))
        return sets


def kind_called(value: str) -> str | None:
    """The kind that is called so, as in ``kind:people`` or ``kind:person``."""
    value = value.casefold()
    return next((key for key, kind in kinds().items() if value in {key, kind.name.casefold()}), None)


def meant(name: str, viewer: Any, values: Sequence[str]) -> frozenset[int]:
    """The numbers that the values of a filter stand for, among what the viewer may see."""
    resolve = filters()[name].resolve
    return frozenset(number for value in values for number in resolve(viewer, value))


def filters() -> Mapping[str, Filter]:
    """Those that the rooms declare."""
    return gathered("filters", "FILTERS")
