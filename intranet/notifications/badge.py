"""How much there is that somebody has not read: the number beside the bell."""

from collections import Counter
from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import Any

from django.contrib.auth import get_user_model
from django.core.cache import caches
from django.db.models import Exists, Max, OuterRef

from intranet.kit.lookups import Lookup

from .models import Notice
from .notices import readers_of

MOST = 100  # groups that are counted: the number says no more than "99+"
LOOKED_AT = 300  # the newest groups, of which some may not be known any more
FRESH = 5  # seconds that rights need not be asked again for the same notices


def has_unread() -> Exists:
    """Is there anything that the person outside has not read? A part of the query that reads the person anyway."""
    return Exists(Notice.objects.unread().filter(to=OuterRef("pk")))


def unread(viewer: Any, eyes: str = "") -> int:
    """How many groups of notices `viewer` has not read and may still know of.

    One query, and one or two more for each kind of thing when others are unread than a moment ago, or when the viewer
    has other `eyes`: what somebody may read, in short.
    """
    groups = _unread_groups().all(viewer.pk)
    if not groups:
        return 0
    key = f"notices:{viewer.pk}:{hash((viewer.sees_everything, eyes, *groups))}"
    known = caches["fragments"].get(key)
    if known is None:
        there = readers_of({viewer.pk: viewer}, {(viewer.pk, kind, about) for kind, about, _ in groups})
        known = min(len(there), MOST)
        caches["fragments"].set(key, known, FRESH)
    return known


def unread_of(people: Collection[int]) -> Mapping[int, int]:
    """The same for many by number, asked anew."""
    rows = Notice.objects.unread().filter(to__in=people).values_list("to", "kind", "about").distinct()
    asked = set(rows)
    here = get_user_model().objects.filter(is_active=True).in_bulk({person for person, _, _ in asked})
    counts = Counter(person for person, _, _ in readers_of(here, asked))
    return {person: min(counts[person], MOST) for person in people}


@lru_cache(maxsize=1)
def _unread_groups() -> Lookup:
    rows = Notice.objects.unread().order_by().values("kind", "about").annotate(newest=Max("pk")).order_by("-newest")
    return Lookup(rows.values_list("kind", "about", "newest"), by="to", most=LOOKED_AT)
