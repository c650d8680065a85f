"""How what the rooms declared is found."""

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.conf import settings


def gather(file: str, name: str) -> Iterator[Any]:
    """The object called `name` in each room's `file`.py, lowest step first; rooms without that file are passed over."""
    for room in apps.get_app_configs():
        if room.name in settings.ROOMS and room.name != "intranet.kit" and find_spec(f"{room.name}.{file}"):
            yield getattr(import_module(f"{room.name}.{file}"), name)


@cache
def gathered(file: str, name: str) -> dict[str, Any]:
    """The dictionaries called `name` of all rooms as one; a key declared twice is a mistake and says so."""
    merged: dict[str, Any] = {}
    for part in gather(file, name):
        if twice := merged.keys() & part.keys():
            raise ValueError(f"Declared twice in {file}.py: {', '.join(sorted(twice))}")
        merged |= part
    return merged


@cache
def the_one(file: str, name: str) -> Any:
    """The object called `name` that exactly one room declares in its `file`.py."""
    [declared] = gather(file, name)
    return declared
