"""The socket of one browser, as `static/js/live/socket.js` keeps it, and the account of what it was told.

It comes back by itself and says behind which event it was. Besides it remembers which events it was told, in which
order, and whether it had been told them before.
"""

import random
from collections import OrderedDict, deque
from collections.abc import Callable
from typing import Any

from .live_line import Line
from .live_page import Frame
from .live_prepare import Guest
from .live_street import Street

REMEMBERED = 1_000  # ids, as in the browser
FEED, THREAD = "feed:", "thread:"
SIGNED_OUT, TOO_MUCH, NOT_UNDERSTOOD = 4001, 4003, 4004


class Socket:
    """The one connection of a tab. What comes in on it, `place` and `reset` show in the page."""

    def __init__(self, street: Street, number: int, guest: Guest) -> None:
        self.street, self.number, self.guest = street, number, guest
        self.dice = random.Random(f"browser {number}")
        self.history: deque[str] = deque(maxlen=80)
        self.streams: frozenset[str] = frozenset()
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

    # What the page does with it

    def place(self, frame: Frame) -> None:
        """An event that was not heard before."""
        raise NotImplementedError

    def reset(self, mark: int) -> None:
        """Too much was missed."""
        raise NotImplementedError

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
