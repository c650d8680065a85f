"""Until when a search may take. Whoosh's own time limit starts a thread for each search."""

import time


class OutOfTime(Exception):
    pass


class Clock:
    """Begins at once."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def look(self) -> None:
        """Raises OutOfTime."""
        if time.monotonic() >= self._end:
            raise OutOfTime
