"""The live feed has no gap and no double: `python -m tests.faults.live [--shape one|three] [--events 5000] …`.

Browsers look at the home page while people post, reply, edit, retract and undo, through pages and in another process.
All the while sockets are cut, torn, stalled, left half open and loaded anew, the process that holds them is killed and
started again, and so is Redis. When it is quiet again, every browser must show exactly what the page lists for its
person, must have heard every event once and in order, and nothing of a closed team may have come to anybody outside.
Exit code 1 when a promise did not hold.
"""

import argparse
import asyncio
import json
import multiprocessing
import random
import signal
import sys
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from tests.bench import stage

from . import live_check as check
from . import live_line, live_writers
from .live_browser import THREAD, Browser, Manners, Street
from .live_check import Account
from .live_house import House, Reading, running_house
from .live_line import Line
from .live_writers import Job, Written

#: What is done to sockets, and how often compared with the rest.
FAULTS = {"cut": 22, "hang_up": 12, "tear": 20, "half_open": 15, "stall": 19, "reload": 12}
LONG_STALL = 0.1  # share of the stalls that are so long that the server closes the line
TURNS = 0.03  # share of the browsers that open or close a thread, each second
LOOK = 0.05  # seconds between two looks at what is due

Say = Callable[[str], None]


@dataclass
class Plan:
    """How much of everything."""

    shape: str = "three"
    sockets: int = 200
    people: int = 20
    members: int = 8  # of the closed team
    events: int = 5000
    cuts: int = 10  # of each socket
    restarts: int = 5
    redis_kills: int = 5
    rate: float = 20  # events a second at the most
    page_workers: int = 2
    settings: str = "tests.faults.settings"
    manners: Manners = field(default_factory=Manners)
    stall: tuple[float, float] = (1, 8)  # seconds
    long_stall: tuple[float, float] = (33, 45)
    ghost: tuple[float, float] = (15, 60)  # seconds that a half-open line stays
    pause: tuple[float, float] = (0, 2)  # seconds without the process that holds the sockets
    kept: int = 80  # events that are left in the log at every other restart
    sleepers: int = 3  # browsers more that sleep from the beginning until the log has forgotten what they knew
    redis_pause: tuple[float, float] = (2, 6)
    patience: float = 120  # seconds for all to be as they should be at the end
    quiet: float = 2  # seconds in which nothing more may come then
    seed: int = 7

    def but(self, **other: Any) -> "Plan":
        """The same, with some things otherwise."""
        return replace(self, **other)


def main() -> None:
    plan = Plan()
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shape", choices=("one", "three"), default=plan.shape)
    for name in ("sockets", "people", "members", "events", "cuts", "restarts", "redis-kills", "page-workers", "seed"):
        parser.add_argument(f"--{name}", type=int, default=getattr(plan, name.replace("-", "_")))
    parser.add_argument("--rate", type=float, default=plan.rate, help="events a second at the most (%(default)s)")
    parser.add_argument("--log", type=Path, help="a file for what the servers complain about")
    options = vars(parser.parse_args())
    log = options.pop("log")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that servers end with us
    account = run(Plan(**options), say=lambda line: print(line, flush=True), log=log)
    for failure in account.failures:
        print(f"NOT KEPT: {failure}")
    print("RESULT", json.dumps(asdict(account)))
    sys.exit(1 if account.failures else 0)


def run(plan: Plan, say: Say = lambda line: None, log: Path | None = None) -> Account:
    """The whole story in a data folder and on ports of its own."""
    say(
        f"{plan.sockets} browsers of {plan.people} people, {plan.events:,} events, {plan.cuts} cuts of each, "
        f"{plan.restarts} restarts" + (f", {plan.redis_kills} kills of Redis" if plan.shape == "three" else "")
    )
    with running_house(plan.shape, plan.settings, plan.people, plan.members, plan.page_workers, log) as house:
        return asyncio.run(Play(plan, house, say).play())


class Play:
    """Everybody who takes part, in one event loop, except for the writers."""

    def __init__(self, plan: Plan, house: House, say: Say) -> None:
        self.plan, self.house, self.say = plan, house, say
        self.dice = random.Random(plan.seed)
        self.account = Account(shape=plan.shape, sockets=plan.sockets)
        self.began = time.monotonic()
        self.ghosts: set[Line] = set()
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
        try:
            await self._open_all()
            with self._writers() as (self.work, self.done):
                await self._break_everything()
                written = await asyncio.wrap_future(self.work)
            await self._come_to_rest()
            await self._wake_the_sleepers()
            await self._check(written)
        finally:
            self.is_over = True
            for line in self.ghosts:
                line.cut()
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

    # What breaks

    async def _break_everything(self) -> None:
        """Until everything is written and broken."""
        teller = asyncio.ensure_future(self._tell())
        kills = asyncio.gather(self._restarts(), self._redis_kills())
        cuts = {
            browser: sorted(self.dice.uniform(0.02, 0.95) for _ in range(self.plan.cuts))
            for browser in self.browsers[: self.plan.sockets]
        }
        until = float("inf")
        while any(cuts.values()) or not (self.work.done() and kills.done()):
            for browser, due in cuts.items():
                if not browser.is_listening or browser.is_stalled:
                    continue
                if due and self.progress >= due[0]:
                    due.pop(0)
                    self._break(browser)
                elif self.dice.random() < TURNS * LOOK:
                    self._turn(browser)
            await asyncio.sleep(LOOK)
            if self.work.done():
                self.work.result()  # raises what stopped the writers
                until = min(until, self._now() + self.plan.patience)
            if self._now() > until:
                break
        missing = sum(map(len, cuts.values()))
        self.account.check(not missing, f"{missing} cuts could not be made, because sockets did not listen in time")
        teller.cancel()
        await kills

    def _break(self, browser: Browser) -> None:
        how = self.dice.choices(list(FAULTS), list(FAULTS.values()))[0]
        self.account.cuts += 1
        match how:
            case "half_open":
                self.account.half_open += 1
                if line := browser.leave_half_open():
                    self.ghosts.add(line)
                    asyncio.get_running_loop().call_later(self.dice.uniform(*self.plan.ghost), self._lay_to_rest, line)
            case "stall":
                self.account.stalled += 1
                is_long = self.dice.random() < LONG_STALL
                browser.stall(self.dice.uniform(*(self.plan.long_stall if is_long else self.plan.stall)))
            case "reload":
                self.account.reloads += 1
                self._do(browser.reload())
            case "tear":
                self.account.torn += 1
                browser.tear()
            case _:
                getattr(browser, how)()

    def _turn(self, browser: Browser) -> None:
        threads = [name for name in browser.streams if name.startswith(THREAD)]
        browser.turn_to(None if threads or not browser.cards else self.dice.choice(list(browser.cards)))

    def _lay_to_rest(self, line: Line) -> None:
        if line in self.ghosts:
            self.ghosts.discard(line)
            line.cut()

    async def _restarts(self) -> None:
        for number in range(self.plan.restarts):
            await self._progressed((number + 1) / (self.plan.restarts + 1))
            how = signal.SIGTERM if number % 2 else signal.SIGKILL
            kept = 0 if number % 2 else self.plan.kept
            await asyncio.to_thread(self.house.restart, how, self.dice.uniform(*self.plan.pause), kept)
            self.account.restarts += 1

    async def _redis_kills(self) -> None:
        for number in range(self.plan.redis_kills if self.house.redis else 0):
            await self._progressed((number + 0.5) / (self.plan.redis_kills + 1))
            await asyncio.to_thread(self.house.kill_redis, self.dice.uniform(*self.plan.redis_pause))
            self.account.redis_kills += 1

    async def _progressed(self, share: float) -> None:
        while self.progress < share:
            await asyncio.sleep(LOOK)

    @property
    def progress(self) -> float:
        return 1 if self.work.done() else self.done.value / self.plan.events

    async def _tell(self) -> None:
        while True:
            await asyncio.sleep(1)
            counts, listening = self.street.counts, sum(browser.is_listening for browser in self.browsers)
            self.say(
                f"{self._now():6.0f} s  {self.done.value:5} events  {listening:3} listen  {self.account.cuts:4} cuts  "
                f"{self.account.restarts} restarts  {self.account.redis_kills} Redis  {counts['resets']:4} resets  "
                f"{counts['frames']:7} frames  {len(self.street.leaks)} leaks  "
                f"{sum(len(one.doubled) + len(one.disordered) for one in self.browsers)} doubles"
            )

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


if __name__ == "__main__":
    main()
