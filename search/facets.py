"""How much of what was found is of which kind, team, author, tag and year: counted after the hits are shown."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from . import engines
from .asking import Asked
from .documents import kinds
from .models import Document
from .narrowing import filters
from .query import Query
from .searching import COUNTED, Search

MOST = 8  # values of one facet
LOOKED_AT = 16  # values whose names are looked up: now and then one is gone
NAMED = (("Team", "team", "audience_numbers"), ("Author", "by", "author_numbers"), ("Tag", "tag", "tag_numbers"))


@dataclass(frozen=True)
class Value:
    """A value of a facet, how much has it, and the query that is narrowed to it."""

    name: str
    count: int
    typed: str

    @property
    def is_capped(self) -> bool:
        return self.count >= COUNTED


@dataclass(frozen=True)
class Facets:
    """Everything that was counted. What the query is narrowed to already is not asked again, but for the kinds."""

    all: int  # of all kinds
    kinds: Mapping[str, int]
    named: Sequence[tuple[str, Sequence[Value]]]


def count(query: Query, viewer: Any) -> Facets:
    """The facets of what `viewer` finds for `query`. Counts end at 1,000."""
    if not query:
        return Facets(0, {}, ())
    return engines.asked(lambda engine: _count(engine, query, viewer))


def _count(engine: str, query: Query, viewer: Any) -> Facets:
    search = Asked(engine, query, viewer).search()
    # The tabs tell of all kinds, also of those that one has turned away from.
    of_all = replace(search, narrowed=replace(search.narrowed, kinds=None))
    counted = of_all.results.facet("kind")
    return Facets(
        all=min(sum(counted.values()), COUNTED),
        kinds={key: min(counted.get(key, 0), COUNTED) for key in kinds()},
        named=[(title, values) for title, values in _named(search, query, viewer) if values],
    )


def _named(search: Search, query: Query, viewer: Any) -> Iterator[tuple[str, list[Value]]]:
    for title, name, field in NAMED:
        if query.values(name):
            continue
        counts = search.results.facet(field)
        most = [number for number in counts if number][:LOOKED_AT]
        called = _called(name, viewer, most)
        yield (
            title,
            [
                Value(shown, min(counts[number], COUNTED), str(query.adding(name, typed)))
                for number, (shown, typed) in ((number, called[number]) for number in most if number in called)
            ][:MOST],
        )
    yield "Year", _years(search, query)


def _called(name: str, viewer: Any, numbers: list[int]) -> dict[int, tuple[str, str]]:
    """Each one's name, and what one types for it."""
    if not numbers:
        return {}
    if called := filters()[name].called:
        return called(viewer, numbers)
    titles = Document.objects.visible_to(viewer).of(name, numbers).values_list("number", "title")
    return {number: (title.lstrip("#"),) * 2 for number, title in titles}


def _years(search: Search, query: Query) -> list[Value]:
    if query.after or query.before:
        return []
    years = sorted(((year, many) for year, many in search.results.facet("year").items() if year), reverse=True)
    return [Value(str(year), min(many, COUNTED), str(query.of_year(year))) for year, many in years if len(years) > 1][
        :MOST
    ]
