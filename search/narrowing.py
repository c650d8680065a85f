"""What the filters of a query mean to a viewer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q
from django.utils.timezone import now

from intranet.kit.declarations import Filter, gathered

from .documents import kinds
from .models.document import DocumentQuerySet, seen_by
from .query import Query

COLUMNS = {"kind": "kinds", "by": "authors", "team": "teams", "tag": "tags"}
ANSWERED = ["answered", "accepted", "documented"]  # as questions stand
#: The same for what there is not and for what the viewer may not see.
NOTHING = {
    "kind": "There is no kind “{}”. Choose one of the tabs.",
    "by": 'Nobody here is called “{}”. More than one word of a name needs quotes: by:"Ines Lindqvist".',
    "team": "You see no team that is called “{}”. More than one word of a name needs quotes.",
    "tag": "Nothing that you may see is tagged “{}”.",
}


@dataclass(frozen=True)
class Narrowed:
    """Filters in numbers. None: not narrowed by that."""

    query: Query = field(default_factory=Query)
    kinds: frozenset[str] | None = None
    authors: frozenset[int] | None = None
    teams: frozenset[int] | None = None
    tags: frozenset[int] | None = None
    problems: tuple[str, ...] = ()  # a sentence for each value that means nothing

    @classmethod
    def of(cls, query: Query, viewer: Any) -> "Narrowed":
        meant: dict[str, frozenset[Any]] = {}
        problems = []
        for name, column in COLUMNS.items():
            if values := query.values(name):
                each = {value: _meant(name, viewer, value) for value in values}
                meant[column] = frozenset().union(*each.values())
                problems += [NOTHING[name].format(value) for value, those in each.items() if not those]
        return cls(query, problems=tuple(problems), **meant)

    @property
    def is_nothing(self) -> bool:
        """Nothing can be found: a filter means nobody, or no team."""
        return any(numbers is not None and not numbers for numbers in (self.kinds, self.authors, self.teams, self.tags))

    def rows(self, rows: DocumentQuerySet) -> DocumentQuerySet:
        """What stands in the row of a document itself."""
        if self.kinds is not None:
            rows = rows.filter(kind__in=sorted(self.kinds))
        if self.query.after or self.query.before:
            rows = rows.filter(author__isnull=False)  # nobody said the others at any time
        if self.query.after:
            rows = rows.filter(at__gte=self.query.after)
        if self.query.before:
            rows = rows.filter(at__lt=self.query.before)
        if states := self.query.values("is"):
            rows = rows.filter(reduce(or_, map(_is, states)))
        return rows

    def within(self, results: Any, viewer: Any) -> Any:
        """An engine's results within the viewer's rights, and within what else has many numbers."""
        sets = (
            ("audience_numbers", seen_by(viewer)),
            ("audience_numbers", self.teams),
            ("author_numbers", self.authors),
            ("tag_numbers", self.tags),
        )
        for name, numbers in sets:
            if numbers is not None:
                results = results.within(name, numbers)
        return results


def kind_called(value: str) -> str | None:
    """The kind that is called so, as in ``kind:people`` or ``kind:person``."""
    value = value.casefold()
    return next((key for key, kind in kinds().items() if value in {key, kind.one or key, kind.name.casefold()}), None)


def _is(state: str) -> Q:
    """One of `query.STATES`; who wants what is answered does not mind how well."""
    if state == "verified":
        return Q(verified_until__gt=now())
    return Q(question__in={"open": ["open"], "answered": ANSWERED, "question": ["open", *ANSWERED, "duplicate"]}[state])


def _meant(name: str, viewer: Any, value: str) -> frozenset[Any]:
    """What the value of a filter stands for, among what the viewer may see."""
    if name == "kind":
        return frozenset(filter(None, [kind_called(value)]))
    return frozenset(filters()[name].resolve(viewer, value))


def filters() -> Mapping[str, Filter]:
    """Those that the rooms declare."""
    return gathered("filters", "FILTERS")
