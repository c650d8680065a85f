"""A server with many sockets, and what one post to it is like."""

import os
import secrets
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench.live.browser import Guest
from tests.bench.live.crowd import Crowd
from tests.bench.start import pss

CONNECT, ROUND = 300.0, 150.0  # seconds after which what is missing counts as lost
TICKS = os.sysconf("SC_CLK_TCK")

#: ``post(token) -> start``: make the server tell everybody something that contains `token`, and wait for its answer.
#: ``start(text of the frame) -> time``: when, on the monotonic clock, the server began to be able to tell it.
Post = Callable[[str], Callable[[str], float]]


@dataclass
class Round:
    """One post. Times are in milliseconds, processor time in seconds."""

    first: float = 0  # from the start to the first browser,
    last: float = 0  # to the last one,
    answered: float = 0  # and to the answer of the post
    sent_last: float = 0  # from before the post was sent to the last browser
    spread: float = 0  # from the first browser to the last
    server_cpu: float = 0
    client_cpu: float = 0
    lost: int = 0
    twice: int = 0
    text: str = ""  # of the frame, with {token} for its token
    between: tuple[float, float] = (0, 0)  # sending and the last arrival, on the monotonic clock


@dataclass
class Stand:
    name: str
    pid: int  # of the server
    crowd: Crowd
    post: Post
    sockets: int = 0
    kib: float = 0  # per socket
    rounds: list[Round] = field(default_factory=list)

    def warm(self, port: int, guests: list[Guest]) -> None:
        """Some sockets come, hear something and go, so that all code is there before memory is measured."""
        self.sockets = self.crowd.connect(port, guests, CONNECT).open
        self.play()
        self.crowd.part()
        time.sleep(2)

    def connect(self, port: int, guests: list[Guest]) -> None:
        """Open the sockets, say how long that took, and measure what they weigh."""
        before, began, spent = settled(self.pid), time.monotonic(), cpu(self.pid)
        opened = self.crowd.connect(port, guests, CONNECT)
        took, spent = time.monotonic() - began, cpu(self.pid) - spent
        self.sockets = opened.open
        self.kib = (settled(self.pid) - before) / max(1, opened.open)
        self.say(
            f"{opened.open} of {len(guests)} sockets after {took:.1f} s ({spent:.1f} s of processor), "
            f"{self.kib:.1f} KiB each{_list(opened.refused)}"
        )

    def play_all(self, rounds: int, seconds: float = float("inf"), pause: Callable[[], None] = lambda: None) -> None:
        """Rounds until there are enough or time is over; the first is forgotten when there is another."""
        until = time.monotonic() + seconds
        while len(self.rounds) < rounds and (not self.rounds or time.monotonic() < until):
            self.rounds.append(self.play())
            self.tell(self.rounds[-1])
            pause()
        self.rounds = self.rounds[1:] or self.rounds

    def play(self) -> Round:
        token = f"bench{secrets.token_hex(6)}"
        self.crowd.watch(token)
        spent, sent = cpu(self.pid), time.monotonic()
        start = self.post(token)
        answered = time.monotonic()
        heard = self.crowd.arrivals(ROUND)
        if not heard.times:
            raise TimeoutError(f"{self.name}: nobody was told anything within {ROUND:.0f} s{_list(heard.closed)}")
        began, first, last = start(heard.sample), heard.times[0], heard.times[-1]
        if heard.closed:
            self.say(f"closed{_list(heard.closed)}")
        return Round(
            first=(first - began) * 1000,
            last=(last - began) * 1000,
            answered=(answered - began) * 1000,
            sent_last=(last - sent) * 1000,
            spread=(last - first) * 1000,
            server_cpu=cpu(self.pid) - spent,
            client_cpu=heard.cpu,
            lost=self.sockets - len(heard.times),
            twice=heard.twice,
            text=heard.sample.replace(token, "{token}"),
            between=(sent, last),
        )

    def median(self, what: str, digits: int = 1) -> float:
        return round(statistics.median(getattr(each, what) for each in self.rounds), digits)

    def total(self, what: str) -> int:
        return sum(getattr(each, what) for each in self.rounds)

    def tell(self, done: Round) -> None:
        self.say(
            f"first {done.first:.1f} ms, last {done.last:.1f}, answer {done.answered:.1f}, "
            f"from sending to last {done.sent_last:.1f}; "
            f"processor {done.server_cpu:.2f} s, clients {done.client_cpu:.3f} s"
            + (f"; LOST {done.lost}" if done.lost else "")
            + (f"; TWICE {done.twice}" if done.twice else "")
        )

    def say(self, line: str) -> None:
        print(f"{self.name}: {line}", flush=True)


def cpu(pid: int) -> float:
    """Seconds of processor that the process took so far, to a hundredth."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def settled(pid: int) -> int:
    """KB of memory, once they hardly change any more."""
    last = 0
    for _ in range(20):
        time.sleep(0.5)
        last, before = pss(pid), last
        if abs(last - before) < 0.002 * last:
            break
    return last


def _list(reasons: Mapping[str, int]) -> str:
    return "".join(f"; {number} CLOSED: {why}" for why, number in reasons.items())
