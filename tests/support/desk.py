"""The editor of the gallery in a browser, with what the writing desk answers to it."""

import base64
from collections.abc import Callable
from functools import partial
from typing import Any

from playwright.sync_api import Locator, Page, Request, Route, expect

ADDRESS = "/writing/drafts/sample/"
PAGES = [
    {"id": 3, "title": "Refunds", "where": "Wiki › Billing", "address": "/wiki/3-refunds/"},
    {"id": 4, "title": "Refund or credit?", "where": "Wiki", "address": "/wiki/4-refund-or-credit/"},
]
PEOPLE = [{"id": 7, "username": "maya", "name": "Maya Okafor", "title": "Support agent"}]
PICTURE = {"id": 5, "src": "/static/icons/trellis.svg", "width": 800, "height": 600, "name": "shelf.png"}
DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)

# The draft of the gallery has no address. Scripts run after the page was read.
ADDRESSED = """document.addEventListener("readystatechange", () => {
  const draft = document.querySelector("#editor trellis-draft");
  if (document.readyState === "interactive" && draft) draft.dataset.address = "ADDRESS";
});"""

PASTE = """(box, { html, text, files }) => {
  const data = new DataTransfer();
  if (html) data.setData("text/html", html);
  if (text) data.setData("text/plain", text);
  for (const [name, type, base] of files) {
    data.items.add(new File([Uint8Array.from(atob(base), (sign) => sign.charCodeAt(0))], name, { type }));
  }
  box.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


class Desk:
    """Clara at the editor of the gallery, of which only the first is left."""

    def __init__(self, browse: Callable[..., Page], *, scripts: bool = True, address: str = ADDRESS, **options: Any):
        self.posted: list[str] = []  # what the form sent
        self.asked: list[str] = []  # what was looked for after [[ and @
        self._held: list[Callable[[], None]] = []
        self.drafts: list[str] = []  # what came as a draft, as it was sent
        self.answer: Callable[[Route], None] = lambda route: route.fulfill(json={"at": "2026-11-21T09:12:00Z"})
        self.page = browse("clara", None, scripts=scripts, **options)
        self.page.add_init_script(ADDRESSED.replace("ADDRESS", address))
        self.page.route("**/gallery/", self._post)
        self.page.route(f"**{ADDRESS}", self._draft)
        self.page.route("**/writing/pages/*", lambda route: self._found(route, {"pages": PAGES}))
        self.page.route("**/writing/people/*", lambda route: self._found(route, {"people": PEOPLE}))
        self.page.goto("/gallery/#editor")
        if scripts:
            expect(self.text).to_be_visible()

    @property
    def section(self) -> Locator:
        return self.page.locator("#editor .side").first

    @property
    def editor(self) -> Locator:
        return self.section.locator("trellis-editor")

    @property
    def text(self) -> Locator:
        return self.editor.get_by_role("textbox", name="Text", exact=True)

    @property
    def html(self) -> str:
        return self.editor.evaluate("editor => editor.html")

    def tool(self, name: str) -> Locator:
        return self.editor.get_by_role("button", name=name, exact=True)

    def empty(self) -> "Desk":
        self.editor.evaluate("editor => (editor.html = '')")
        self.text.click()
        return self

    def type(self, words: str) -> None:
        self.page.keyboard.type(words)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            if key.split("+")[-1] in {"Home", "End", "ArrowLeft", "ArrowRight"}:
                self.page.wait_for_timeout(60)  # the browser tells of a new place a little later

    def paste(self, html: str = "", text: str = "", files: tuple[tuple[str, str], ...] = ()) -> None:
        sent = [[name, kind, base64.b64encode(DOT).decode()] for name, kind in files]
        self.text.evaluate(PASTE, {"html": html, "text": text, "files": sent})

    def takes_pictures(self, *answers: tuple[int, dict[str, Any]], held: bool = False) -> list[Request]:
        """What was sent; each gets the next answer, the last one again and again. `held`: when they are let go."""
        return self._takes("pictures", list(answers) or [(201, PICTURE)], held)

    def takes_files(self, *answers: tuple[int, dict[str, Any]]) -> list[Request]:
        return self._takes("files", list(answers), held=False)

    def let_go(self) -> None:
        held, self._held = self._held, []  # an answer can bring the next question
        for answer in held:
            answer()

    def _takes(self, kind: str, answers: list[tuple[int, dict[str, Any]]], held: bool) -> list[Request]:
        sent: list[Request] = []

        def take(route: Route) -> None:
            sent.append(route.request)
            status, body = answers.pop(0) if len(answers) > 1 else answers[0]
            self._held.append(partial(route.fulfill, status=status, json=body))
            if not held:
                self.let_go()

        self.page.route(f"**/writing/{kind}/", take)
        return sent

    def _post(self, route: Route) -> None:
        if route.request.method == "POST":
            self.posted.append(route.request.post_data or "")
            route.fulfill(status=204)
        else:
            route.continue_()

    def _draft(self, route: Route) -> None:
        self.drafts.append(route.request.post_data or "")
        self.answer(route)

    def _found(self, route: Route, answer: dict[str, Any]) -> None:
        self.asked.append(route.request.url.partition("?q=")[2])
        route.fulfill(json=answer)
