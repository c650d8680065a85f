"""The processes of the fault test: Redis, those that serve pages and sockets, and what the browsers ask of them."""

import asyncio
import http.client
import os
import random
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.bench import stage

from .live_page import Card, Cursor, Page, cards_in, has_next, read_page
from .live_prepare import Cast, Guest

REDIS = shutil.which("redis-server") or "/usr/bin/redis-server"
READERS = 3  # pages that browsers are given at once
AGAIN = (0.3, 1.0)  # seconds until a page is asked for again that did not come


class Redis:
    """A Redis of our own on the loopback, which forgets everything when it ends."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = stage.free_port()
        self.process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "Redis":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    @property
    def url(self) -> str:
        return f"redis://{stage.HOST}:{self.port}/0"

    def start(self) -> None:
        """Running, and answering."""
        command = [REDIS, "--port", str(self.port), "--bind", stage.HOST, "--save", "", "--appendonly", "no"]
        quiet: dict[str, Any] = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL}
        self.process = subprocess.Popen([*command, "--dir", str(self.folder)], **quiet)
        until = time.monotonic() + 20
        while time.monotonic() < until and self.process.poll() is None:
            with suppress(OSError), socket.create_connection((stage.HOST, self.port), timeout=1) as line:
                line.sendall(b"PING\r\n")
                if line.recv(16).startswith(b"+PONG"):
                    return
            time.sleep(0.02)
        raise TimeoutError("Redis does not answer")

    def kill(self) -> None:
        if self.process:
            self.process.kill()
            self.process.wait()


@dataclass
class House:
    """A running Trellis in one of the two shapes."""

    data: Path
    env: dict[str, str]
    cast: Cast
    port: int  # of the pages
    live: stage.Server  # the process that holds the sockets
    redis: Redis | None
    forgotten: list[tuple[int, str, str]] = field(default_factory=list)

    @property
    def origin(self) -> str:
        return f"http://{stage.HOST}:{self.port}"

    def restart(self, how: signal.Signals, pause: float, shorten_to: int = 0) -> None:
        """The process that holds the sockets ends, and after some seconds there is another one.

        Meanwhile the log may be shortened to so many events, as if two quiet days had passed.
        """
        self.live.end(how)
        time.sleep(pause)
        if shorten_to:
            self.shorten_log(shorten_to)
        self.live.start()
        self.live.wait()

    def kill_redis(self, pause: float) -> None:
        assert self.redis
        self.redis.kill()
        time.sleep(pause)
        self.redis.start()

    def shorten_log(self, kept: int) -> None:
        with closing(sqlite3.connect(self.data / "trellis.sqlite3", timeout=20, isolation_level=None)) as database:
            database.execute("BEGIN IMMEDIATE")
            behind = "FROM live_event WHERE id <= (SELECT max(id) FROM live_event) - ?"
            self.forgotten += database.execute(f"SELECT id, stream, name {behind} ORDER BY id", [kept])
            database.execute(f"DELETE {behind}", [kept])
            database.execute("COMMIT")

    def events(self) -> list[tuple[int, str]]:
        """All that browsers were to be told, and on which stream; also what the log has forgotten."""
        rows = [*self.forgotten, *self.ask("SELECT id, stream, name FROM live_event ORDER BY id")]
        return [(id, stream) for id, stream, name in rows if name != "rights.changed"]

    def ask(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self.data / "trellis.sqlite3", timeout=20)) as database:
            return database.execute(query, values).fetchall()


@contextmanager
def running_house(
    shape: str, settings: str, people: int, members: int, page_workers: int, log: Path | None = None
) -> Iterator[House]:
    """`one`: one Daphne for everything, no Redis. `three`: gunicorn for pages, Daphne for sockets, and Redis.

    What the servers say goes to `log`, if there is one.
    """
    with stage.data_folder() as data, ExitStack() as stack:
        (data / "static").mkdir()  # or WhiteNoise complains
        port = stage.free_port()
        redis = stack.enter_context(Redis(data)) if shape == "three" else None
        more = {"TRELLIS_REDIS_URL": redis.url} if redis else {}
        more |= {"TRELLIS_LOG_LEVEL": "WARNING"} if log else {}
        env = stage.environment(data, settings, TRELLIS_URL=f"http://{stage.HOST}:{port}", **more)
        cast = prepare(env, people, members)
        servers = {port: stage.daphne(port)}
        if shape == "three":
            servers = {
                port: stage.gunicorn(port, workers=page_workers),
                (live := stage.free_port()): stage.daphne(live),
            }
        running = [stack.enter_context(Server(command, env, at, log)) for at, command in servers.items()]
        for server in running:
            server.wait()
        yield House(data, env, cast, port, running[-1], redis)


class Server(stage.Server):
    """One that is started at once and waited for later, and whose complaints are kept."""

    def __init__(self, command: list[str], env: dict[str, str], port: int, log: Path | None) -> None:
        super().__init__(command, env, port)
        self.log = log

    def __enter__(self) -> "Server":
        self.start()
        return self

    def start(self) -> None:
        with self.log.open("ab") if self.log else open(os.devnull, "ab") as said:
            quiet: dict[str, Any] = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": said}
            self.process = subprocess.Popen(self.command, env=self.env, cwd=stage.ROOT, start_new_session=True, **quiet)


def prepare(env: dict[str, str], people: int, members: int) -> Cast:
    command = [sys.executable, "-m", "tests.faults.live_prepare", str(people), str(members)]
    done = subprocess.run(command, env=env, cwd=stage.ROOT, check=True, stdout=subprocess.PIPE, text=True)
    return Cast.from_json(done.stdout.splitlines()[-1])


class Reading:
    """The pages that browsers ask for. They are asked for again until they come."""

    def __init__(self, house: House, leaks: list[str], counts: Counter[str]) -> None:
        self.house, self.leaks, self.counts = house, leaks, counts
        self._threads = ThreadPoolExecutor(READERS, thread_name_prefix="reading")
        self._here = threading.local()
        self._turns = {is_member: asyncio.Lock() for is_member in (True, False)}
        self._queued: dict[bool, _Wanted] = {}

    def stop(self) -> None:
        self._threads.shutdown(cancel_futures=True)

    async def page(self, guest: Guest) -> Page:
        """The home page."""
        return await self._insist(lambda: read_page(self._get(guest, "/")))

    async def feed(self, guest: Guest, down_to: Cursor | None) -> list[Card]:
        """What is listed now, newest first, down to a place or to the first update.

        Two who are allowed the same and ask at about the same time get the same list, which is read after they asked.
        """
        wanted = self._queued.get(guest.is_member)
        if wanted is None:
            wanted = self._queued[guest.is_member] = _Wanted(asyncio.ensure_future(self._read(guest)))
        wanted.places.append(down_to)
        return await asyncio.shield(wanted.reading)

    async def _read(self, guest: Guest) -> list[Card]:
        async with self._turns[guest.is_member]:
            places = self._queued.pop(guest.is_member).places
            down_to = None if None in places else min(place for place in places if place)
            return await self._insist(lambda: self.read_feed(guest, down_to))

    def read_feed(self, guest: Guest, down_to: Cursor | None) -> list[Card]:
        found: list[Card] = []
        address = "/"
        while True:
            html = self._get(guest, address, **{"X-Fragment": "feed"})
            cards = list(cards_in(html))
            found += cards
            if not has_next(html) or not cards or (down_to and cards[-1].cursor <= down_to):
                return found
            address = "/?before={}-{}".format(*cards[-1].cursor)

    async def _insist(self, ask: Any) -> Any:
        while True:
            try:
                return await asyncio.get_running_loop().run_in_executor(self._threads, ask)
            except (OSError, http.client.HTTPException, LookupError):
                self.counts["pages missed"] += 1
                await asyncio.sleep(random.uniform(*AGAIN))

    def _get(self, guest: Guest, address: str, **headers: str) -> str:
        """Raises OSError unless the page is there."""
        if not hasattr(self._here, "visitor"):
            self._here.visitor = stage.Visitor(self.house.port, timeout=20)
        visitor: stage.Visitor = self._here.visitor
        visitor.cookies = guest.cookies
        answer = visitor.get(address, **headers)
        if answer.status != 200:
            raise OSError(f"{address} was answered with {answer.status}")
        if not guest.is_member and self.house.cast.canary in answer.text:
            self.leaks.append(f"the page {address} showed {guest.username} the canary")
        return answer.text


class _Wanted:
    """A list that will be read for all who asked before it is begun."""

    def __init__(self, reading: "asyncio.Future[list[Card]]") -> None:
        self.reading = reading
        self.places: list[Cursor | None] = []
