"""In which audiences a person finds things; see `intranet.kit.declarations`."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django.db.models import Q

from intranet.kit.lookups import Lookup

from .frame import my_teams
from .models import Company, Team, User
from .models.user import Role

EVERYBODY = 0


def seen_by(viewer: Any) -> frozenset[int] | None:
    """Everybody's, and those of the teams that the viewer sees: open ones and theirs. Administrators see everything.

    Read once a request.
    """
    if viewer.sees_everything:
        return None
    if not hasattr(viewer, "_seen_audiences"):
        mine = (team.pk for team in my_teams(viewer))  # read for the frame anyway
        viewer._seen_audiences = frozenset({EVERYBODY, *mine, *(pk for (pk,) in _open_teams().all())})
    seen: frozenset[int] = viewer._seen_audiences
    return seen


def seen_now(viewer: Any, column: str) -> Q:
    """The same as a condition on a column, for queries that are kept: the database looks up the teams each time."""
    if viewer.sees_everything:
        return Q()
    return Q(**{column: EVERYBODY}) | Q(**{f"{column}__in": Team.objects.visible_to(viewer).values("pk")})


def looks() -> str:
    """Another text whenever a person, team or topic looks different; as of a moment ago."""
    return str(Company.current().looks_version)


@lru_cache(maxsize=1)
def _open_teams() -> Lookup:
    return Lookup(Team.objects.open().order_by().values_list("pk"))


def who_tends() -> Iterable[User]:
    """Those who communicate; administrators, who may see everything, after them."""
    here = User.objects.here()
    return [*here.filter(role=Role.COMMUNICATIONS), *here.seeing_everything()]
