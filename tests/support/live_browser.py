"""Pages that are open in a browser while something happens, and those who make it happen without one."""

import json
import re
import time
from collections.abc import Callable
from contextlib import suppress

from playwright.sync_api import Error, Locator, Page, WebSocketRoute

from tests.bench import stage

NOTE = """window.states = []; window.came = {}; window.most = {}; window.heard = []; window.refreshed = 0;
document.addEventListener("trellis:frame", ({ detail }) => window.heard.push(`${detail.name} ${detail.ref}`));
document.addEventListener("trellis:refreshed", () => window.refreshed++);
document.addEventListener("trellis:live", ({ detail }) => window.states.push(detail.state));
document.addEventListener("DOMContentLoaded", () => new MutationObserver(() => {
  const counts = {};
  for (const { id } of document.querySelectorAll("article[id]")) {
    window.came[id] ??= Date.now();
    counts[id] = (counts[id] ?? 0) + 1;
    window.most[id] = Math.max(window.most[id] ?? 0, counts[id]);
  }
}).observe(document.body, { childList: true, subtree: true }));"""


def until(page: Page, condition: str, patience: float = 8) -> None:
    """Playwright's own `wait_for_function` needs an eval, which our pages forbid."""

    def is_true() -> bool:
        with suppress(Error):  # while one page follows another, there is none to ask
            return bool(page.evaluate(condition))
        return False

    eventually(page, is_true, condition, patience)


def eventually(page: Page, is_true: Callable[[], bool], what: str = "", patience: float = 8) -> None:
    end = time.monotonic() + patience
    while time.monotonic() < end:
        if is_true():
            return
        page.wait_for_timeout(20)
    raise AssertionError(f"Never became true: {what}")


def hears(page: Page) -> None:
    until(page, "window.states.at(-1) === 'open'")


def hears_of(page: Page, name: str, card: str) -> None:
    """It has been told of it; placed it will be a little later."""
    until(page, f"window.heard.includes('{name} {card.removeprefix('update-')}')")


def cards(page: Page, words: str) -> Locator:
    return page.locator("article.update").filter(has=page.locator(":scope > div > .text", has_text=words))


def pill(page: Page) -> Locator:
    return page.locator("a.pill")


def said(who: stage.Visitor, words: str, **more: str) -> str:
    """Post `words` without a browser; the id of the card."""
    fields = {"text": words, "key": f"live-{time.monotonic_ns()}", "place": "home", **more}
    answer = who.post("/updates/", fields, **{"HX-Request": "true"})
    assert answer.status == 201, answer.text[:500]
    return re.search(r'id="(update-\d+)"', answer.text)[1]


def replied(who: stage.Visitor, to: str, words: str) -> str:
    answer = who.post(f"{address(to)}replies/", {"text": words, "key": f"live-{time.monotonic_ns()}"})
    return "update-" + re.search(r"reply=(\d+)", answer.headers["Location"])[1]


def edited(who: stage.Visitor, what: str, words: str) -> None:
    edits = re.search(r'name="edits" value="(\d+)"', who.get(f"{address(what)}edit/").text)[1]
    assert who.post(f"{address(what)}edit/", {"text": words, "edits": edits}).status == 302


def reacted(who: stage.Visitor, to: str, sign: str = "like") -> None:
    assert who.post(f"{address(to)}reactions/{sign}/", {}).status == 302


def address(card: str) -> str:
    return f"/updates/{card.removeprefix('update-')}/"


def scroll_to(page: Page, article: Locator) -> str:
    """Read this one, somewhere in the middle of the screen; its id."""
    article.evaluate("one => scrollTo({ top: scrollY + one.getBoundingClientRect().top - 300, behavior: 'instant' })")
    page.wait_for_timeout(200)
    return article.get_attribute("id")


class Line:
    """The connection of a page to the live feed, which can be cut, and on which frames can be held back."""

    def __init__(self, page: Page) -> None:
        self.open: list[WebSocketRoute] = []
        self.count = 0
        self.is_cut = False
        self.page = page
        self.held: list[str] | None = None
        page.route_web_socket(re.compile("/live/$"), self.connect)

    def connect(self, browser: WebSocketRoute) -> None:
        self.count += 1
        if self.is_cut:
            browser.close(code=1001)
            return
        browser.connect_to_server().on_message(lambda message: self.bring(browser, str(message)))
        self.open.append(browser)

    def bring(self, browser: WebSocketRoute, message: str) -> None:
        if browser not in self.open:
            return  # its line was cut while this was under way
        if self.held is None:
            self.say(message)
        else:
            self.held.append(message)

    def say(self, message: str) -> None:
        """As if the server had said it."""
        self.open[-1].send(message)

    def hold(self) -> None:
        self.held = []

    def holds(self, name: str) -> None:
        eventually(self.page, lambda: any(f'"{name}"' in frame for frame in self.held or ()), name)

    def let_go(self) -> None:
        held, self.held = self.held or [], None
        for message in held:
            self.say(message)

    def lose(self) -> None:
        """What was held back never comes."""
        self.held = None

    def cut(self, code: int = 1001) -> None:
        self.is_cut = True
        for browser in self.open:
            with suppress(Error):
                browser.close(code=code)
        self.open.clear()

    def mend(self) -> None:
        self.is_cut = False


class Server:
    """A server that grants what is asked for, but for what it refuses, and says only what a test has it say."""

    def __init__(self, page: Page) -> None:
        self.heard: list[str] = []
        self.asked: list[list[str]] = []
        self.refused: set[str] = set()
        self.lines: list[WebSocketRoute] = []
        page.route_web_socket(re.compile("/live/$"), self.connect)

    def connect(self, browser: WebSocketRoute) -> None:
        self.lines.append(browser)
        browser.on_message(self.take)

    def take(self, message: str | bytes) -> None:
        self.heard.append(str(message))
        if streams := json.loads(message).get("listen"):
            self.asked.append(streams)
            granted = [stream for stream in streams if stream not in self.refused]
            self.say(json.dumps({"listening": granted, "mark": 9_000_000}))

    def say(self, message: str) -> None:
        self.lines[-1].send(message)
