"""In which audiences a person finds things; see `intranet.kit.declarations`."""

from collections.abc import Iterable
from typing import Any

from .frame import my_teams
from .models import Team, User
from .models.user import Role

EVERYBODY = 0


def seen_by(viewer: Any) -> frozenset[int] | None:
    """Everybody's, and those of the teams that the viewer sees: open ones and theirs. Administrators see everything."""
    if viewer.sees_everything:
        return None
    mine = (team.pk for team in my_teams(viewer))  # read for the frame anyway
    return frozenset({EVERYBODY, *mine, *Team.objects.open().order_by().values_list("pk", flat=True)})


def who_tends() -> Iterable[User]:
    """Those who communicate; administrators, who may see everything, after them."""
    here = User.objects.here()
    return [*here.filter(role=Role.COMMUNICATIONS), *here.seeing_everything()]
