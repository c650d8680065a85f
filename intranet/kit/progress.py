"""How far a command is: a moving bar on a terminal, a few plain lines in a file or a log."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol, TextIO

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

SECONDS_APART = 5
PERCENT_APART = 10


class Bar(Protocol):
    def advance(self, steps: int = 1) -> None:
        """`steps` more things are done."""


@contextmanager
def progress(title: str, *, total: int | None = None, out: TextIO | None = None) -> Iterator[Bar]:
    """A bar for `total` things (None: nobody knows how many), written to `out` or standard output.

    >>> with progress("Importing updates", total=200) as bar:
    ...     bar.advance(50)
    """
    stream = out or sys.stdout
    if stream.isatty():
        with _terminal_bar(title, total, stream) as moving:
            yield moving
    else:
        plain = PlainBar(title, total, lambda line: print(line, file=stream, flush=True))
        yield plain
        plain.finish()


class PlainBar:
    """Says a line at each tenth, and never two within five seconds; the last line says that it is done."""

    def __init__(
        self, title: str, total: int | None, say: Callable[[str], None], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.title, self.total, self.say, self.clock = title, total, say, clock
        self.done = 0
        self.said_done, self.said_at = 0, clock()

    def advance(self, steps: int = 1) -> None:
        self.done += steps
        apart = self.total * PERCENT_APART / 100 if self.total else 1
        if self.done - self.said_done >= apart and self.clock() - self.said_at >= SECONDS_APART:
            self._say(f"{self.done:,} of {self.total:,}" if self.total else f"{self.done:,}")

    def finish(self) -> None:
        self._say(f"{self.done:,} done")

    def _say(self, state: str) -> None:
        self.say(f"{self.title}: {state}")
        self.said_done, self.said_at = self.done, self.clock()


class _MovingBar:
    def __init__(self, bars: Progress, title: str, total: int | None) -> None:
        self.bars = bars
        self.number = bars.add_task(title, total=total)

    def advance(self, steps: int = 1) -> None:
        self.bars.advance(self.number, steps)


@contextmanager
def _terminal_bar(title: str, total: int | None, stream: TextIO) -> Iterator[Bar]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(file=stream)) as bars:
        yield _MovingBar(bars, title, total)
