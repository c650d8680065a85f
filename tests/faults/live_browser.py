"""A browser as far as the live feed goes: a page with a list of updates, and the socket that keeps it as it should be.

It does what `static/js/live/socket.js` and `static/js/elements/news.js` do, and besides it keeps an account: which
events it was told, in which order, and whether it had been told them before.
"""

import random
from collections import Counter, OrderedDict, deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from .live_line import Line
from .live_page import Card, Cursor, Frame, Page, read, takes
from .live_prepare import Cast, Guest

REMEMBERED = 1_000  # ids, as in the browser
KNOWN = 4_000  # frames that are not read again when they come on another socket
FEED, THREAD = "feed:", "thread:"
NEWS = {"update.posted", "update.replied"}
SIGNED_OUT, TOO_MUCH, NOT_UNDERSTOOD = 4001, 4003, 4004


@dataclass
class Manners:
    """Seconds that our browser waits; where there are two, something between them."""

    acknowledge: tuple[float, float] = (5, 10)
    beat: tuple[float, float] = (25, 30)
    patience: float = 10
    first_try: tuple[float, float] = (0.3, 1)
    longest_try: float = 15
    steady: float = 5
    limited: tuple[float, float] = (60, 90)
    refresh: tuple[float, float] = (0.5, 2)


@dataclass
class Street:
    """What all browsers share: the way to the server, the clock, and the account."""

    cast: Cast
    manners: Manners
    connect: Callable[["Browser"], Awaitable[None]]
    page: Callable[[Guest], Awaitable[Page]]
    feed: Callable[[Guest, Cursor | None], Awaitable[list[Card]]]  # newest first, at least down to the cursor
    later: Callable[[float, Callable[[], None]], Any]  # seconds, what; gives something to `cancel`
    do: Callable[[Awaitable[None]], Any]  # in the background
    now: Callable[[], float]
    counts: Counter[str] = field(default_factory=Counter)
    leaks: list[str] = field(default_factory=list)
    surprises: list[str] = field(default_factory=list)
    known: OrderedDict[bytes, dict[str, Any] | Frame] = field(default_factory=OrderedDict)

    @property
    def forbidden(self) -> frozenset[str]:
        """What those outside the closed team ask for all the same."""
        return frozenset({f"feed:team:{self.cast.closed_team}", "feed:closed", f"thread:{self.cast.secret_thread}"})

    def read(self, payload: bytes) -> dict[str, Any] | Frame:
        """A message; the same bytes are read once for all sockets."""
        message = self.known.get(payload)
        if message is None:
            message = self.known[payload] = read(payload)
            if len(self.known) > KNOWN:
                self.known.popitem(last=False)
        return message


class Browser:
    """One tab of one person."""

    def __init__(self, street: Street, number: int, guest: Guest) -> None:
        self.street, self.number, self.guest = street, number, guest
        self.dice = random.Random(f"browser {number}")
        self.history: deque[str] = deque(maxlen=80)
        # The page
        self.cards: dict[int, Card] = {}
        self.oldest: Cursor | None = None  # the page begins here; None: at the very first update
        self.rules: dict[str, Any] = {}
        self.streams: frozenset[str] = frozenset()
        self.refreshing = 0  # how many refreshes were begun and are not over
        self.resets = 0
        self.newer: dict[int, Card | None] = {}  # what frames told since the last reset; None: it is gone
        self.is_loading = False
        # The connection
        self.line: Line | None = None
        self.mark: int | None = None
        self.floor: int | None = None
        self.seen: OrderedDict[int, None] = OrderedDict()
        self.unanswered = self.tries = 0
        self.since: float | None = None
        self.heard_at = 0.0
        self.is_listening = self.is_stalled = self.is_over = False
        self.timers: dict[str, Any] = {}
        # The account
        self.base = 0  # the page has everything up to this event
        self.had: set[int] = set()  # events that it was told since
        self.told: list[int] = []  # on this line, in their order
        self.asked: int | None = None  # behind which event this line began
        self.listens = 0  # on this line
        self.wanted: deque[frozenset[str]] = deque()  # what it asked for and was not answered
        self.doubled: list[int] = []
        self.disordered: list[tuple[int, int]] = []

    def __str__(self) -> str:
        return f"socket {self.number} ({self.guest.username}, {'inside' if self.guest.is_member else 'outside'})"

    def note(self, words: str) -> None:
        self.history.append(f"{self.street.now():.2f} {words}")

    # The page

    async def load(self) -> None:
        """Go to the page, as for the first time, and connect. What happens while it is on its way must not be lost."""
        self.is_loading = True
        page = await self.street.page(self.guest)
        self.cards = {card.id: card for card in page.cards}
        self.oldest = page.cards[-1].cursor if page.has_next else None
        self.rules, self.mark, self.floor = page.rules, page.mark, None
        self.streams = page.streams
        self.base, self.had = page.mark, set()
        self.seen.clear()
        self.newer.clear()
        self.resets += 1  # a refresh that is under way is for another page
        self.tries = 0
        self.is_loading = False
        self.note(f"loaded a page with {len(self.cards)} updates at mark {page.mark}")
        self.connect()

    def place(self, frame: Frame) -> None:
        """Show what the frame tells, if it belongs into this list; threads show their updates otherwise."""
        if not (frame.name.startswith("update.") and frame.stream.startswith(FEED)):
            return
        card = frame.card if frame.card and frame.card.id == frame.ref else None
        self.newer[frame.ref] = card
        if frame.ref in self.cards:
            if card:
                self.cards[frame.ref] = card
            else:
                del self.cards[frame.ref]
                self.note(f"event {frame.id}, {frame.name}, takes update {frame.ref} away")
        elif card and frame.name in NEWS and takes(self.rules, card) and not self.is_behind(card):
            self.cards[frame.ref] = card
        elif not card and frame.name in NEWS:
            self.note(f"event {frame.id}, {frame.name}, shows nothing of update {frame.ref}")

    def is_behind(self, card: Card) -> bool:
        """Does it come with the older ones, which this page has not asked for?"""
        return self.oldest is not None and card.cursor < self.oldest

    def reset(self, mark: int) -> None:
        """Too much was missed: soon the list is read anew."""
        self.street.counts["resets"] += 1
        self.mark = self.floor = None
        self.seen.clear()
        self.base, self.had = mark, set()
        self.newer.clear()
        self.resets += 1
        self.refreshing += 1
        self.street.do(self._refresh(self.resets))

    async def _refresh(self, reset: int) -> None:
        try:
            if cards := await self.street.feed(self.guest, self.oldest):
                if reset != self.resets:
                    return  # there was another one meanwhile
                # What a frame told since the reset is newer than this list, or another frame will follow.
                fresh = {card.id: self.newer.get(card.id, card) for card in cards if not self.is_behind(card)}
                kept = {pk: card for pk, card in self.cards.items() if self.newer.get(pk)}
                self.cards = {pk: card for pk, card in (fresh | kept).items() if card}
                self.note(f"read the list anew: {len(self.cards)} updates, {len(kept)} of them from frames")
        finally:
            self.refreshing -= 1

    # Coming and going

    def connect(self) -> None:
        self._stop("retry")
        self.street.do(self._connect())

    async def _connect(self) -> None:
        try:
            await self.street.connect(self)
        except OSError:
            self.closed(None)
        else:
            self._wait()

    def opened(self) -> None:
        self.street.counts["opened"] += 1
        self.since = self.street.now()
        self.unanswered = self.listens = 0
        self.told, self.asked = [], None
        self.wanted.clear()
        self.ask()

    def closed(self, code: int | None) -> None:
        held = self.since is not None and self.street.now() - self.since > self.street.manners.steady
        if code:
            self.street.counts[f"closed {code}"] += 1
        self._let_go()
        self.note(f"closed with {code or 'no word'}")
        self.is_over = code in {SIGNED_OUT, NOT_UNDERSTOOD}
        if self.is_over:
            self.street.surprises.append(f"{self} was closed with {code}")
            return
        self.tries = 0 if held else self.tries
        manners = self.street.manners
        least, most = manners.first_try
        between = (least, min(manners.longest_try, most * 2**self.tries))
        self.tries += 1
        self._later("retry", self.dice.uniform(*(manners.limited if code == TOO_MUCH else between)), self.connect)

    def dead(self) -> None:
        """Nobody answers."""
        self.note("nobody answers")
        self.street.counts["unanswered"] += 1
        line, was_open = self.line, self.is_open
        self.closed(None)
        if line:
            line.hang_up()
        if was_open:
            self.connect()

    def wake(self) -> None:
        """Somebody looks at the page."""
        if self.line is None and not self.is_over and "retry" in self.timers:
            self.connect()

    @property
    def is_open(self) -> bool:
        return self.line is not None and self.line.is_open

    def _let_go(self) -> None:
        for name in list(self.timers):
            self._stop(name)
        if self.line:
            self.line.let_go()
        self.line = self.since = None
        self.is_listening = self.is_stalled = False

    # What breaks

    def cut(self) -> None:
        self._break("cut", Line.cut)

    def hang_up(self) -> None:
        self._break("hung up", Line.hang_up)

    def tear(self) -> None:
        """In the middle of the next frame, or soon when none comes."""
        if self.line:
            line = self.line
            line.torn = lambda: self.line is line and self._break("torn", Line.tear)
            self._later("tear", 1, line.torn)

    def _break(self, how: str, end: Callable[[Line], None]) -> None:
        if self.line:
            line = self.line
            self.note(how)
            self.closed(None)
            end(line)

    def leave_half_open(self) -> Line | None:
        """The line stays, but nobody is there any more; the browser finds out and takes another one."""
        line = self.line
        if line:
            self.note("half open")
            line.stall()
            self.closed(None)
        return line

    def stall(self, seconds: float) -> None:
        """It stands still: it neither reads nor speaks."""
        if self.line and not self.is_stalled:
            self.note(f"stalled for {seconds:.1f} s")
            line, self.is_stalled = self.line, True
            line.stall()
            for name in list(self.timers):
                self._stop(name)
            self._later("stall", seconds, lambda: self.line is line and self.go_on())

    def go_on(self) -> None:
        if self.line and self.is_stalled:
            self._stop("stall")
            self.note("goes on")
            self.is_stalled = False
            self._wait()
            self._minute_passes()
            self._acknowledge_later()
            self.line.go_on()

    async def reload(self) -> None:
        self.note("reloads")
        self.leave()
        await self.load()

    def leave(self) -> None:
        """The page is closed."""
        line = self.line
        self._let_go()
        if line:
            line.hang_up()

    # What it says

    def ask(self) -> None:
        """Until it is answered, a lost connection must take up where this asked from."""
        if self.floor is None:
            self.floor = self.mark
        if not self.listens:
            self.asked = self.floor
        self.unanswered += 1
        self.listens += 1
        self.wanted.append(self.streams)
        asked = self.streams if self.guest.is_member else self.streams | self.street.forbidden
        self.say(listen=sorted(asked), **({} if self.floor is None else {"after": self.floor}))
        self.note(f"asks behind {self.floor}")
        self._wait()

    def turn_to(self, thread: int | None) -> None:
        """Open a thread in the page, or close the one that is open."""
        self.streams = frozenset(name for name in self.streams if not name.startswith(THREAD))
        if thread:
            self.streams |= {f"thread:{thread}"}
        if self.is_open:
            self.street.counts["turns"] += 1
            self.ask()

    def beat(self) -> None:
        self.say(beat=self.mark or 0)
        self._wait()

    def say(self, **message: Any) -> None:
        if self.is_open and self.line:
            self.line.say(**message)
            self._minute_passes()

    # What it is told

    def received(self, payload: bytes) -> None:
        self.heard_at = self.street.now()
        if not self.guest.is_member and self.street.cast.canary.encode() in payload:
            self.street.leaks.append(f"{self} was told {payload[:300]!r}")
        message = self.street.read(payload)
        if isinstance(message, Frame):
            self._framed(message)
            return
        if message.get("reset"):
            self.note(f"reset at {message['mark']}")
            self.reset(message["mark"])
        self._reach(message.get("mark", message.get("beat", 0)))
        # The first update of a thread may have been undone.
        if ended := [name for name in message.get("ended", ()) if not name.startswith(THREAD)]:
            self.street.surprises.append(f"{self} may no longer hear {ended}")
        if "listening" in message:
            self._answered(set(message["listening"]), message["mark"])
        if "beat" in message:
            self._minute_passes()

    def _answered(self, granted: set[str], mark: int) -> None:
        self.note(f"listens at {mark}")
        self.unanswered -= 1
        if self.unanswered < 1:
            self.floor = None
        self.is_listening = True
        wanted = self.wanted.popleft()
        threads = {name for name in wanted if name.startswith(THREAD)}  # which may have been undone meanwhile
        if not wanted - threads <= granted <= wanted:
            self.street.surprises.append(f"{self} asked for {sorted(wanted)} and hears {sorted(granted)}")

    def _framed(self, frame: Frame) -> None:
        self.street.counts["frames"] += 1
        self._account_for(frame)
        if frame.id in self.seen:
            self.street.counts["replayed"] += 1
            return
        self.seen[frame.id] = None
        if len(self.seen) > REMEMBERED:
            self.seen.popitem(last=False)
        self.had.add(frame.id)
        self._reach(frame.id)
        self._acknowledge_later()
        self.place(frame)

    def _account_for(self, frame: Frame) -> None:
        """On one line, events come in their order and once; only who asks again is told again."""
        if frame.stream not in self.streams and not (self.listens > 1 and frame.stream.startswith(THREAD)):
            self.street.surprises.append(f"{self} was told event {frame.id} of {frame.stream}")
        last = self.told[-1] if self.told else (self.asked or 0)
        if frame.id > last:
            self.told.append(frame.id)
        elif not (self.listens > 1 and self.unanswered):
            if frame.id <= (self.asked or 0) or frame.id in self.told:
                self.doubled.append(frame.id)
            else:
                self.disordered.append((last, frame.id))

    def _reach(self, mark: int) -> None:
        self.mark = max(self.mark or 0, mark)

    # Its clock

    def _acknowledge_later(self) -> None:
        def acknowledge() -> None:
            self.say(ack=self.mark)

        if "acknowledge" not in self.timers:
            self._later("acknowledge", self.dice.uniform(*self.street.manners.acknowledge), acknowledge)

    def _minute_passes(self) -> None:
        self._stop("beat")
        self._later("beat", self.dice.uniform(*self.street.manners.beat), self.beat)

    def _wait(self) -> None:
        """Any sign of life will do."""
        asked = self.street.now()
        self._stop("patience")
        self._later("patience", self.street.manners.patience, lambda: self.heard_at < asked and self.dead())

    def _later(self, name: str, seconds: float, do: Callable[[], object]) -> None:
        def due() -> None:
            self.timers.pop(name, None)
            do()

        self._stop(name)
        self.timers[name] = self.street.later(seconds, due)

    def _stop(self, name: str) -> None:
        if timer := self.timers.pop(name, None):
            timer.cancel()
