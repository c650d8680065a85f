"""What rooms declare upwards: small files that a lower step gathers, so that it need not import its callers.

To learn what a room does to the rest of the house, read its declaration files:

=============  =================  ======================================================================
file           name in it         what it says
=============  =================  ======================================================================
policy.py      ``RULES``          who may do what: ``{"update.edit": rule}``, see :data:`Rule`
links.py       ``LINKS``          how ``@name`` and ``#tag`` become addresses: ``{"@": resolver}``, see :data:`Resolver`
schedule.py    ``TURNS``          what runs again and again: a list of :class:`Turn`
demo.py        ``fill``           what the demo company has: ``fill(say)``, see :data:`DemoPart`
sentences.py   ``SENTENCES``      how the trail reads: ``{"team.joined": "{by} joined {about}"}``
welcome.py     ``lines``          what a start prints about signing in: ``lines(address) -> list[str]``
=============  =================  ======================================================================
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.conf import settings

#: ``rule(user, thing) -> bool``: may this active, signed-in user do it to this thing (None when there is none)?
Rule = Callable[[Any, Any], bool]

#: ``resolver(names) -> {name: address}``: the names (lower case, without sign) that lead somewhere, and where to.
Resolver = Callable[[Iterable[str]], dict[str, str]]

#: ``fill(say)``: makes the room's part of the demo company; ``say(sentence)`` reports each step.
DemoPart = Callable[[Callable[[str], None]], None]


@dataclass(frozen=True)
class Turn:
    """A task (made with ``@task()``) that the worker enqueues whenever `every` has passed since its last turn."""

    task: Any
    every: timedelta


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
