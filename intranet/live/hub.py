"""One hub per process that holds sockets: it reads the log, has each event drawn once, and writes it to all."""

import asyncio
import logging
import time
from collections import deque
from collections.abc import Sequence

from django.conf import settings
from django.db import Error

from . import bell, limits, presence
from . import log as events
from .crowd import Crowd
from .door import Visitor
from .frames import Frames, framed
from .listener import Joining, Listener
from .log import Happened
from .memory import REMEMBERED, Memory
from .reader import Reader
from .rights import CHANGED, Rights

log = logging.getLogger(__name__)

SWEPT_EVERY = 5.0  # seconds between two looks for silent and lagging sockets
AT_ONCE = 500  # events of one round
JOIN_AT_ONCE = 200  # sockets that join in one round
BREATH = 100  # sockets after which others on the loop have their turn

_hub: "Hub | None" = None


def current() -> "Hub | None":
    """The hub of this process, when it has one. Its `wake` may be called from any thread."""
    return _hub


def of_this_loop() -> "Hub":
    """The hub of this process, made when the first socket comes."""
    global _hub
    loop = asyncio.get_running_loop()
    if _hub is None or _hub.loop is not loop:
        _hub = Hub(loop)
    return _hub


class Hub:
    """All sockets of this process. Everything here but `wake` happens in one event loop."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop
        self.mark = 0  # the last event that was told
        self.crowd = Crowd()
        self._joining: deque[Joining] = deque()
        self._memory = Memory()
        self._began = False
        self._rung = asyncio.Event()
        self._rights = Rights(self.crowd)
        self._log = Reader("log")
        self._presence = Reader("presence")  # which writes, and waits for those who write, too
        self._present_at = 0.0
        self._tasks: list[asyncio.Task[None]] = []

    # Called by sockets

    async def let_in(self, scope: dict) -> Visitor | None:
        return await self._rights.let_in(scope)

    def enter(self, listener: Listener) -> None:
        """A socket is open."""
        self.crowd.enter(listener)
        self._run()

    def join(self, listener: Listener, streams: frozenset[str], after: int | None) -> None:
        """The socket wants to hear these streams instead of those before, from behind the event `after` on."""
        self._joining.append(Joining(listener, streams, after))
        self._rung.set()

    def leave(self, listener: Listener) -> None:
        self.crowd.leave(listener)

    def close(self, listener: Listener, code: int) -> None:
        self.crowd.close(listener, code)

    def wake(self) -> None:
        """Something was written to the log. From any thread."""
        self.loop.call_soon_threadsafe(self._rung.set)

    # The rounds

    def _run(self) -> None:
        if not self._tasks:
            works = [self._rounds(), self._rights.watch(), self._sweeps()]
            if settings.CHANNEL_LAYERS:
                works.append(bell.listen(self))
            self._tasks = [self.loop.create_task(work) for work in works]

    async def _rounds(self) -> None:
        """Round after round while there are sockets; without them, nothing is asked of the database."""
        while True:
            try:
                rung = await self._wait()
                await self._catch_up(rung)
                await self._let_join()
            except Error as error:
                log.warning("The live feed could not read the log: %s. It tries again.", error)
                await self._pause()
            except Exception:
                log.exception("A round of the live feed failed; the next one goes on where it was")
                await self._pause()

    async def _pause(self) -> None:
        """After a failure; the next round looks at the log even if nothing more was written."""
        await asyncio.sleep(1)
        self._rung.set()

    async def _wait(self) -> bool:
        """Until the bell rings or a tick has passed; whether it rang. While nobody is there, until somebody comes."""
        if not (self._began and self.crowd):
            await self._rung.wait()  # somebody joins
            newest = await self._log.ask(events.last, REMEMBERED)
            self.mark = newest[-1].id if newest else 0
            self._memory.begin(newest, self.mark)
            self._began = True
        try:
            await asyncio.wait_for(self._rung.wait(), settings.LIVE_TICK)
        except TimeoutError:
            return False
        self._rung.clear()
        return True

    async def _catch_up(self, rung: bool) -> None:
        """Tell every event behind the mark."""
        if not (await self._log.has_changed() or rung):
            return
        while True:
            batch = await self._log.ask(events.since, self.mark, most=AT_ONCE)
            if not batch:
                return
            await self._rights.heed(batch)
            await self._tell(batch)
            self.mark = batch[-1].id
            self._memory.add(batch)
            if len(batch) < AT_ONCE:
                return

    async def _tell(self, batch: Sequence[Happened]) -> None:
        heard = [event for event in batch if event.name != CHANGED and self.crowd.hears(event.stream)]
        people = self.crowd.people_hearing({event.stream for event in heard})
        frames = await self._log.ask(framed, heard, people) if heard else {}
        for event in heard:
            if event.id not in frames:
                continue
            for number, listener in enumerate(self.crowd.hearing(event.stream), start=1):
                if listener.is_open and event.stream in listener.streams:
                    self._tell_one(listener, frames[event.id], event.id)
                if number % BREATH == 0:
                    await asyncio.sleep(0)

    def _tell_one(self, listener: Listener, frames: Frames, event_id: int) -> None:
        """Whatever is wrong with one socket, the others hear."""
        try:
            listener.tell(frames.of(listener.visitor.person), event_id)
            if listener.is_too_far_behind:
                self.close(listener, limits.TOO_SLOW)
        except Exception:
            log.exception("Could not write to a socket of the live feed")
            self.crowd.leave(listener)

    # Joining

    async def _let_join(self) -> None:
        """Those who wait, some in each round: after a restart there are thousands, and events do not wait for all."""
        if self._joining:
            batch = [self._joining.popleft() for _ in range(min(JOIN_AT_ONCE, len(self._joining)))]
            batch = [one for one in batch if one.listener.is_open]
            try:
                await self._admit(batch)
            except Error:
                self._joining.extendleft(reversed(batch))  # nobody who asked is forgotten
                raise
            except Exception:
                log.exception("Could not let somebody join the live feed")
                await self._admit_one_by_one(batch)
            if self._joining:
                self._rung.set()

    async def _admit_one_by_one(self, batch: Sequence[Joining]) -> None:
        """One of them asked for what we cannot answer; the others do not wait for it."""
        for one in batch:
            try:
                await self._admit([one])
            except Error:
                self._joining.append(one)
            except Exception:
                self.close(one.listener, limits.NOT_UNDERSTOOD)

    async def _admit(self, batch: Sequence[Joining]) -> None:
        if any(one.after is not None and one.after > self.mark for one in batch):
            await self._catch_up(rung=True)  # a page was drawn after our last look
        looks = self._rights.looks
        granted = await self._rights.of([(one.listener, one.streams) for one in batch])  # as they are at our mark
        await self._join(batch, granted)
        if self._rights.looks != looks:  # they were looked at while these were on their way in
            await self._rights.look_at([one.listener for one in batch])

    async def _join(self, batch: Sequence[Joining], granted: Sequence[frozenset[str] | None]) -> None:
        forgotten = await self._forgotten(batch)
        missed: list[list[Happened] | None] = []
        for one, streams in zip(batch, granted, strict=True):
            if streams is None:
                self.close(one.listener, limits.SIGNED_OUT)
            missed.append([] if streams is None else await self._missed(one, streams, forgotten))
        wanted = {event.id: event for of_one in missed for event in of_one or ()}
        people = {one.listener.visitor.person for one in batch}
        frames = await self._log.ask(framed, [wanted[id] for id in sorted(wanted)], people) if wanted else {}
        for number, (one, streams, of_one) in enumerate(zip(batch, granted, missed, strict=True), start=1):
            if streams is not None and one.listener.is_open:
                self._start(one, streams, of_one, frames)
            if number % BREATH == 0:
                await asyncio.sleep(0)

    async def _forgotten(self, batch: Sequence[Joining]) -> int:
        """Whoever stopped before this event has missed something that the log no longer holds."""
        if all(one.after is None or self._memory.reaches(one.after) for one in batch):
            return 0
        return await self._log.ask(events.oldest) - 1

    async def _missed(self, one: Joining, streams: frozenset[str], forgotten: int) -> list[Happened] | None:
        """What happened on `streams` behind the mark of the browser; None when that is too much, or not known."""
        after = one.after
        if after is None or after == self.mark:
            return []
        if after > self.mark or after < forgotten:
            return None  # the mark of another database, such as one before it was restored; or a very old one
        if self._memory.reaches(after):
            found = self._memory.behind(after, streams)
        else:
            found = await self._log.ask(events.since, after, most=limits.MISSED + 1, streams=streams)
            found = [event for event in found if event.id <= self.mark]
        if len(found) > limits.MISSED:
            return None
        return [event for event in found if event.name != CHANGED]

    def _start(
        self, one: Joining, streams: frozenset[str], missed: list[Happened] | None, frames: dict[int, Frames]
    ) -> None:
        listener = one.listener
        self.crowd.tune(listener, streams)
        listener.mark = min(listener.mark, one.after or 0)
        for event in missed or ():
            if event.id in frames:
                self._tell_one(listener, frames[event.id], event.id)
        listener.mark = self.mark
        if missed is None:
            listener.say(reset=True, mark=self.mark)
        listener.say(listening=sorted(streams), mark=self.mark)

    # Sweeping

    async def _sweeps(self) -> None:
        """Close what is silent or lags behind, and say who is here."""
        while True:
            await asyncio.sleep(SWEPT_EVERY)
            now = time.monotonic()
            try:
                self.crowd.sweep(now)
                if settings.LIVE_PRESENCE and now >= self._present_at:
                    self._present_at = now + presence.RENEWED_EVERY
                    await self._presence.ask(presence.renew, self.crowd.people)
            except Exception as error:
                log.warning("The live feed could not sweep: %s. It tries again.", error)
