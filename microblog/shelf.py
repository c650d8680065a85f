"""The list of what waits, as most people open it: drawn once, and kept under what it is made of."""

from collections.abc import Callable, Collection
from functools import lru_cache
from typing import Any

from django.utils import timezone
from django.utils.safestring import SafeString

from intranet.kit import paging
from intranet.kit.keeping import kept_last
from intranet.kit.lookups import Lookup
from intranet.people.audiences import looks
from intranet.people.eyes import Eyes

from . import feeds
from .models.question import WAITING
from .signs import keys_in


def first_page(viewer: Any, draw: Callable[[Collection[int]], SafeString]) -> tuple[SafeString, dict[int, list[str]]]:
    """What `draw` makes of the questions of the first page, which it is told by number, and which reactions are the
    viewer's own. One query, and those of `draw`.

    It shows no others: what somebody wrote since would be kept as what there was before.
    """
    found, eyes = _first(viewer, viewer.is_active, viewer.role).all(), Eyes.of(viewer)
    rows = [row[:3] for row in found]
    made_of = (looks(), timezone.localdate(), rows)
    html = kept_last(f"questions:{eyes}", made_of, lambda: draw({row[0] for row in rows}))
    return html, {row[0]: keys_in(row[3]) for row in found[: paging.SIZE] if row[3]}


@lru_cache(maxsize=1_000)
def _first(viewer: Any, is_active: bool, role: str) -> Lookup:
    """Oldest first, with all that its cards are kept under; and one more, which says whether there is another page."""
    rows: Any = feeds.questions(viewer, states=WAITING).order_by("posted_at", "pk")
    return Lookup(rows.values_list("pk", "version", "in_closed_team", "mine"), most=paging.SIZE + 1)
