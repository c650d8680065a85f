"""Who may write where: the nearest section at or above a page that names people or teams says so."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from intranet.kit.lookups import Lookup
from intranet.people.frame import my_teams
from intranet.writing.models import LongText

from .models import SectionPublisher

_NAMED = ("section__path", "person", "team")


@dataclass(frozen=True)
class Publishers:
    """The people and teams that one section names, by number."""

    people: frozenset[int] = frozenset()
    teams: frozenset[int] = frozenset()

    def include(self, person: Any) -> bool:
        return person.pk in self.people or any(team.pk in self.teams for team in my_teams(person))


def lineage(path: str) -> list[str]:
    """The paths from the top of the tree down to `path` itself; a page's is that of the one above and four signs."""
    return [path[:end] for end in range(LongText.steplen, len(path) + 1, LongText.steplen)]


def all_publishers() -> dict[str, Publishers]:
    """By the path of the section that names them."""
    return _by_path(_all().all())


def publishers_for(path: str, known: Mapping[str, Publishers] | None = None) -> Publishers | None:
    """Those who alone may write at `path`; None: everybody."""
    if known is None:
        known = _by_path(SectionPublisher.objects.filter(section__path__in=lineage(path)).values_list(*_NAMED))
    return next((known[each] for each in reversed(lineage(path)) if each in known), None)


def may_write(person: Any, path: str, known: Mapping[str, Publishers] | None = None) -> bool:
    if person.moderates:
        return True
    named = publishers_for(path, known)
    return named is None or named.include(person)


def is_named(person: Any, path: str, known: Mapping[str, Publishers] | None = None) -> bool:
    """Is the person one of few who write here?"""
    named = publishers_for(path, known)
    return named is not None and named.include(person)


@lru_cache(maxsize=1)
def _all() -> Lookup:
    return Lookup(SectionPublisher.objects.values_list(*_NAMED))


def _by_path(rows: Iterable[tuple[Any, ...]]) -> dict[str, Publishers]:
    people: dict[str, set[int]] = {}
    teams: dict[str, set[int]] = {}
    for path, person, team in rows:
        into: Collection[Any] = (people if person else teams).setdefault(path, set())
        into.add(person or team)  # type: ignore[attr-defined]
    return {
        path: Publishers(frozenset(people.get(path, ())), frozenset(teams.get(path, ())))
        for path in people.keys() | teams.keys()
    }
