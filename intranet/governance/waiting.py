"""How much waits for a moderator, beside a link of the frame; see `intranet.kit.declarations`."""

from functools import lru_cache
from typing import Any

from intranet.kit.declarations import Waiting
from intranet.kit.lookups import Lookup

from .models import Report


def things(viewer: Any) -> int:
    """So many things were reported, and wait for a decision that `viewer` may make."""
    return len(_open(viewer, viewer.sees_everything).all()) if viewer.moderates else 0


@lru_cache(maxsize=200)
def _open(viewer: Any, sees_everything: bool) -> Lookup:
    """People are compared by number, so what of them decides about rights is named beside."""
    return Lookup(Report.objects.open().judged_by(viewer).values_list("kind", "about").distinct())


WAITING: dict[str, Waiting] = {"moderation": things}
