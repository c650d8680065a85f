"""All client processes of the bench, seen from outside."""

import array
import time
from collections import Counter
from collections.abc import Sequence
from multiprocessing import get_context
from typing import Any

from tests.bench.live.browser import Guest
from tests.bench.live.browsers import Heard, Opened, process

PROCESSES = 2


class Crowd:
    """Commands go to every process, each with its share of the sockets; every command is answered once."""

    def __enter__(self) -> "Crowd":
        context = get_context("spawn")
        self.pipes: list[Any] = []
        self.processes: list[Any] = []
        for _ in range(PROCESSES):
            mine, theirs = context.Pipe()
            child = context.Process(target=process, args=[theirs], daemon=True)
            child.start()
            theirs.close()
            self.pipes.append(mine)
            self.processes.append(child)
        return self

    def __exit__(self, *_: object) -> None:
        for pipe in self.pipes:
            pipe.close()
        for child in self.processes:
            child.join(5)
            child.kill()

    def connect(self, port: int, guests: Sequence[Guest], patience: float) -> Opened:
        """Open a socket for each of `guests` and wait until all are told that they listen."""
        until = time.monotonic() + patience
        parts = self._ask(*(("connect", port, list(guests[place::PROCESSES]), until) for place in range(PROCESSES)))
        return Opened(sum(part.open for part in parts), sum((part.refused for part in parts), Counter()))

    def watch(self, token: str) -> None:
        self._ask(*[("watch", token)] * PROCESSES)

    def arrivals(self, patience: float) -> Heard:
        parts = self._ask(*[("arrivals", time.monotonic() + patience)] * PROCESSES)
        return Heard(
            times=array.array("d", sorted(at for part in parts for at in part.times)),
            twice=sum(part.twice for part in parts),
            cpu=sum(part.cpu for part in parts),
            sample=next((part.sample for part in parts if part.sample), ""),
            closed=sum((part.closed for part in parts), Counter()),
        )

    def settle(self, patience: float = 15) -> None:
        self._ask(*[("settle", time.monotonic() + patience)] * PROCESSES)

    def part(self) -> None:
        self._ask(*[("part",)] * PROCESSES)

    def _ask(self, *commands: tuple[Any, ...]) -> list[Any]:
        for pipe, command in zip(self.pipes, commands, strict=True):
            pipe.send(command)
        return [pipe.recv() for pipe in self.pipes]
