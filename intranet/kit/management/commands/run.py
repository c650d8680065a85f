"""`manage.py run`: the whole of Trellis on one machine, in one terminal."""

import errno
import http.client
import os
import signal
import socket
import sys
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command
from django.db import connections

from intranet.kit.declarations import gather
from intranet.kit.supervisor import SIGNALS, Child, supervise
from intranet.kit.version import VERSION

HTTP_TIMEOUT = 120  # seconds for one whole request: a big picture on a slow line
SOCKET_BYTES = "16384"  # a browser says little through its socket; more is refused before it is read


class Command(BaseCommand):
    help = "Prepare and run the whole site: web server and worker. Ctrl-C stops it."
    requires_system_checks: list[str] = []  # a busy port should be said first; the checks come right after

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--demo", action="store_true", help="fill the house with a demo company if it is empty")
        parser.add_argument("--port", help="default: the PORT variable, or 8000")
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
        parser.add_argument(
            "--page-workers", type=int, default=0, metavar="N",
            help="serve pages with N processes of gunicorn; Daphne then has /live/ alone, on a port of its own",
        )  # fmt: skip
        parser.add_argument("--live-port", help="the port of /live/ beside page workers (default: one above the other)")

    def handle(
        self, *, demo: bool, port: str | None, host: str, page_workers: int, live_port: str | None, **options: Any
    ) -> None:
        for kind in SIGNALS:
            signal.signal(kind, lambda *_: sys.exit(0))  # during the preparations there is nothing to stop
        number = port_number(port or os.environ.get("PORT") or "8000")
        live = port_number(live_port or str(number + 1)) if page_workers else number
        if page_workers < 0 or (page_workers and live == number):
            raise CommandError("There must be at least one page worker, and the live feed needs a port of its own.")
        for each in {number, live}:
            refuse_busy_port(host, each)
        # What people type when nobody said otherwise; mails and links of the children use it too.
        address = os.environ.setdefault("TRELLIS_URL", f"http://localhost:{number}")
        self.stdout.write(f"Starting Trellis {VERSION} at {address}")
        self.check()
        call_command("setup", demo=demo, stdout=self.stdout, stderr=self.stderr)
        welcome = [line for lines in gather("welcome", "lines") for line in lines(address)]
        connections.close_all()  # the children have their own

        if page_workers:
            welcome.append(f"The live feed is at port {live}: let the reverse proxy bring /live/ there.")
            servers = {"pages": page_server(host, number, page_workers), "live feed": web_server(host, live)}
        else:
            servers = {"web server": web_server(host, number)}

        supervise(self._children(servers), meanwhile=Announcer(host, number, welcome, self._say))
        self._say("Trellis has stopped.")

    def _children(self, servers: dict[str, list[str]]) -> list[Child]:
        env = {**os.environ, "DJANGO_SETTINGS_MODULE": os.environ["DJANGO_SETTINGS_MODULE"]}
        commands = servers | {"worker": [sys.executable, str(settings.ROOT / "manage.py"), "worker"]}
        return [Child(name, command, env, self._say) for name, command in commands.items()]

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


class Announcer:
    """Says once that the site is ready: when it answers, not when it was started."""

    EVERY = 0.2  # seconds between two questions

    def __init__(self, host: str, port: int, welcome: list[str], say: Callable[[str], None]) -> None:
        self.host, self.port, self.welcome, self.say = reachable(host), port, welcome, say
        self.announced = False
        self.ask_at = 0.0

    def __call__(self, now: float) -> None:
        if self.announced or now < self.ask_at:
            return
        self.ask_at = now + self.EVERY
        if answers(self.host, self.port):
            self.announced = True
            self.say("\n".join([f"Trellis is ready at http://localhost:{self.port}", *self.welcome]))


def port_number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 65535):
        raise CommandError(f"The port is {text!r}, but must be a whole number from 1 to 65535.")
    return int(text)


def refuse_busy_port(host: str, port: int) -> None:
    """CommandError (exit code 1) when `port` cannot be listened on."""
    family, kind, protocol, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    with socket.socket(family, kind, protocol) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(place)
        except OSError as error:
            raise CommandError(_why_not(host, port, error)) from error


def _why_not(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"Port {port} is already in use, perhaps by another Trellis.\n"
            f"Stop that program, or choose another port: PORT={port + 1} make run"
        )
    return f"Cannot listen on {host}, port {port}: {error.strerror}."


def web_server(host: str, port: int) -> list[str]:
    """Daphne's command line.

    It is not told to believe `X-Forwarded-For`: it would take the first address in it, which any visitor can make
    up. Django and allauth read the headers of trusted proxies themselves.
    """
    command = [sys.executable, "-m", "daphne", "-b", host, "-p", str(port), "--verbosity", "0", "--no-server-name"]
    command += ["--websocket-max-message-size", SOCKET_BYTES, "--websocket-max-frame-size", SOCKET_BYTES]
    return [*command, "--http-timeout", str(HTTP_TIMEOUT), ":".join(settings.ASGI_APPLICATION.rsplit(".", 1))]


def page_server(host: str, port: int, workers: int) -> list[str]:
    """gunicorn's command line: pages alone, in so many processes."""
    command = [sys.executable, "-m", "gunicorn", settings.WSGI_APPLICATION.rsplit(".", 1)[0] + ":application"]
    command += ["--bind", f"{host}:{port}", "--workers", str(workers), "--threads", str(settings.PAGE_THREADS)]
    return [*command, "--timeout", str(HTTP_TIMEOUT), "--log-level", "warning"]


def reachable(host: str) -> str:
    """The address to ask when the server listens on `host`, which may be all addresses."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104


def answers(host: str, port: int) -> bool:
    """Does the site at this place say that it is well?"""
    connection = http.client.HTTPConnection(host, port, timeout=2)
    try:
        connection.request("GET", "/healthz", headers={"Host": f"localhost:{port}"})
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
