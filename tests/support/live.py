"""A running house with the demo company, and the sockets of people who listen to it.

The house is a process of its own, as everybody runs it: tests speak to it by HTTP, by socket, and where something has
to happen behind its back, by SQL.
"""

import json
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from tests.bench import stage

SETTINGS = "tests.faults.settings"
PATIENCE = 5.0  # seconds


class Ear:
    """What one browser's socket hears."""

    def __init__(self, port: int, cookies: dict[str, str], origin: str | None) -> None:
        cookie = "; ".join(f"{name}={value}" for name, value in cookies.items())
        self.socket: ClientConnection = connect(
            f"ws://{stage.HOST}:{port}/live/", additional_headers={"Cookie": cookie}, origin=origin, legacy=True
        )
        self.heard: list[dict[str, Any]] = []  # every message, in order

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.socket.close()

    def say(self, **message: Any) -> None:
        self.socket.send(json.dumps(message))

    def listen(self, *streams: str, after: int | None = None) -> list[str]:
        """Ask for these streams; those that were granted."""
        self.say(listen=list(streams), **({} if after is None else {"after": after}))
        return self.until(lambda message: "listening" in message)["listening"]

    def hear(self, timeout: float = PATIENCE) -> dict[str, Any]:
        """The next message. Raises TimeoutError and websockets' ConnectionClosed."""
        message = json.loads(self.socket.recv(timeout=timeout))
        self.heard.append(message)
        return message

    def until(self, wanted: Any, timeout: float = PATIENCE) -> dict[str, Any]:
        """The first message that is wanted, or of that name; those before it are in `heard`."""
        fits = wanted if callable(wanted) else lambda message: message.get("name") == wanted
        end = time.monotonic() + timeout
        while True:
            message = self.hear(max(0.0, end - time.monotonic()))
            if fits(message):
                return message

    def during(self, seconds: float) -> list[dict[str, Any]]:
        """All messages of the next seconds."""
        began, end = len(self.heard), time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            try:
                self.hear(left)
            except TimeoutError:
                break
        return self.heard[began:]

    def closes_within(self, seconds: float) -> tuple[int, float]:
        """The code with which the other side closes, and after how many seconds. Raises TimeoutError."""
        began = time.monotonic()
        try:
            while (left := began + seconds - time.monotonic()) > 0:
                self.hear(left)
        except ConnectionClosed as closed:
            return (closed.rcvd.code if closed.rcvd else 1006), time.monotonic() - began
        raise TimeoutError(f"still open after {seconds} s")


@dataclass
class House:
    """A running Trellis with the demo company."""

    data: Path
    port: int  # of the pages
    live_port: int
    cookies: dict[str, tuple[dict[str, str], str]] = field(default_factory=dict)

    @property
    def origin(self) -> str:
        return f"http://{stage.HOST}:{self.port}"

    def visitor(self, username: str, *, anew: bool = False) -> stage.Visitor:
        """Somebody in a browser; in the same session as before, unless it should be another one."""
        if anew:
            return stage.Visitor(self.port).sign_in(username)
        if username not in self.cookies:
            visitor = stage.Visitor(self.port).sign_in(username)
            self.cookies[username] = (visitor.cookies, visitor.token)
        cookies, token = self.cookies[username]
        return stage.Visitor(self.port, cookies, token)

    def ear(self, who: str | stage.Visitor, origin: str | None = "same") -> Ear:
        visitor = self.visitor(who) if isinstance(who, str) else who
        return Ear(self.live_port, visitor.cookies, self.origin if origin == "same" else origin)

    def sql(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """Behind the back of the house: no action, no event, no ring."""
        with sqlite3.connect(self.data / "trellis.sqlite3", timeout=20, isolation_level=None) as database:
            return database.execute(statement, values).fetchall()

    def number(self, username: str) -> int:
        return self.sql("SELECT id FROM people_user WHERE username = ?", username)[0][0]

    def team(self, name: str) -> int:
        return self.sql("SELECT id FROM people_team WHERE name = ?", name)[0][0]

    def newest_update(self) -> int:
        return self.sql("SELECT max(id) FROM microblog_update")[0][0]

    def mark(self) -> int:
        return self.sql("SELECT coalesce(max(id), 0) FROM live_event")[0][0]


@contextmanager
def running_house(*, settings: str = SETTINGS, **env: str) -> Iterator[House]:
    """One Daphne process for everything, as `make run` has it, without a worker."""
    with stage.data_folder() as data:
        port = stage.free_port()
        around = stage.environment(data, settings, TRELLIS_URL=f"http://{stage.HOST}:{port}", **env)
        stage.manage(around, "setup", "--demo")
        with stage.Server(stage.daphne(port), around, port):
            yield House(data, port, port)
