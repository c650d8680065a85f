"""How much of what was found is of which kind, team, author, tag and year: counted after the hits are shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from . import asking, engines
from .documents import kinds
from .models import Document
from .query import Query

MOST = 8  # values of one facet
NAMES = 100  # values whose names are looked up: a few have none, because they are gone
NAMED = (("Team", "team", "audience_numbers"), ("Author", "by", "author"), ("Tag", "tag", "tag_numbers"))
KIND_OF = {"team": "team", "by": "person", "tag": "tag"}  # the documents that have the names


@dataclass(frozen=True)
class Value:
    """A value of a facet, how much has it, and the query that is narrowed to it."""

    name: str
    count: int
    typed: str

    @property
    def is_capped(self) -> bool:
        return self.count >= asking.COUNTED


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
    search = asking.Asked(engine, query, viewer).search()
    # The tabs tell of all kinds, also of those that one has turned away from.
    of_all = replace(search, wording=replace(search.wording, query=query.with_only("kind", "")))
    counted = of_all.results.facet("kind")
    return Facets(
        all=min(sum(counted.values()), asking.COUNTED),
        kinds={key: min(counted.get(key, 0), asking.COUNTED) for key in kinds()},
        named=[(title, values) for title, values in _named(search, query, viewer) if values],
    )


def _named(search: asking.Search, query: Query, viewer: Any) -> list[tuple[str, list[Value]]]:
    asked = [each for each in NAMED if not query.values(each[1])]
    counts = {name: dict(search.results.facet(field)) for _, name, field in asked}
    names = _names({name: list(counted)[:NAMES] for name, counted in counts.items()}, viewer)
    facets = [
        (
            title,
            [
                Value(names[name, number], min(many, asking.COUNTED), str(query.adding(name, names[name, number])))
                for number, many in counts[name].items()
                if (name, number) in names
            ][:MOST],
        )
        for title, name, _ in asked
    ]
    return [*facets, ("Year", _years(search, query))]


def _names(numbers: Mapping[str, Sequence[Any]], viewer: Any) -> dict[tuple[str, int], str]:
    """What the teams, people and tags are called that the viewer may see; others have no name and are not shown."""
    found: dict[tuple[str, int], str] = {}
    for name, some in numbers.items():
        rows = Document.objects.visible_to(viewer).of(KIND_OF[name], [number for number in some if number])
        found |= {(name, number): title.lstrip("#") for number, title in rows.values_list("number", "title")}
    return found


def _years(search: asking.Search, query: Query) -> list[Value]:
    if query.after or query.before:
        return []
    years = sorted(((year, many) for year, many in search.results.facet("year").items() if year), reverse=True)
    return [
        Value(str(year), min(many, asking.COUNTED), str(query.of_year(year))) for year, many in years if len(years) > 1
    ][:MOST]
