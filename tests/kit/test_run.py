"""`manage.py run` as somebody meets it who starts Trellis in a terminal."""

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import CommandError

from intranet.kit.management.commands.run import port_number
from tests.bench import stage

PATIENCE = 180.0


class Terminal:
    """`manage.py run` in a terminal of its own: what it prints, and the keys one presses."""

    def __init__(self, data: Path, *words: str, port: int | str = 0) -> None:
        self.port = port or stage.free_port()
        # Without collected static files: these tests are about processes.
        env = stage.environment(data, "intranet.settings.dev", PORT=str(self.port), PYTHONUNBUFFERED="1")
        self.process = subprocess.Popen(
            [sys.executable, str(stage.ROOT / "manage.py"), "run", *words],
            env=env, cwd=stage.ROOT, text=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
        self.lines: list[str] = []
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.lines.append(line.rstrip("\n"))

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    def wait_for(self, pattern: str, times: int = 1) -> re.Match[str]:
        """Until it has printed this so many times; the last of them."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            found = list(re.finditer(pattern, self.text))
            if len(found) >= times:
                return found[-1]
            if self.process.poll() is not None and not self.reader.is_alive():
                break
            time.sleep(0.05)
        raise AssertionError(f"It never said {pattern!r}, but:\n{self.text}")

    def ready(self) -> "Terminal":
        self.wait_for("Trellis is ready at")
        time.sleep(0.1)  # for the lines that follow
        return self

    def ends(self) -> int:
        code = self.process.wait(PATIENCE)
        self.reader.join(5)
        return code

    def press_ctrl_c(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.ends()

    def children(self) -> dict[str, int]:
        """The pid of each child, by what it is."""
        found = {}
        for task in Path(f"/proc/{self.process.pid}/task").glob("*/children"):
            for pid in task.read_text().split():
                words = Path(f"/proc/{pid}/cmdline").read_bytes().decode().split("\0")
                found["web server" if "daphne" in words else "worker"] = int(pid)
        return found

    def visitor(self) -> stage.Visitor:
        return stage.Visitor(int(self.port))

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait(15)


@pytest.fixture
def terminal() -> Iterator:
    opened: list[Terminal] = []

    def open_(data: Path, *words: str, port: int | str = 0) -> Terminal:
        opened.append(Terminal(data, *words, port=port))
        return opened[-1]

    yield open_
    for one in opened:
        one.close()


def is_there(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def until(what, patience: float = 20.0) -> bool:
    end = time.monotonic() + patience
    while time.monotonic() < end:
        if what():
            return True
        time.sleep(0.1)
    return False


def fill_in(visitor: stage.Visitor, path: str, **fields: str) -> stage.Answer:
    """Open the page at `path`, fill its form and send it."""
    answer = visitor._keep(visitor.get(path))
    assert answer.status == 200, f"{answer.status} at {path}"
    visitor.token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', answer.text)[1]
    return visitor._keep(visitor.post(path, fields))


def test_a_busy_port_is_said_at_once_with_another_one_to_try(tmp_path, terminal):
    with socket.socket() as taken:
        taken.bind((stage.HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]
        run = terminal(tmp_path, port=port)
        assert run.ends() == 1
    assert f"Port {port} is already in use" in run.text
    assert f"PORT={port + 1} make run" in run.text
    assert "Traceback" not in run.text
    assert not list(tmp_path.glob("*.sqlite3")), "It prepared a database before it looked at the port."


def test_a_port_that_is_none_is_said_in_a_sentence(tmp_path, terminal):
    run = terminal(tmp_path, port="eighty")
    assert run.ends() == 1
    assert run.text.endswith("The port is 'eighty', but must be a whole number from 1 to 65535.")
    assert "Traceback" not in run.text


@pytest.mark.parametrize("port", ["0", "70000", "-1", "8000 ", "８０００", "80.0"])
def test_only_whole_numbers_up_to_65535_are_ports(port):
    with pytest.raises(CommandError, match="whole number"):
        port_number(port)


def test_an_empty_house_is_founded_through_a_link_that_works_once_and_is_kept(tmp_path, terminal):
    run = terminal(tmp_path).ready()
    assert "Demo sign-ins" not in run.text
    link = run.wait_for(r"http://localhost:\d+(/welcome/\S+/)")[1]
    visitor = run.visitor()
    about = {"company_name": "Bakery", "name": "Ada Baker", "username": "ada", "email": ""}
    answer = fill_in(visitor, link, password="three loaves of rye", **about)
    assert (answer.status, answer.headers["Location"]) == (302, "/")
    assert "Bakery" in visitor.get("/").text
    assert run.visitor().get(link).status == 404

    children = run.children()
    assert {*children} == {"web server", "worker"}
    assert run.press_ctrl_c() == 0
    assert "Trellis has stopped." in run.text
    assert until(lambda: not any(map(is_there, children.values()))), "A child is still running."

    again = terminal(tmp_path, "--demo").ready()  # the house is no longer empty: nothing is filled in
    assert "/welcome/" not in again.text
    assert "Demo sign-ins" not in again.text
    assert "demo company" not in again.text
    assert again.visitor().get(link).status == 404
    visitor = again.visitor()
    assert fill_in(visitor, "/sign-in/", login="ada", password="three loaves of rye").status == 302
    assert "Bakery" in visitor.get("/").text


@pytest.mark.parametrize("pages", [(), ("--page-workers", "1")], ids=["one process", "page workers"])
def test_whoever_reads_over_the_shoulder_learns_no_address_with_a_key(tmp_path, terminal, pages):
    more = (*pages, "--live-port", str(stage.free_port())) if pages else ()
    run = terminal(tmp_path, *more).ready()
    token = "1-0123456789abcdef.not-the-sign-of-this-house"
    assert run.visitor().get(f"/feeds/{token}/tags/any.atom").status == 404
    assert run.visitor().get(f"/feeds/{token}/nothing/").status == 404
    run.wait_for("Not Found: /feeds/", times=2)
    assert run.press_ctrl_c() == 0
    assert token not in run.text


def test_a_demo_company_says_who_can_sign_in_and_a_dead_server_comes_back(tmp_path, terminal):
    run = terminal(tmp_path, "--demo").ready()
    assert f"Demo sign-ins (password for all: {stage.DEMO_PASSWORD})" in run.text
    assert re.search(r"maya\s+Maya Okafor, Product manager", run.text)
    assert "/welcome/" not in run.text
    visitor = run.visitor().sign_in("maya")
    assert "Walked the new returns line" in visitor.get("/").text

    before = run.children()
    os.kill(before["web server"], signal.SIGKILL)
    run.wait_for(r"The web server stopped \(signal SIGKILL\)\. Starting it again in 0\.5 s\.")
    assert until(lambda: run.children().get("web server") not in {None, before["web server"]})

    def answers() -> bool:
        try:
            return run.visitor().get("/healthz").status == 200
        except OSError:
            return False

    assert until(answers), "It does not answer again."
    assert stage.Visitor(int(run.port), visitor.cookies).get("/").status == 200, "Maya was signed out."
    assert run.children()["worker"] == before["worker"]
    children = run.children()
    run.process.terminate()
    assert run.ends() == 0
    assert until(lambda: not any(map(is_there, children.values()))), "A child is still running."
