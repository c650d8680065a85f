"""Everybody who takes part in the fault test of the live feed, from the first page to the last count."""

import asyncio
import multiprocessing
import signal
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from typing import Any

from tests.bench import stage

from . import live_check as check
from . import live_line, live_writers
from .live_browser import Browser
from .live_check import Account
from .live_faults import LOOK, Faults
from .live_house import House, Reading
from .live_plan import Plan, Say
from .live_street import Street
from .live_writers import Job, Written


class Play:
    """Everybody who takes part, in one event loop, except for the writers."""

    def __init__(self, plan: Plan, house: House, say: Say) -> None:
        self.plan, self.house, self.say = plan, house, say
        self.account = Account(shape=plan.shape, sockets=plan.sockets)
        self.began = time.monotonic()
        self.under_way: set[asyncio.Future[Any]] = set()
        self.is_over = False

    async def play(self) -> Account:
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda loop, what: self._failed(what.get("exception") or what["message"]))
        self.street = Street(
            cast=self.house.cast,
            manners=self.plan.manners,
            connect=self._connect,
            page=lambda guest: self.reading.page(guest),
            feed=lambda guest, place: self.reading.feed(guest, place),
            later=loop.call_later,
            do=self._do,
            now=self._now,
        )
        self.reading = Reading(self.house, self.street.leaks, self.street.counts)
        guests = self.house.cast.guests
        everybody = self.plan.sockets + self.plan.sleepers
        self.browsers = [Browser(self.street, number, guests[number % len(guests)]) for number in range(everybody)]
        self.sleepers = self.browsers[self.plan.sockets :]
        faults = Faults(self.plan, self.house, self.street, self.browsers, self.account, self.say)
        try:
            await self._open_all()
            with self._writers() as (work, done):
                await faults.break_everything(work, done)
                written = await asyncio.wrap_future(work)
            await self._come_to_rest()
            await self._wake_the_sleepers()
            await self._check(written)
        finally:
            self.is_over = True
            faults.end()
            for browser in self.browsers:
                browser.leave()
            self.reading.stop()
        self.account.seconds = round(self._now(), 1)
        return self.account

    async def _open_all(self) -> None:
        await asyncio.gather(*(browser.load() for browser in self.browsers))
        await self._until(lambda: all(browser.is_listening for browser in self.browsers), "all browsers listen")
        self.street.counts.clear()
        for browser in self.sleepers:
            browser.leave()
        self.say(f"All listen after {self._now():.1f} s.")

    @contextmanager
    def _writers(self) -> Iterator[tuple["Future[Written]", Any]]:
        """Those who write, and how many events they have made."""
        context = multiprocessing.get_context("spawn")
        done, stop = context.Value("i", 0), context.Event()
        plan, house = self.plan, self.house
        with ProcessPoolExecutor(1, context, initializer=live_writers.remember, initargs=[done, stop]) as pool:
            try:
                job = Job(house.port, house.env, house.cast, plan.events, plan.rate, plan.seed)
                yield pool.submit(live_writers.write_all, job), done
            finally:
                stop.set()

    # When it is quiet again

    async def _come_to_rest(self) -> None:
        """Everybody looks at their page, and is told what is still missing."""
        for browser in self.browsers:
            browser.go_on()
        log = self.house.ask("SELECT max(id) FROM live_event")[0][0]
        self.say(f"{self._now():6.0f} s  Everything is written; the log is at {log:,}.")
        await self._rest(self.browsers[: self.plan.sockets], log)
        await asyncio.sleep(self.plan.quiet)
        await self._rest(self.browsers[: self.plan.sockets], log)

    async def _wake_the_sleepers(self) -> None:
        """After a weekend, the log has forgotten what they missed, and another process holds the sockets."""
        if self.sleepers:
            await asyncio.to_thread(self.house.restart, signal.SIGTERM, 0, self.plan.kept)
            for browser in self.sleepers:
                browser.connect()
            await self._rest(self.browsers, self.house.events()[-1][0])

    async def _rest(self, browsers: Sequence[Browser], log: int) -> None:
        """Until they know all that is in the log."""

        def is_at_rest() -> bool:
            for browser in browsers:
                browser.wake()
            return all(one.is_listening and not one.refreshing and (one.mark or 0) >= log for one in browsers)

        await self._until(is_at_rest, f"all browsers are at mark {log}", look=self._beat_all)

    def _beat_all(self) -> None:
        """Whoever has nothing to listen to learns by a beat how far the log is."""
        for browser in self.browsers:
            if browser.is_listening:
                browser.beat()

    async def _check(self, written: Written) -> None:
        account, counts = self.account, self.street.counts
        events = self.house.events()
        guests = {guest.is_member: guest for guest in self.house.cast.guests}
        feeds = {is_member: await self.reading.feed(guest, None) for is_member, guest in guests.items()}
        account.events, account.log_events = written.acts, len(events)
        account.resets, account.frames, account.replayed = counts["resets"], counts["frames"], counts["replayed"]
        account.reconnects = counts["opened"]
        account.closed = {name.split()[1]: count for name, count in counts.items() if name.startswith("closed ")}
        check.check_browsers(self.browsers, events, feeds, account)
        check.check_told(self.street, account)
        check.check_pages(self.house, feeds, account)
        check.check_posts(self.house, written, account)

    # How

    async def _connect(self, browser: Browser) -> None:
        if self.is_over:
            raise OSError("it is over")
        cookie = "; ".join(f"{name}={value}" for name, value in browser.guest.cookies.items())
        port = self.house.live.port
        await live_line.connect(browser, stage.HOST, port, origin=self.house.origin, cookie=cookie)

    def _do(self, work: Awaitable[None]) -> None:
        task = asyncio.ensure_future(work)
        self.under_way.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: "asyncio.Future[None]") -> None:
        self.under_way.discard(task)
        if not task.cancelled() and (error := task.exception()):
            self._failed(error)

    def _failed(self, why: object) -> None:
        self.account.failures.append(f"the test itself failed: {why!r}")

    async def _until(self, holds: Callable[[], bool], what: str, look: Callable[[], None] = lambda: None) -> None:
        """Wait until it holds; that it did not is a failure, and the checks will say more."""
        until, looked = self._now() + self.plan.patience, self._now()
        while not holds():
            if self._now() > until:
                self.account.failures.append(f"not so after {self.plan.patience:.0f} s: {what}")
                return
            if self._now() - looked > 1.5:
                looked = self._now()
                look()
            await asyncio.sleep(LOOK)

    def _now(self) -> float:
        return time.monotonic() - self.began
