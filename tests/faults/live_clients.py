"""How an act of the writers comes to the house: as a form, in anybody's name, or by a process without sockets."""

import json
import subprocess
import sys
import threading
from typing import Any
from urllib.parse import urlencode

from tests.bench import stage

from .live_prepare import Guest


class Refused(Exception):
    """An act that should have been taken was not."""


class Line(stage.Visitor):
    """Forms, sent in anybody's name; a field may come more than once."""

    def __init__(self, port: int) -> None:
        super().__init__(port, timeout=20)

    def send(self, by: Guest, path: str, fields: list[tuple[str, str]], **headers: str) -> stage.Answer:
        self.cookies = by.cookies
        body = urlencode([("csrfmiddlewaretoken", by.token), *fields])
        return self._ask("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded", **headers})


class Elsewhere:
    """A process without sockets that posts by itself, see `live_elsewhere`."""

    def __init__(self, env: dict[str, str]) -> None:
        self.env = env
        self.lock = threading.Lock()

    def __enter__(self) -> "Elsewhere":
        pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "bufsize": 1}
        command = [sys.executable, "-m", "tests.faults.live_elsewhere"]
        self.process = subprocess.Popen(command, env=self.env, cwd=stage.ROOT, **pipes)
        assert self.process.stdout
        assert self.process.stdout.readline() == "ready\n"
        return self

    def __exit__(self, *_: object) -> None:
        assert self.process.stdin
        self.process.stdin.close()
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def post(self, **what: Any) -> int:
        """The number of the new update. Raises Refused when the process has ended."""
        assert self.process.stdin and self.process.stdout
        with self.lock:
            try:
                self.process.stdin.write(json.dumps(what) + "\n")
                self.process.stdin.flush()
                line = self.process.stdout.readline()
            except OSError as error:
                raise Refused(str(error)) from error
        if not line:
            raise Refused("the process elsewhere has ended")
        return int(line)
