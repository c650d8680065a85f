"""What is drawn once and kept, for all who see it with the same eyes."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django.core.cache import caches
from django.utils import timezone

from .audiences import looks
from .eyes import Eyes

Made = TypeVar("Made")


def kept(name: str, eyes: Eyes, made_of: tuple[Any, ...], make: Callable[[], Made]) -> Made:
    """What `make` makes for these eyes, made once for as long as what it is made of stays the same.

    How people and teams look, and the day, are part of everything. A `name` belongs to one place of the house.
    """
    return kept_each(name, eyes, {0: made_of}, lambda _: {0: make()})[0]


def kept_each(
    name: str, eyes: Eyes, made_of: Mapping[int, tuple[Any, ...]], make: Callable[[list[int]], Mapping[int, Made]]
) -> dict[int, Made]:
    """The same for many things by number, in their order; `make` is asked for those that are not kept yet, at once.

    What it does not make is left out.
    """
    around = f"{looks()}:{timezone.localdate().isoformat()}:{eyes}"
    keys = {pk: ":".join(map(str, ("kept", name, *parts, around))) for pk, parts in made_of.items()}
    cache = caches["fragments"]
    known: dict[str, Made] = cache.get_many(keys.values())
    if missing := [pk for pk, key in keys.items() if key not in known]:
        fresh = {keys[pk]: made for pk, made in make(missing).items()}
        cache.set_many(fresh)
        known |= fresh
    return {pk: known[key] for pk, key in keys.items() if key in known}
