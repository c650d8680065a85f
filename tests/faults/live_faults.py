"""What breaks while everybody writes and reads: sockets, the process that holds them, and Redis."""

import asyncio
import random
import signal
from collections.abc import Sequence
from concurrent.futures import Future
from typing import Any

from .live_browser import Browser
from .live_check import Account
from .live_house import House
from .live_line import Line
from .live_plan import Plan, Say
from .live_socket import THREAD
from .live_street import Street
from .live_writers import Written

#: What is done to sockets, and how often compared with the rest.
FAULTS = {"cut": 22, "hang_up": 12, "tear": 20, "half_open": 15, "stall": 19, "reload": 12}
LONG_STALL = 0.1  # share of the stalls that are so long that the server closes the line
TURNS = 0.03  # share of the browsers that open or close a thread, each second
LOOK = 0.05  # seconds between two looks at what is due


class Faults:
    """Whoever cuts, stalls and kills, as often as the plan says; `work` and `done` are the writers and their count."""

    def __init__(
        self, plan: Plan, house: House, street: Street, browsers: Sequence[Browser], account: Account, say: Say
    ) -> None:
        self.plan, self.house, self.street, self.browsers = plan, house, street, browsers
        self.account, self.say = account, say
        self.dice = random.Random(plan.seed)
        self.ghosts: set[Line] = set()

    async def break_everything(self, work: "Future[Written]", done: Any) -> None:
        """Until everything is written and broken."""
        self.work, self.done = work, done
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
                until = min(until, self.street.now() + self.plan.patience)
            if self.street.now() > until:
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
                self.street.do(browser.reload())
            case "tear":
                self.account.torn += 1
                browser.tear()
            case _:
                getattr(browser, how)()

    def _turn(self, browser: Browser) -> None:
        threads = [name for name in browser.streams if name.startswith(THREAD)]
        browser.turn_to(None if threads or not browser.cards else self.dice.choice(list(browser.cards)))

    def end(self) -> None:
        """Nothing is left half open."""
        for line in self.ghosts:
            line.cut()

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
                f"{self.street.now():6.0f} s  {self.done.value:5} events  {listening:3} listen  "
                f"{self.account.cuts:4} cuts  {self.account.restarts} restarts  {self.account.redis_kills} Redis  "
                f"{counts['resets']:4} resets  {counts['frames']:7} frames  {len(self.street.leaks)} leaks  "
                f"{sum(len(one.doubled) + len(one.disordered) for one in self.browsers)} doubles"
            )
