"""One browser at the other end of a socket: who it is, what it hears, how far it is."""

import json
import time
from typing import Any

from . import limits
from .door import Visitor
from .wire import Frame, Wire


class Listener:
    """What a hub knows of one socket. Lives in the event loop of the hub and is touched nowhere else."""

    __slots__ = (
        "_allowance",
        "_asked_at",
        "_waiting_bytes",
        "_waiting_since",
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
        self._waiting_bytes = 0
        self._waiting_since = 0.0  # when the oldest unacknowledged event was written; 0 when there is none

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

    def acknowledge(self, upto: Any) -> None:
        if isinstance(upto, int) and upto >= self.mark:
            self._waiting_bytes, self._waiting_since = 0, 0.0

    # What it is told

    def tell(self, frame: Frame, event_id: int) -> None:
        """Write an event, unless it was told already."""
        if event_id <= self.mark:
            return
        self.mark = event_id
        self._waiting_bytes += len(frame)
        if not self._waiting_since:
            self._waiting_since = time.monotonic()
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

    def is_lagging(self, now: float) -> bool:
        """Silent, or too far behind: what it does not read waits in our memory."""
        return (
            now - self.heard_at > limits.SILENCE
            or self._waiting_bytes > limits.UNACKNOWLEDGED_BYTES
            or (self._waiting_since > 0 and now - self._waiting_since > limits.UNACKNOWLEDGED_SECONDS)
        )


class Joining:
    """A listener that asked for streams and waits for the next round of its hub."""

    __slots__ = ("after", "listener", "streams")

    def __init__(self, listener: Listener, streams: frozenset[str], after: int | None) -> None:
        self.listener, self.streams, self.after = listener, streams, after
