"""What benches and fault tests stand on: a data folder, servers of our own on loopback ports, and visitors by HTTP.

Nothing here imports Django, so that client processes start fast and stay small.
"""

import http.client
import os
import re
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parents[2]
HOST = "127.0.0.1"
DEMO_PASSWORD = "grow-with-trellis"
PATIENCE = 180.0  # seconds that a server has to answer for the first time: it may fill in the demo company before

Cookies = dict[str, str]


# --- Data folder and commands --------------------------------------------------------------------
def environment(data: Path, settings: str = "tests.bench.settings", **more: str) -> dict[str, str]:
    """The environment of a Trellis whose data is in `data`, free of what the caller's shell says about Trellis."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TRELLIS_")}
    return {
        **kept, "TRELLIS_DATA": str(data), "DJANGO_SETTINGS_MODULE": settings, "PYTHONPATH": str(ROOT),
        "TRELLIS_LOG_LEVEL": "ERROR", **more,
    }  # fmt: skip


def manage(env: dict[str, str], *words: str | Path) -> str:
    """Run `manage.py` with these words; what it printed. Raises CalledProcessError."""
    command = [sys.executable, str(ROOT / "manage.py"), *map(str, words)]
    return subprocess.run(command, env=env, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout


@contextmanager
def data_folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="trellis-bench-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


# --- Servers -------------------------------------------------------------------------------------
def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def gunicorn(port: int, *, workers: int = 2) -> list[str]:
    """Pages as in production: sync workers."""
    at = ["--bind", f"{HOST}:{port}", "--workers", str(workers), "--log-level", "error"]
    return [sys.executable, "-m", "gunicorn", "intranet.wsgi", *at]


def daphne(port: int) -> list[str]:
    """Pages as in `make run`: one process for all."""
    at = ["-b", HOST, "-p", str(port), "--verbosity", "0", "--no-server-name"]
    sizes = ["--websocket-max-message-size", "16384", "--websocket-max-frame-size", "16384"]
    return [sys.executable, "-m", "daphne", *at, *sizes, "intranet.asgi:application"]


class Server:
    """A command that listens on `port`, in a process group of its own so that it ends with all it started."""

    def __init__(self, command: list[str], env: dict[str, str], port: int) -> None:
        self.command, self.env, self.port = command, env, port
        self.process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "Server":
        self.start()
        self.wait()
        return self

    def __exit__(self, *_: object) -> None:
        self.end(signal.SIGTERM)

    def start(self) -> None:
        quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL}
        self.process = subprocess.Popen(self.command, env=self.env, cwd=ROOT, start_new_session=True, **quiet)  # type: ignore[call-overload]

    def wait(self, path: str = "/healthz", patience: float = PATIENCE) -> None:
        """Until `path` answers 200. Raises TimeoutError, also when the server has ended."""
        until = time.monotonic() + patience
        while time.monotonic() < until and self.process and self.process.poll() is None:
            with suppress(OSError, http.client.HTTPException):
                if Visitor(self.port, timeout=5).get(path).status == 200:
                    return
            time.sleep(0.05)
        raise TimeoutError(f"{self.command[2]} does not answer at {path}")

    def end(self, how: signal.Signals) -> None:
        """SIGTERM asks, SIGKILL pulls the plug; either way it is gone afterwards."""
        if self.process is None:
            return
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, how)
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(15)


@contextmanager
def worker(env: dict[str, str]) -> Iterator[None]:
    """One that is killed at the end, without a word of warning."""
    worker = Server([sys.executable, str(ROOT / "manage.py"), "worker"], env, 0)
    worker.start()
    try:
        yield
    finally:
        worker.end(signal.SIGKILL)


# --- Visitors ------------------------------------------------------------------------------------
class Answer:
    """Status, headers and body of one response."""

    def __init__(self, response: http.client.HTTPResponse) -> None:
        self.status, self.headers, self.body = response.status, response.headers, response.read()

    @property
    def text(self) -> str:
        return self.body.decode()


class Visitor:
    """A person's browser as far as a server can tell: one kept connection and cookies, no images, no scripts."""

    def __init__(self, port: int, cookies: Cookies | None = None, token: str = "", timeout: float = 30) -> None:
        self.connection = http.client.HTTPConnection(HOST, port, timeout=timeout)
        self.cookies = dict(cookies or {})
        self.token = token  # for forms

    def get(self, path: str, **headers: str) -> Answer:
        return self._ask("GET", path, None, headers)

    def post(self, path: str, fields: dict[str, str], **headers: str) -> Answer:
        body = urlencode({"csrfmiddlewaretoken": self.token, **fields})
        return self._ask("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded", **headers})

    def sign_in(self, login: str, password: str = DEMO_PASSWORD) -> "Visitor":
        """Through the real form; whoever has not accepted the use rules does so. Raises PermissionError."""
        self.token = _form_token(self._keep(self.get("/sign-in/")))
        answer = self._keep(self.post("/sign-in/", {"login": login, "password": password}))
        if answer.status != 302:
            raise PermissionError(f"{login} was not let in: {answer.status}")
        home = self.get("/")
        if home.status == 302:
            rules = self.get(home.headers["Location"])
            self.token = _form_token(rules)
            self._keep(self.post("/rules/acceptance/", {"version": _value(rules, "version"), "next": "/"}))
            home = self.get("/")
        self.token = _form_token(home)  # signing in changed it
        return self

    def say(self, text: str, key: str = "", *, by_htmx: bool = False) -> Answer:
        """Post an update to the company. 302 from the plain form, 201 with the card when htmx asks, 422 refused."""
        headers = {"HX-Request": "true"} if by_htmx else {}
        return self.post("/updates/", {"text": text, "key": key or secrets.token_urlsafe(18), "next": "/"}, **headers)

    def _ask(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> Answer:
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        try:
            self.connection.request(method, path, body, {"Cookie": cookie, **headers} if cookie else headers)
            return Answer(self.connection.getresponse())
        except (OSError, http.client.HTTPException):
            self.connection.close()  # the next question begins a new one
            raise

    def _keep(self, answer: Answer) -> Answer:
        for line in answer.headers.get_all("Set-Cookie") or []:
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
        return answer


def question(path: str, cookies: Cookies, headers: dict[str, str]) -> bytes:
    """A GET on a connection of its own, written once. Under load the clients share the processors with the server,
    and a reader of headers takes from it what a browser on another machine would not."""
    cookie = "; ".join(f"{name}={value}" for name, value in cookies.items())
    lines = {"Host": HOST, "Cookie": cookie, **headers, "Connection": "close"}
    return "\r\n".join([f"GET {path} HTTP/1.1", *(f"{name}: {text}" for name, text in lines.items()), "", ""]).encode()


def answered(port: int, question: bytes) -> bool:
    """Whether the answer, read to its end, says 200."""
    with socket.create_connection((HOST, port), timeout=30) as connection:
        connection.sendall(question)
        answer = connection.recv(65536)
        is_good = answer.startswith(b"HTTP/1.1 200 ")
        while connection.recv(65536):
            pass
    return is_good


def _form_token(answer: Answer) -> str:
    return _value(answer, "csrfmiddlewaretoken")


def _value(answer: Answer, name: str) -> str:
    """Of the first field of that name."""
    found = re.search(rf'name="{name}" value="([^"]+)"', answer.text)
    if not found:
        raise LookupError(f"There is no form on the page ({answer.status}).")
    return found[1]


def percentile(values: list[float], share: float) -> float:
    """The value that `share` (0 to 1) of `values` do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
