"""Who may hear what: asked when somebody joins, when an event says that it changed, and now and again for all."""

import asyncio
import logging
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from . import door, limits
from .crowd import Crowd
from .door import Visitor
from .listener import Listener
from .log import Happened
from .reader import Reader

log = logging.getLogger(__name__)

EVERY = 3.0  # seconds between two looks at everybody
AT_ONCE = 1_000  # sockets of one look; between them pages have their turn

#: The one event that browsers are never told: who heard the stream it came on is asked again what they may hear.
CHANGED = "rights.changed"


class Rights:
    """Of the sockets of one process, asked in a thread of its own."""

    def __init__(self, crowd: Crowd) -> None:
        self.crowd = crowd
        self.looks = 0  # how often anybody's rights were looked at again
        self._reader = Reader("rights")

    async def let_in(self, scope: Mapping[str, Any]) -> Visitor | None:
        return await self._reader.ask(door.let_in, scope)

    async def of(self, asked: Sequence[tuple[Listener, frozenset[str]]]) -> list[frozenset[str] | None]:
        """For each listener the streams, of those named, that it may hear now; None for who is signed out."""
        return await self._reader.ask(door.may_stay, [(one.visitor, streams) for one, streams in asked])

    async def heed(self, batch: Sequence[Happened]) -> None:
        """Before anything is told: whoever an event says has other rights now."""
        if changed := {event.stream for event in batch if event.name == CHANGED}:
            await self.look_at(self.crowd.concerned_by(changed))

    async def watch(self) -> None:
        """Now and again everybody is asked, so that rights end in time even when an event was missed."""
        due = False
        while True:
            await asyncio.sleep(EVERY)
            try:
                due = due or bool(self.crowd and await self._reader.has_changed())
                due = due or await self._reader.ask(door.has_run_out, self.crowd.sessions)
                if due:
                    await self.look_at(self.crowd.everyone)
                due = False
            except Exception as error:
                log.warning("The live feed could not check rights: %s. It tries again.", error)

    async def look_at(self, listeners: Collection[Listener]) -> None:
        """What they may no longer hear ends, and who is signed out is closed."""
        self.looks += 1
        them = list(listeners)
        for first in range(0, len(them), AT_ONCE):
            await self._look_at_some(them[first : first + AT_ONCE])

    async def _look_at_some(self, listeners: Sequence[Listener]) -> None:
        asked = [(one, one.streams) for one in listeners]
        granted = await self.of(asked)
        for (listener, streams), still in zip(asked, granted, strict=True):
            if not listener.is_open:
                continue
            if still is None:
                self.crowd.close(listener, limits.SIGNED_OUT)
            else:
                self.crowd.end(listener, streams - still)
