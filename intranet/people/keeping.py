"""What is drawn once and kept, for all who see it with the same eyes."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.core.cache import caches
from django.utils import timezone

from .eyes import Eyes
from .models import Company

Made = TypeVar("Made")


def kept(name: str, eyes: Eyes, made_of: tuple[Any, ...], make: Callable[[], Made]) -> Made:
    """What `make` makes for these eyes, made once for as long as what it is made of stays the same.

    How people and teams look, and the day, are part of everything. A `name` belongs to one place of the house.
    """
    looks = Company.current().looks_version
    key = ":".join(map(str, ("kept", name, *made_of, looks, timezone.localdate().isoformat(), eyes)))
    cache = caches["fragments"]
    known = cache.get(key)
    if known is None:
        known = make()
        cache.set(key, known)
    return known
