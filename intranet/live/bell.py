"""The ring after a commit: it wakes the hubs by the quickest way there is. Whoever misses it has the tick.

The hub of this process is woken directly. Those of other processes hear of it through Redis, when there is one: a
thread of its own brings it there, so that nobody who posts waits for a Redis that is slow or away.
"""

import asyncio
import logging
import os
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from channels.layers import get_channel_layer
from django.conf import settings

if TYPE_CHECKING:
    from .hub import Hub

log = logging.getLogger(__name__)

GROUP = "live"
PATIENCE = 2.0  # seconds for one message to Redis
PAUSE = 2.0  # seconds before Redis is tried again
REJOIN = 600.0  # seconds after which a hub says anew that it listens; Redis forgets who does not

_postman: "Postman | None" = None
_hiring = threading.Lock()


def ring() -> None:
    """Something was written to the log."""
    from .hub import current

    if hub := current():
        hub.wake()
    if settings.CHANNEL_LAYERS:
        _postman_here().go()


class Postman(threading.Thread):
    """Rings in Redis. Many rings while he is on his way are one."""

    def __init__(self) -> None:
        super().__init__(name="live-postman", daemon=True)
        self.process = os.getpid()
        self._asked = threading.Event()

    def go(self) -> None:
        self._asked.set()

    def run(self) -> None:
        with asyncio.Runner() as runner:
            said = False
            while True:
                self._asked.wait()
                self._asked.clear()
                try:
                    runner.run(_ring_in_redis())
                    said = False
                except Exception as error:
                    if not said:
                        log.warning("Could not ring in Redis: %s. The feed arrives by the tick meanwhile.", _why(error))
                    time.sleep(PAUSE if said else 0)  # a Redis that was started anew has closed our line, no more
                    said = True
                    self._asked.set()


async def listen(hub: "Hub") -> None:
    """Wake `hub` whenever another process rings, for ever. When Redis goes, it is looked for every few seconds."""
    layer: Any = get_channel_layer()
    channel = await layer.new_channel()  # a name; nothing is asked of Redis yet
    said = False
    while True:
        try:
            await asyncio.wait_for(layer.group_add(GROUP, channel), PATIENCE)
            if said:
                log.warning("Redis is back; the feed is rung again.")
            said = False
            await _hear(layer, channel, hub)
        except Exception as error:
            if not said:
                log.warning("Redis is away: %s. The feed arrives by the tick meanwhile.", _why(error))
            said = True
            await asyncio.sleep(PAUSE)


async def _hear(layer: Any, channel: str, hub: "Hub") -> None:
    """For as long as Redis is sure to remember that we listen."""
    with suppress(TimeoutError):
        async with asyncio.timeout(REJOIN):
            while True:
                await layer.receive(channel)
                hub.wake()


def _postman_here() -> Postman:
    """The postman of this process; a fork has none of its parent's threads."""
    global _postman
    with _hiring:
        if _postman is None or _postman.process != os.getpid():
            _postman = Postman()
            _postman.start()
        return _postman


async def _ring_in_redis() -> None:
    layer: Any = get_channel_layer()
    await asyncio.wait_for(layer.group_send(GROUP, {"type": "ring"}), PATIENCE)


def _why(error: Exception) -> str:
    return str(error) or type(error).__name__
