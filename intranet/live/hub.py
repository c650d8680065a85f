"""One hub per process that holds sockets: it reads the log, has each event drawn once, and writes it to all."""

import asyncio
import logging
import time
from collections import defaultdict, deque
from collections.abc import Iterable, Sequence

from django.conf import settings
from django.db import Error

from . import bell, door, limits, presence
from . import log as events
from .door import Visitor
from .frames import Frames, framed
from .listener import Joining, Listener
from .log import Happened
from .reader import Reader

log = logging.getLogger(__name__)

TICK = 0.25  # seconds after which the log is looked at without a ring
RIGHTS_CHECKED_EVERY = 3.0  # seconds
SWEPT_EVERY = 5.0  # seconds between two looks for silent and lagging sockets
AT_ONCE = 500  # events of one round
JOIN_AT_ONCE = 200  # sockets that join in one round
BREATH = 100  # sockets after which others on the loop have their turn
REMEMBERED = 2_000  # events for those who come back soon

#: The one event that browsers are never told: who heard the stream it came on is asked again what they may hear.
RIGHTS = "rights.changed"

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
        self.listeners: set[Listener] = set()
        self.by_stream: dict[str, set[Listener]] = defaultdict(set)
        self.by_person: dict[int, set[Listener]] = defaultdict(set)
        self._joining: deque[Joining] = deque()
        self._recent: deque[Happened] = deque(maxlen=REMEMBERED)
        self._recent_after = 0  # `_recent` holds every event behind this one
        self._rung = asyncio.Event()
        self._log, self._rights = Reader("log"), Reader("rights")
        self._present_at = 0.0
        self._tasks: list[asyncio.Task[None]] = []

    # Called by sockets

    async def let_in(self, scope: dict) -> Visitor | None:
        return await self._rights.ask(door.let_in, scope)

    def enter(self, listener: Listener) -> None:
        """A socket is open. Somebody with too many loses the one that was silent longest."""
        mine = self.by_person[listener.visitor.person]
        if len(mine) >= settings.LIVE_SOCKETS_PER_PERSON:
            oldest = min(mine, key=lambda one: one.heard_at)
            self.close(oldest, limits.TOO_MUCH)
        self.listeners.add(listener)
        self.by_person[listener.visitor.person].add(listener)
        self._run()

    def join(self, listener: Listener, streams: frozenset[str], after: int | None) -> None:
        """The socket wants to hear these streams instead of those before, from behind the event `after` on."""
        self._joining.append(Joining(listener, streams, after))
        self._rung.set()

    def leave(self, listener: Listener) -> None:
        """The socket is gone."""
        listener.wire.is_open = False
        self.listeners.discard(listener)
        self._unlist(listener, listener.streams)
        of_person = self.by_person.get(listener.visitor.person, set())
        of_person.discard(listener)
        if not of_person:
            self.by_person.pop(listener.visitor.person, None)

    def close(self, listener: Listener, code: int) -> None:
        listener.close(code)
        self.leave(listener)

    def wake(self) -> None:
        """Something was written to the log. From any thread."""
        self.loop.call_soon_threadsafe(self._rung.set)

    # The rounds

    def _run(self) -> None:
        if not self._tasks:
            works = [self._rounds(), self._checks(), self._sweeps()]
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
                await asyncio.sleep(1)
            except Exception:
                log.exception("A round of the live feed failed; the next one goes on where it was")
                await asyncio.sleep(1)

    async def _wait(self) -> bool:
        """Until the bell rings or a tick has passed; whether it rang. While nobody is there, until somebody comes."""
        if not (self.listeners or self._joining):
            await self._rung.wait()
            self.mark = self._recent_after = await self._log.ask(events.newest)
            self._recent.clear()
        try:
            await asyncio.wait_for(self._rung.wait(), TICK)
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
            await self._check_again(batch)
            await self._tell(batch)
            self._remember(batch)
            if len(batch) < AT_ONCE:
                return

    async def _tell(self, batch: Sequence[Happened]) -> None:
        heard = [event for event in batch if event.name != RIGHTS and self.by_stream.get(event.stream)]
        people = {one.visitor.person for stream in {e.stream for e in heard} for one in self.by_stream[stream]}
        frames = await self._log.ask(framed, heard, people) if heard else {}
        for event in heard:
            if event.id not in frames:
                continue
            for number, listener in enumerate(list(self.by_stream.get(event.stream, ())), start=1):
                if listener.is_open and event.stream in listener.streams:
                    listener.tell(frames[event.id].of(listener.visitor.person), event.id)
                if number % BREATH == 0:
                    await asyncio.sleep(0)

    def _remember(self, batch: Sequence[Happened]) -> None:
        self.mark = batch[-1].id
        if len(self._recent) + len(batch) > REMEMBERED:
            dropped = len(self._recent) + len(batch) - REMEMBERED
            known = [*self._recent, *batch]
            self._recent_after = known[dropped - 1].id
        self._recent.extend(batch)

    # Joining

    async def _let_join(self) -> None:
        while self._joining:
            batch = [self._joining.popleft() for _ in range(min(JOIN_AT_ONCE, len(self._joining)))]
            batch = [one for one in batch if one.listener.is_open]
            granted = await self._ask_rights([(one.listener, one.streams) for one in batch])
            if any(one.after is not None and one.after > self.mark for one in batch):
                await self._catch_up(rung=True)  # a page was drawn after our last look
            await self._join(batch, granted)

    async def _join(self, batch: Sequence[Joining], granted: Sequence[frozenset[str] | None]) -> None:
        missed: list[list[Happened] | None] = []
        for one, streams in zip(batch, granted, strict=True):
            if streams is None:
                self.close(one.listener, limits.SIGNED_OUT)
            missed.append([] if streams is None else await self._missed(one, streams))
        wanted = {event.id: event for of_one in missed for event in of_one or ()}
        people = {one.listener.visitor.person for one in batch}
        frames = await self._log.ask(framed, [wanted[id] for id in sorted(wanted)], people) if wanted else {}
        for number, (one, streams, of_one) in enumerate(zip(batch, granted, missed, strict=True), start=1):
            if streams is not None and one.listener.is_open:
                self._start(one, streams, of_one, frames)
            if number % BREATH == 0:
                await asyncio.sleep(0)

    async def _missed(self, one: Joining, streams: frozenset[str]) -> list[Happened] | None:
        """What happened on `streams` behind the mark of the browser; None when that is too much, or not known."""
        after = one.after
        if after is None or after == self.mark:
            return []
        if after > self.mark:
            return None  # the mark of another database, such as one before it was restored
        if after >= self._recent_after:
            found = [event for event in self._recent if event.id > after and event.stream in streams]
        else:
            if after < await self._log.ask(events.oldest) - 1:
                return None
            found = await self._log.ask(events.since, after, most=limits.MISSED + 1, streams=streams)
            found = [event for event in found if event.id <= self.mark]
        found = [event for event in found if event.name != RIGHTS]
        return found if len(found) <= limits.MISSED else None

    def _start(
        self, one: Joining, streams: frozenset[str], missed: list[Happened] | None, frames: dict[int, Frames]
    ) -> None:
        listener = one.listener
        self._unlist(listener, listener.streams - streams)
        listener.streams = streams
        for stream in streams:
            self.by_stream[stream].add(listener)
        listener.mark = min(listener.mark, one.after or 0)
        for event in missed or ():
            if event.id in frames:
                listener.tell(frames[event.id].of(listener.visitor.person), event.id)
        listener.mark = self.mark
        if missed is None:
            listener.say(reset=True, mark=self.mark)
        listener.say(listening=sorted(streams), mark=self.mark)

    def _unlist(self, listener: Listener, streams: Iterable[str]) -> None:
        for stream in streams:
            self.by_stream[stream].discard(listener)
            if not self.by_stream[stream]:
                del self.by_stream[stream]

    # Rights

    async def _check_again(self, batch: Sequence[Happened]) -> None:
        """Before anything is told: whoever an event says has other rights now."""
        changed = {event.stream for event in batch if event.name == RIGHTS}
        if not changed:
            return
        if all(stream.startswith("user:") for stream in changed):
            numbers = {int(stream.removeprefix("user:")) for stream in changed}
            await self._check([one for number in numbers for one in self.by_person.get(number, ())])
        else:
            await self._check(list(self.listeners))

    async def _checks(self) -> None:
        """Now and again everybody is asked, so that rights end in time even when an event was missed."""
        while True:
            await asyncio.sleep(RIGHTS_CHECKED_EVERY)
            try:
                if self.listeners and await self._rights.has_changed():
                    await self._check(list(self.listeners))
            except Exception as error:
                log.warning("The live feed could not check rights: %s. It tries again.", error)

    async def _check(self, listeners: Sequence[Listener]) -> None:
        asked = [(one, one.streams) for one in listeners]
        granted = await self._ask_rights(asked)
        for (listener, streams), still in zip(asked, granted, strict=True):
            if not listener.is_open:
                continue
            if still is None:
                self.close(listener, limits.SIGNED_OUT)
            elif ended := (streams - still) & listener.streams:
                self._unlist(listener, ended)
                listener.streams -= ended
                listener.say(ended=sorted(ended))

    async def _ask_rights(self, asked: Sequence[tuple[Listener, frozenset[str]]]) -> list[frozenset[str] | None]:
        return await self._rights.ask(door.may_stay, [(one.visitor, streams) for one, streams in asked])

    # Sweeping

    async def _sweeps(self) -> None:
        """Close what is silent or lags behind, and say who is here."""
        while True:
            await asyncio.sleep(SWEPT_EVERY)
            now = time.monotonic()
            for listener in [one for one in self.listeners if one.is_lagging(now)]:
                self.close(listener, limits.TOO_SLOW)
            try:
                if settings.LIVE_PRESENCE and now >= self._present_at:
                    self._present_at = now + presence.RENEWED_EVERY
                    await self._rights.ask(presence.renew, set(self.by_person))
            except Exception as error:
                log.warning("The live feed could not say who is here: %s. It tries again.", error)
