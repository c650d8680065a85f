"""Thousands of browsers as far as a websocket shows them, held by a few processes that do little else.

Each process waits for its sockets with epoll and reads frames by hand, because every microsecond that a client takes
is missing to the server on the same machine. What is noted is the monotonic time, which all processes of a Linux
machine share, after the last byte of a frame was read. Browsers answer pings and, when asked to, speak as our page
does: they acknowledge 5 to 10 seconds after they were told something, and say after 25 to 30 silent seconds that
they are there.
"""

import array
import heapq
import json
import os
import random
import select
import signal
import socket
import time
from base64 import b64encode
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from multiprocessing.connection import Connection
from typing import Any

from tests.bench.live.browser import CLOSE, PING, PONG, TEXT, Browser, Guest
from tests.bench.stage import HOST

AT_ONCE = 20  # handshakes under way, of each process
READ = 1 << 16
ACKNOWLEDGES, SPEAKS = (5.0, 10.0), (25.0, 30.0)  # seconds


@dataclass
class Opened:
    """How far a process has come with its sockets."""

    open: int
    refused: Counter[str]


@dataclass
class Heard:
    """When the frame that was watched for arrived, in order of arrival."""

    times: "array.array[float]" = field(default_factory=lambda: array.array("d"))
    twice: int = 0  # frames that a socket got once more
    cpu: float = 0  # seconds
    sample: str = ""  # the text of one such frame
    closed: Counter[str] = field(default_factory=Counter)  # sockets that the server closed since, by code


class Process:
    """Obeys the bench: each command, a tuple that begins with the name of a method, is answered once."""

    def __init__(self, pipe: Connection) -> None:
        self.pipe = pipe
        self.poll = select.epoll()
        self.poll.register(pipe.fileno(), select.EPOLLIN)
        self.buffer = bytearray(READ)
        self.view = memoryview(self.buffer)
        self.dice = random.Random(os.getpid())
        self.number = count()
        self.browsers: dict[int, Browser] = {}
        self.due: list[tuple[float, int, Browser, bool]] = []  # when, a number, who; do they acknowledge?
        self.guests: list[Guest] = []
        self.port = self.open = self.wanted = self.round = 0
        self.refused: Counter[str] = Counter()
        self.heard = Heard()
        self.token = b""
        self.began = 0.0
        self.waiting: tuple[Callable[[], bool], float, Callable[[], Any]] | None = None

    def run(self) -> None:
        while True:
            for number, _ in self.poll.poll(0.05 if self.due or self.waiting else None):
                if number != self.pipe.fileno():
                    if browser := self.browsers.get(number):
                        self._read(browser)
                    continue
                try:
                    name, *details = self.pipe.recv()
                except EOFError:
                    return
                getattr(self, name)(*details)
            self._speak(time.monotonic())
            if self.waiting and (self.waiting[0]() or time.monotonic() > self.waiting[1]):
                self.pipe.send(self.waiting[2]())
                self.waiting = None

    # Commands

    def connect(self, port: int, guests: list[Guest], until: float) -> None:
        """Open a socket for each guest; answered when all are open or refused, or at `until`."""
        self.port, self.guests, self.open, self.wanted = port, guests[::-1], 0, len(guests)
        self.refused = Counter()
        for _ in range(AT_ONCE):
            self._open_one()
        self.waiting = (
            lambda: self.open + self.refused.total() == self.wanted,
            until,
            lambda: Opened(self.open, self.refused),
        )

    def watch(self, token: str) -> None:
        """From now on, note when frames with `token` arrive."""
        self.token, self.heard, self.began = token.encode(), Heard(closed=self.heard.closed), time.process_time()
        self.round += 1
        self.pipe.send(None)

    def arrivals(self, until: float) -> None:
        """Answered when every open socket has got its frame, or at `until`."""

        def answer() -> Heard:
            heard, self.heard = self.heard, Heard()
            heard.cpu = time.process_time() - self.began
            return heard

        self.waiting = (lambda: len(self.heard.times) >= self.open, until, answer)

    def settle(self, until: float) -> None:
        """Answered when everybody has acknowledged what they got."""
        self.waiting = (lambda: not any(acknowledges for _, _, _, acknowledges in self.due), until, lambda: None)

    def part(self) -> None:
        """Close all sockets."""
        for browser in list(self.browsers.values()):
            self._forget(browser)
        self.due = []
        self.pipe.send(None)

    # Sockets

    def _open_one(self) -> None:
        if not self.guests:
            return
        guest = self.guests.pop()
        browser = Browser(socket.create_connection((HOST, self.port), timeout=60), guest)
        browser.line.setblocking(False)
        self.browsers[browser.line.fileno()] = browser
        self.poll.register(browser.line.fileno(), select.EPOLLIN)
        here = f"{HOST}:{self.port}"
        lines = ["GET /live/ HTTP/1.1", f"Host: {here}", f"Origin: http://{here}", "Upgrade: websocket"]
        lines += ["Connection: Upgrade", "Sec-WebSocket-Version: 13", f"Cookie: {guest.cookie}"]
        lines += [f"Sec-WebSocket-Key: {b64encode(self.dice.randbytes(16)).decode()}", "", ""]
        browser.line.send("\r\n".join(lines).encode())

    def _forget(self, browser: Browser) -> None:
        self.poll.unregister(browser.line.fileno())
        del self.browsers[browser.line.fileno()]
        browser.line.close()

    def _read(self, browser: Browser) -> None:
        try:
            size = browser.line.recv_into(self.buffer)
        except BlockingIOError:
            return
        except OSError:
            size = 0
        now = time.monotonic()
        if not size:
            self._lose(browser, "no word")
            return
        data = bytes(self.view[:size])
        if not browser.spoke_at:
            after = self._shake(browser, browser.rest + data, now)
            if after is None:
                return
            data = after
        for opcode, payload in browser.frames(data):
            if opcode == TEXT:
                self._told(browser, payload, now)
            elif opcode == PING:
                browser.send(PONG, payload)
            elif opcode == CLOSE:
                self._lose(browser, str(int.from_bytes(payload[:2], "big")))
                return

    def _shake(self, browser: Browser, data: bytes, now: float) -> bytes | None:
        """What came after the handshake; None while it is not complete, or when it was refused."""
        head, end, data = data.partition(b"\r\n\r\n")
        browser.rest = b"" if end else head
        if not end:
            return None
        if not head.startswith(b"HTTP/1.1 101"):
            self._lose(browser, head.split(b"\r\n")[0].decode())
            return None
        browser.spoke_at = now
        if browser.guest.streams:
            browser.say(now, listen=browser.guest.streams)
            self._later(browser, now, SPEAKS, acknowledges=False)
        else:
            self._ready(browser)
        return data

    def _told(self, browser: Browser, payload: bytes, now: float) -> None:
        if self.token and self.token in payload:
            if browser.round == self.round:
                self.heard.twice += 1
            else:
                browser.round = self.round
                self.heard.times.append(now)
                self.heard.sample = self.heard.sample or payload.decode()
        if payload.startswith(b'{"id":'):
            browser.mark = int(payload[6 : payload.index(b",")])
            if browser.guest.streams and not browser.acknowledges:
                browser.acknowledges = True
                self._later(browser, now, ACKNOWLEDGES, acknowledges=True)
        elif b'"listening"' in payload and not browser.is_open:
            message = json.loads(payload)
            assert set(message["listening"]) == set(browser.guest.streams), message
            browser.mark = message["mark"]
            self._ready(browser)

    def _ready(self, browser: Browser) -> None:
        browser.is_open = True
        self.open += 1
        self._open_one()

    def _lose(self, browser: Browser, why: str) -> None:
        if browser.is_open:
            self.open -= 1
            self.heard.closed[why] += 1
        else:
            self.refused[why] += 1
            self._open_one()
        browser.is_open = False
        self._forget(browser)

    # Speaking

    def _later(self, browser: Browser, now: float, between: tuple[float, float], *, acknowledges: bool) -> None:
        heapq.heappush(self.due, (now + self.dice.uniform(*between), next(self.number), browser, acknowledges))

    def _speak(self, now: float) -> None:
        while self.due and self.due[0][0] <= now:
            _, _, browser, acknowledges = heapq.heappop(self.due)
            if not browser.is_open:
                continue
            if acknowledges:
                browser.acknowledges = False
                browser.say(now, ack=browser.mark)
                continue
            if now - browser.spoke_at >= SPEAKS[0]:
                browser.say(now, beat=browser.mark)
            self._later(browser, browser.spoke_at, SPEAKS, acknowledges=False)


def process(pipe: Connection) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the bench hears it, and then hangs up
    Process(pipe).run()
