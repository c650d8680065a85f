"""What ``by:maya`` and ``team:care`` mean in a search; see `intranet.kit.declarations`."""

from typing import Any

from django.db.models import Q, QuerySet

from .models import Team, User
from .models.user import folded


def by(viewer: Any, value: str) -> set[int]:
    """Whose username or name that is; ``me`` is the viewer."""
    name = value.removeprefix("@")
    if name.casefold() == "me":
        return {viewer.pk}
    people = User.objects.visible_to(viewer)
    exactly = people.filter(Q(username=name.casefold()) | Q(name__iexact=name))
    return numbers(exactly) or numbers(people.filter(name__istartswith=f"{name} "))


def team(viewer: Any, value: str) -> set[int]:
    """The team that is called so, or those whose names have these words in them."""
    teams = Team.objects.visible_to(viewer)
    return numbers(teams.filter(folded=folded(value))) or numbers(teams.filter(folded__contains=folded(value)))


def numbers(rows: QuerySet) -> set[int]:
    return set(rows.values_list("pk", flat=True))


FILTERS = {"by": by, "team": team}
