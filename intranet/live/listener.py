"""One browser at the other end of a socket: who it is, what it hears, how far it is."""

import json
import time
from collections import deque
from typing import Any

from . import limits
from .door import Visitor
from .wire import Frame, Wire

POINT = 1.0  # seconds whose events are acknowledged together


class Waiting:
    """Some events that were written and not yet acknowledged: the last of them, since when, and the bytes before."""

    __slots__ = ("before", "last", "since")

    def __init__(self, last: int, since: float, before: int) -> None:
        self.last, self.since, self.before = last, since, before


class Listener:
    """What a hub knows of one socket. Lives in the event loop of the hub and is touched nowhere else."""

    __slots__ = (
        "_allowance",
        "_asked_at",
        "_told",
        "_waiting",
        "heard_at",
        "mark",
        "streams",
        "visitor",
        "wire",
    )

    def __init__(self, visitor: Visitor, wire: Wire) -> None:
        now = time.monotonic()
        self.visitor = visitor
        self.wire = wire
        self.streams: frozenset[str] = frozenset()
        self.mark = 0  # the last event that was written to it
        self.heard_at = now
        self._allowance = float(limits.BURST)
        self._asked_at = now
        self._told = 0  # bytes so far
        self._waiting: deque[Waiting] = deque()

    # What it says

    def take(self, text: str | None) -> dict[str, Any] | None:
        """A message as it came; None, and the socket is closed, when it is one too many or makes no sense."""
        self.heard_at = now = time.monotonic()
        self._allowance = min(limits.BURST, self._allowance + (now - self._asked_at) * limits.PER_SECOND) - 1
        self._asked_at = now
        if self._allowance < 0:
            self.close(limits.TOO_MUCH)
            return None
        try:
            message = json.loads(text or "")
        except (ValueError, RecursionError):
            message = None
        if not isinstance(message, dict):
            self.close(limits.NOT_UNDERSTOOD)
            return None
        return message

    def acknowledge(self, upto: int) -> None:
        while self._waiting and self._waiting[0].last <= upto:
            self._waiting.popleft()

    # What it is told

    def tell(self, frame: Frame, event_id: int) -> None:
        """Write an event, unless it was told already."""
        if event_id <= self.mark:
            return
        self.mark = event_id
        now = time.monotonic()
        if self._waiting and now - self._waiting[-1].since < POINT:
            self._waiting[-1].last = event_id
        else:
            self._waiting.append(Waiting(event_id, now, self._told))
        self._told += len(frame)
        self.wire.write(frame)

    def say(self, **message: Any) -> None:
        """Write something that is about this socket alone."""
        self.wire.write(Frame(json.dumps(message, separators=(",", ":"))))

    def close(self, code: int) -> None:
        self.wire.close(code)

    # How it is

    @property
    def is_open(self) -> bool:
        return self.wire.is_open

    @property
    def is_too_far_behind(self) -> bool:
        """More waits to be read, or to be acknowledged, than one socket may keep waiting."""
        unacknowledged = self._told - self._waiting[0].before if self._waiting else 0
        return unacknowledged > limits.UNACKNOWLEDGED_BYTES or self.wire.waiting > limits.WAITING_BYTES

    def is_lagging(self, now: float) -> bool:
        """It has said nothing for long, or has not acknowledged for long."""
        late = bool(self._waiting) and now - self._waiting[0].since > limits.UNACKNOWLEDGED_SECONDS
        return late or now - self.heard_at > limits.SILENCE or self.is_too_far_behind


class Joining:
    """A listener that asked for streams and waits for the next round of its hub."""

    __slots__ = ("after", "listener", "streams")

    def __init__(self, listener: Listener, streams: frozenset[str], after: int | None) -> None:
        self.listener, self.streams, self.after = listener, streams, after
