"""What ``by:maya`` and ``team:care`` mean in a search; see `intranet.kit.declarations`."""

from typing import Any

from django.db.models import Q

from .models import Team, User
from .models.user import folded


def by(viewer: Any, value: str) -> set[int]:
    """Whose username or name that is; ``me`` is the viewer."""
    name = value.removeprefix("@")
    if name.casefold() == "me":
        return {viewer.pk}
    called = Q(username=name.casefold()) | Q(name__iexact=name) | Q(name__istartswith=f"{name} ")
    return set(User.objects.visible_to(viewer).filter(called).values_list("pk", flat=True))


def team(viewer: Any, value: str) -> set[int]:
    """The teams whose name has these words in it."""
    return set(Team.objects.visible_to(viewer).filter(folded__contains=folded(value)).values_list("pk", flat=True))


FILTERS = {"by": by, "team": team}
