"""Long texts that were written to hurt a reader are opened in Chromium, with no content policy, and do nothing.

No test knows single entries of `tests/kit/body_hostile.py`. The texts stand as a page shows them and
as the editor takes them, and are read and written again by the browser, as a copied text is.
"""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, Route

from intranet.kit import markup
from intranet.kit.markup import BodyThings, File, Picture
from tests.kit.body_hostile import HOSTILE_BODIES, HOSTILE_MARKDOWN
from tests.support.canary import CANARY, nothing_ran

ORIGIN = "http://trellis.example"
OURS = tuple(f"{ORIGIN}/{place}" for place in ("pictures/", "favicon.ico"))
KNOWN = BodyThings(
    pages={1: "/wiki/1/", 12: "/wiki/12/"},
    people={7: "/people/maya/"},
    pictures={5: Picture("/pictures/31/", 800, 600, "/pictures/31/ 800w", large="/pictures/32/")},
    files={9: File("/documents/9/", 12)},
    wanted=lambda title: "/wiki/new/",
)

# What in the texts of the page has no place there, and what happens when each piece is pointed at, pressed and loaded.
FOREIGN = """() => {
  const tags = new Set(("p br h2 h3 h4 strong em s code kbd sub sup ul ol li blockquote hr pre table thead tbody tr " +
    "th td figure img figcaption aside a div span").split(" "));
  const attributes = new Set(("href src srcset sizes alt width height loading decoding id class rel title tabindex " +
    "role aria-label start scope colspan rowspan download").split(" "));
  const schemes = new Set(["http:", "https:", "mailto:"]);
  const events = ["mouseover", "focus", "animationstart", "toggle", "beforeinput", "load", "error", "begin"];
  const found = [];
  document.addEventListener("click", (event) => event.preventDefault());
  for (const one of document.querySelectorAll("main.body *")) {
    if (!tags.has(one.localName)) found.push(`<${one.localName}>: ${one.outerHTML.slice(0, 120)}`);
    for (const { name, value } of one.attributes) {
      if (!attributes.has(name) && !name.startsWith("data-")) found.push(`${name}=${value.slice(0, 60)}`);
    }
    if (one.localName === "a" && one.hasAttribute("href") && !schemes.has(one.protocol)) found.push(one.href);
    for (const type of events) one.dispatchEvent(new Event(type, { bubbles: true }));
    one.click?.();
  }
  return found;
}"""
AGAIN = """() => {
  for (const body of document.querySelectorAll("main.body")) {
    for (let round = 0; round < 3; round++) body.innerHTML = body.innerHTML;
  }
}"""


MAKE: dict[str, Callable[[], list[str]]] = {
    "shown": lambda: [markup.show_body(markup.clean_body(body), KNOWN) for body in HOSTILE_BODIES],
    "edited": lambda: [markup.edit_body(markup.clean_body(body), KNOWN) for body in HOSTILE_BODIES],
    "typed": lambda: [markup.show_body(markup.body_from_markdown(text), KNOWN) for text in HOSTILE_MARKDOWN],
}


class Reader:
    """A browser without any protection; `asked` is what it asked for, which nobody answers."""

    def __init__(self, page: Page) -> None:
        self.page, self.html, self.asked = page, "", list[str]()
        page.add_init_script(CANARY)
        page.on("dialog", lambda dialog: pytest.fail(f"A dialog opened: {dialog.message}"))
        page.on("popup", lambda popup: pytest.fail(f"A window opened: {popup.url}"))
        page.route("**/*", self._answer)

    def read(self, *bodies: str) -> None:
        self.html = "".join(f'<main class="body">{body}</main>' for body in bodies)
        self.page.goto(f"{ORIGIN}/")
        assert self.page.locator("main.body").count() == len(bodies), "A text left its place."

    def _answer(self, route: Route) -> None:
        if route.request.url == f"{ORIGIN}/":
            route.fulfill(body=f"<!doctype html>{self.html}", content_type="text/html; charset=utf-8")
        else:
            self.asked.append(route.request.url)
            route.abort()


@pytest.fixture
def reader(browser: Browser) -> Iterator[Reader]:
    context = browser.new_context(base_url=ORIGIN)
    yield Reader(context.new_page())
    context.close()


def test_the_canary_sings_when_something_runs(reader):
    reader.read("<p>x</p><img src=x onerror=alert(1)>")
    reader.page.wait_for_function("window.__hostile.length > 0", polling=50)
    assert reader.page.evaluate("window.__hostile") == ["alert(1)"]


@pytest.mark.parametrize("way", MAKE)
def test_nothing_in_a_hostile_long_text_runs(reader, way):
    bodies = MAKE[way]()
    assert len(bodies) > 40
    for start in range(0, len(bodies), 60):
        reader.read(*bodies[start : start + 60])
        assert reader.page.evaluate(FOREIGN) == []
        nothing_ran(reader.page)
        reader.page.evaluate(AGAIN)
        assert reader.page.evaluate(FOREIGN) == []
        nothing_ran(reader.page)
    assert {address for address in reader.asked if not address.startswith(OURS)} == set()
