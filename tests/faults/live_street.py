"""What all browsers of the fault test share: how long they wait, the way to the server, the clock, and the account."""

from collections import Counter, OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .live_page import Card, Cursor, Frame, Page, read
from .live_prepare import Cast, Guest

if TYPE_CHECKING:
    from .live_browser import Browser

KNOWN = 4_000  # frames that are not read again when they come on another socket


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
