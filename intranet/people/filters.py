"""What ``by:maya`` and ``team:care`` mean in a search; see `intranet.kit.declarations`."""

import re
from collections import Counter
from collections.abc import Collection
from typing import Any

from django.db.models import Q, QuerySet

from intranet.kit.declarations import Filter

from .models import Team, User
from .models.user import folded

_NUMBER = re.compile(r"#(\d{1,18})")  # a team whose name does not tell which one it is


def by(viewer: Any, value: str) -> set[int]:
    """Whose username or name that is; ``me`` is the viewer."""
    name = value.removeprefix("@")
    if name.casefold() == "me":
        return {viewer.pk}
    people = User.objects.visible_to(viewer)
    exactly = people.filter(Q(username=name.casefold()) | Q(name__iexact=name))
    return numbers(exactly) or numbers(people.filter(name__istartswith=f"{name} "))


def team(viewer: Any, value: str) -> set[int]:
    """The teams that are called so, or those whose names have these words in them; ``#12`` is one by its number."""
    teams = Team.objects.visible_to(viewer)
    if found := _NUMBER.fullmatch(value):
        return numbers(teams.filter(pk=int(found[1])))
    return numbers(teams.filter(folded=folded(value))) or numbers(teams.filter(folded__contains=folded(value)))


def numbers(rows: QuerySet) -> set[int]:
    return set(rows.values_list("pk", flat=True))


def people_called(viewer: Any, numbers: Collection[int]) -> dict[int, tuple[str, str]]:
    people = User.objects.visible_to(viewer).filter(pk__in=numbers)
    return {pk: (name, username) for pk, name, username in people.values_list("pk", "name", "username")}


def teams_called(viewer: Any, numbers: Collection[int]) -> dict[int, tuple[str, str]]:
    teams = Team.objects.visible_to(viewer)
    rows = list(teams.filter(pk__in=numbers).values_list("pk", "name", "folded"))
    namesakes = Counter(teams.filter(folded__in={each for _, _, each in rows}).values_list("folded", flat=True))
    return {pk: (name, name if namesakes[each] == 1 and _can_be_typed(name) else f"#{pk}") for pk, name, each in rows}


def _can_be_typed(name: str) -> bool:
    return '"' not in name and any(sign.isalnum() for sign in name) and not _NUMBER.fullmatch(name)


FILTERS = {"by": Filter(by, people_called), "team": Filter(team, teams_called)}
