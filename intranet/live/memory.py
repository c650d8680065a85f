"""The newest events, so that browsers that come back soon, all at once after a restart, ask nothing of the database."""

from collections import deque
from collections.abc import Sequence

from .log import Happened

REMEMBERED = 2_000  # events


class Memory:
    """Every event behind `after`."""

    def __init__(self) -> None:
        self.after = 0
        self._events: deque[Happened] = deque()

    def begin(self, newest: Sequence[Happened], mark: int) -> None:
        """With the `newest` events of a log that is at `mark`."""
        self.after = newest[0].id - 1 if newest else mark
        self._events = deque(newest)

    def add(self, batch: Sequence[Happened]) -> None:
        self._events.extend(batch)
        while len(self._events) > REMEMBERED:
            self.after = self._events.popleft().id

    def reaches(self, after: int) -> bool:
        """Is everything behind `after` remembered?"""
        return after >= self.after

    def behind(self, after: int, streams: frozenset[str]) -> list[Happened]:
        return [event for event in self._events if event.id > after and event.stream in streams]
