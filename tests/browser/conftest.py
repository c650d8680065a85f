"""A real Chromium reads a real house: the demo company, served by Daphne from a folder that goes away afterwards.

The tests do what people do: they press, type and look. Nothing here touches the database of the house, because
Playwright and Django's ORM do not share a process. Set `SCREENSHOTS=folder` to keep pictures of every screen.
"""

import csv
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, StorageState, sync_playwright

from tests.bench import stage
from tests.support.live_browser import NOTE, Line, Server, hears
from tests.support.programs import program

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
PATIENCE = 8_000  # milliseconds for one thing to appear

TELL_OF_REFUSALS = """document.addEventListener("securitypolicyviolation", (event) =>
  console.error(`CSP: ${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`));"""


@pytest.fixture(scope="session")
def chromium() -> Path:
    """Where it is."""
    return program(CHROMIUM, package="chromium")


@dataclass
class House:
    """A running Trellis with the demo company."""

    env: dict[str, str]
    port: int
    server: stage.Server
    cookies: dict[str, tuple[dict[str, str], str]] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"http://{stage.HOST}:{self.port}"

    @property
    def data(self) -> Path:
        return Path(self.env["TRELLIS_DATA"])

    def manage(self, *words: str | Path) -> str:
        return stage.manage(self.env, *words)

    def visitor(self, username: str) -> stage.Visitor:
        """Somebody without a browser, for what would be tedious to type."""
        if username not in self.cookies:
            visitor = stage.Visitor(self.port).sign_in(username)
            self.cookies[username] = (visitor.cookies, visitor.token)
        cookies, token = self.cookies[username]
        return stage.Visitor(self.port, cookies, token)


@pytest.fixture(scope="session")
def house(chromium: Path) -> Iterator[House]:
    with stage.data_folder() as data:
        port = stage.free_port()
        env = stage.environment(data, "intranet.settings.production", TRELLIS_URL=f"http://{stage.HOST}:{port}")
        stage.manage(env, "setup", "--demo")
        stage.manage(env, "search_rebuild")  # there is no worker here who does it
        with stage.Server(stage.daphne(port), env, port) as server:
            yield House(env, port, server)


@pytest.fixture(scope="session")
def history(house: House) -> int:
    """So many older updates of the company, taken over from another network; number 1 is the oldest."""
    first, count = datetime(2025, 3, 1, 8, tzinfo=UTC), 75
    with (house.data / "history.csv").open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["id", "author", "posted_at", "reply_to", "text"])
        for number in range(1, count + 1):
            words = f"Old news number {number}. " + "It was a quiet day. " * (number % 7)
            rows.writerow([number, "Archive", (first + timedelta(hours=number)).isoformat(), "", words])
    house.manage("import_updates", house.data / "history.csv")
    return count


@pytest.fixture(scope="session")
def browser(chromium: Path) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def signed_in(house: House, browser: Browser) -> Callable[[str], StorageState]:
    """The cookies of somebody who signed in through the form; once per person, because sign-in is throttled."""
    states: dict[str, StorageState] = {}

    def state(username: str) -> StorageState:
        if username not in states:
            context = browser.new_context(base_url=house.url)
            page = context.new_page()
            page.goto("/sign-in/")
            page.get_by_label("Username or e-mail").fill(username)
            page.get_by_label("Password").fill(stage.DEMO_PASSWORD)
            page.get_by_role("button", name="Sign in").click()
            page.wait_for_url(house.url + "/")
            states[username] = context.storage_state()
            context.close()
        return states[username]

    return state


class Watch:
    """Everything a browser complains about, and every request that leaves the house."""

    def __init__(self, origin: str) -> None:
        self.origin = origin
        self.complaints: list[str] = []
        self.paths: list[str] = []  # of all requests, in their order
        self.expected: list[str] = []

    def expect(self, *pieces: str) -> None:
        """Complaints with one of these pieces belong to what is being tested, such as "status of 403"."""
        self.expected += pieces

    def follow(self, context: BrowserContext) -> None:
        context.add_init_script(TELL_OF_REFUSALS)
        context.on("console", self._console)
        context.on("weberror", lambda error: self.complaints.append(f"script: {error.error}"))
        context.on("request", self._request)

    @property
    def unexpected(self) -> list[str]:
        return [line for line in self.complaints if not any(piece in line for piece in self.expected)]

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(f"{message.type}: {message.text} at {message.location.get('url', '')}")

    def _request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        self.paths.append(parts.path)
        if f"{parts.scheme}://{parts.netloc}" != self.origin and parts.scheme not in {"data", "blob"}:
            self.complaints.append(f"request to elsewhere: {request.url[:200]}")


@pytest.fixture
def watch(house: House) -> Iterator[Watch]:
    watch = Watch(house.url)
    yield watch
    assert not watch.unexpected, "The browser complained:\n" + "\n".join(watch.unexpected)


@pytest.fixture
def browse(
    house: House, browser: Browser, watch: Watch, signed_in: Callable[[str], StorageState]
) -> Iterator[Callable[..., Page]]:
    """``browse("maya", "/people/")``: a browser of her own, in which she is signed in, with this page open.

    `None` is nobody. `scripts=False` switches JavaScript off; other options are Playwright's for a context.
    """
    contexts: list[BrowserContext] = []

    def open_page(who: str | None = "maya", path: str = "/", *, scripts: bool = True, **options: Any) -> Page:
        options.setdefault("viewport", {"width": 1280, "height": 900})
        context = browser.new_context(
            base_url=house.url,
            java_script_enabled=scripts,
            storage_state=signed_in(who) if who else None,
            locale="en-GB",
            timezone_id="UTC",
            **options,
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        watch.follow(context)
        page = context.new_page()
        if path:
            page.goto(path)
        return page

    yield open_page
    for context in contexts:
        for page in context.pages:  # first, or else a request that a test holds up may keep its context open for ever
            page.close()
        context.close()


@pytest.fixture
def listen(browse) -> Callable[..., Page]:
    """``listen("maya", "/company/")``: a browser that hears what happens."""

    def open_page(who: str, path: str = "/", **options) -> Page:
        page = browse(who, path=None, **options)
        page.add_init_script(NOTE)
        page.goto(path)
        hears(page)
        return page

    return open_page


@pytest.fixture
def line(browse) -> Callable[..., tuple[Page, Line]]:
    def open_page(who: str, path: str = "/", **options) -> tuple[Page, Line]:
        page = browse(who, path=None, **options)
        page.add_init_script(NOTE)
        line = Line(page)
        page.goto(path)
        hears(page)
        return page, line

    return open_page


@pytest.fixture
def spoken(browse) -> tuple[Page, Server]:
    page = browse("maya", path=None)
    page.add_init_script(
        NOTE + "window.frames_ = []; document.addEventListener('trellis:frame', (e) => frames_.push(e.detail.id));"
    )
    page.clock.install()
    server = Server(page)
    page.goto("/company/")
    hears(page)
    return page, server
