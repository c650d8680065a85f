"""What is drawn once and kept."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.core.cache import caches

Made = TypeVar("Made")


def kept_last(key: str, made_of: tuple[Any, ...], make: Callable[[], tuple[Made, bool]]) -> Made:
    """What `make` makes, made once for as long as what it is made of stays the same; it says whether it is whole, which
    it is not when some of that went while it was made.

    Only the last is kept under a key, so that large things that often change do not fill the memory.
    """
    known = caches["fragments"].get(key)
    if known is None or known[0] != made_of:
        made, is_whole = make()
        if is_whole:
            caches["fragments"].set(key, (made_of, made))
        return made
    kept: Made = known[1]
    return kept
