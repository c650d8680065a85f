"""What is drawn once and kept."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.core.cache import caches

Made = TypeVar("Made")


def kept_last(key: str, made_of: tuple[Any, ...], make: Callable[[], Made]) -> Made:
    """What `make` makes, made once for as long as what it is made of stays the same.

    Only the last is kept under a key, so that large things that often change do not fill the memory.
    """
    known = caches["fragments"].get(key)
    if known is None or known[0] != made_of:
        known = made_of, make()
        caches["fragments"].set(key, known)
    made: Made = known[1]
    return made
