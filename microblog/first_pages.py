"""First pages of lists, as most people open them: asked of the database in words that are kept, or drawn once."""

from collections.abc import Callable, Collection
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.safestring import SafeString

from intranet.kit import paging
from intranet.kit.keeping import kept_last
from intranet.kit.lookups import Lookup, bare, moment
from intranet.people.audiences import looks
from intranet.people.eyes import Eyes
from intranet.people.frame import my_teams
from intranet.people.tastes import Tastes, tastes

from . import feeds
from .models.question import WAITING
from .models.update import UpdateQuerySet
from .signs import keys_in


class Listed(NamedTuple):
    """An update in a list, with all that its card is kept under, and which signs the viewer gave it, added up."""

    pk: int
    version: int
    in_closed_team: bool
    mine: int | None
    posted_at: datetime  # as a lookup gives it


def newest(viewer: Any, feed: Callable[[Any], UpdateQuerySet]) -> paging.Page:
    """The first page of a feed that follows from the viewer's rights, teams and tastes. One query."""
    teams = frozenset(team.pk for team in my_teams(viewer))
    found = _newest(feed, _as_now(viewer), viewer.is_active, viewer.role, teams, tastes(viewer)).all()
    rows = [Listed(*row) for row in found]
    if len(rows) <= paging.SIZE:
        return paging.Page(rows)
    last = rows[paging.SIZE - 1]
    return paging.Page(rows[: paging.SIZE], paging.cursor_of(moment(last.posted_at), last.pk))


def waiting(
    viewer: Any, draw: Callable[[Collection[int]], tuple[SafeString, bool]]
) -> tuple[SafeString, dict[int, list[str]]]:
    """What `draw` makes of the questions of the first page, which it is told by number, and which reactions are the
    viewer's own. It says whether it is all of them. One query, and those of `draw`.

    It shows no others: what somebody wrote since would be kept as what there was before.
    """
    found, eyes = _waiting(bare(viewer), viewer.is_active, viewer.role).all(), Eyes.of(viewer)
    rows = [row[:3] for row in found]
    made_of = (looks(), timezone.localdate(), rows)
    html = kept_last(f"questions:{eyes}", made_of, lambda: draw([row[0] for row in rows[: paging.SIZE]]))
    return html, {row[0]: keys_in(row[3]) for row in found[: paging.SIZE] if row[3]}


def _as_now(viewer: Any) -> Any:
    """Somebody to be kept with a query, who has just the teams and tastes that it is kept under."""
    as_now = bare(viewer)
    as_now._my_teams, as_now._tastes = my_teams(viewer), tastes(viewer)
    return as_now


@lru_cache(maxsize=1_000)
def _waiting(viewer: Any, is_active: bool, role: str) -> Lookup:
    """Oldest first, with all that its cards are kept under; and one more, which says whether there is another page."""
    rows: Any = feeds.questions(viewer, states=WAITING).order_by("posted_at", "pk")
    return Lookup(rows.values_list("pk", "version", "in_closed_team", "mine"), most=paging.SIZE + 1)


@lru_cache(maxsize=3_000)
def _newest(
    feed: Callable[[Any], UpdateQuerySet],
    viewer: Any,
    is_active: bool,
    role: str,
    teams: frozenset[int],
    likes: Tastes,
) -> Lookup:
    rows: Any = feed(viewer).order_by("-posted_at", "-pk")
    return Lookup(rows.values_list(*Listed._fields), most=paging.SIZE + 1)
