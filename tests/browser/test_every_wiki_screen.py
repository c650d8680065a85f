"""Every screen of the wiki and of its desk: nothing that axe objects to, nothing that scrolls sideways.

So, too, for pictures and files in updates.
"""

import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from tests.bench import stage
from tests.support.files import pdf
from tests.support.pictures import png
from tests.support.tour import LOOKS, Tour
from tests.support.wiki_browser import begun, found, saved, sent

EVERYTHING = """\
## How it is done

First **open** the ~~order~~ *invoice*, then press <kbd>Ctrl</kbd>, H<sub>2</sub>O and `x = 1`.
See [how we write](page:{page}),
[somebody](https://example.com/a-very-long-address-that-does-not-end-soon/and-goes-on-and-on-without-a-single-space-in-it),
[[A page that nobody wrote]], [@tom](person:{person}) and [price list.pdf](file:{file}).

![A red field](picture:{picture} "The field behind the dock")

![](picture:{picture})

### A list

1. One
   - deeper
     - and deeper
2. Two

> A quotation of what somebody said.

| Account | You may refund | Above that | And then | And after that |
| --- | --- | --- | --- | --- |
| Private | up to 500 € | team lead | somebody else | somebody else again |
| Business | up to 2,000 € | Finance | ThisIsOneVeryLongWordWithoutAnySpaceInIt | yes |

> [!NOTE]
> A note.

> [!TIP]
> A tip.

> [!IMPORTANT]
> Important.

> [!WARNING]
> A warning.

> [!CAUTION]
> A caution with a [link](page:{page}).

```python
def refund(order: Order, amount: Decimal) -> Credit:  # a line that is longer than a phone can show at once
    return Credit(order, amount, why="double payment", by=None)
```

---

#### The end

Words.
"""


# The front page of a wiki in which nothing stands.
DRAW = """
import django
django.setup()
from django.template.loader import render_to_string
print(render_to_string("wiki/_home.html"))
"""
EMPTY = """(head, html) => {
  while (head.nextSibling) head.nextSibling.remove();
  head.insertAdjacentHTML("afterend", html);
}"""


@dataclass
class Shelf:
    """Numbers and addresses of what was made for the tour."""

    section: int
    section_address: str
    closed_address: str
    everything: int
    address: str
    revisions: list[str]
    shared: int


@pytest.fixture(scope="module")
def shelf(house, browser, signed_in) -> Shelf:
    """An article with everything in it, changed twice, that others link to and object to; a closed section."""
    maya, tom, noor = house.visitor("maya"), house.visitor("tom"), house.visitor("noor")
    context = browser.new_context(base_url=house.url, storage_state=signed_in("maya"))
    page = context.new_page()
    page.goto("/")
    things = {"picture": sent(page, "pictures", "dock.png")["id"], "file": sent(page, "files", "price list.pdf")["id"]}
    context.close()
    page_number, _ = found(maya, "How we write to customers")
    person = re.search(r'"id": (\d+)', maya.get("/writing/people/?q=tom").text)[1]
    section, section_address = begun(maya, found(maya, "Customer care")[0], "Tour", "section", summary="All.", hue="3")
    text = EVERYTHING.format(page=page_number, person=person, **things)
    short = {"short_answer": "In one sentence, what to do and where to look next."}
    everything, address = begun(
        maya, section, "What does a page look like that has everything?", markdown=text, **short
    )
    saved(tom, everything, markdown=f"{text}\nOne more line.", why="It was missing")
    saved(maya, everything, markdown=text.replace("Words.", "Other words."), **short)
    begun(tom, section, "A page that links", markdown=f"See [this](page:{everything}).")
    tom.post(f"/wiki/{everything}/objections/", {"line": "The second account is gone since May."})
    begun(maya, section, "An empty section", "section", hue="5")
    gone, _ = begun(maya, section, "Soon gone")
    maya.post(f"/wiki/{gone}/withdrawal/", {})
    revisions = re.findall(r'name="to" value="(\d+)"', maya.get(f"/pages/{everything}/history/").text)
    _, closed_address = found(noor, "Pay round")
    shared, _ = begun(maya, section, "For both", markdown="- One\n  - deeper\n- Two\n\nAnd words.")
    return Shelf(section, section_address, closed_address, everything, address, revisions, shared)


def the_wiki(tour: Tour, maya: Page, clara: Page, shelf: Shelf) -> None:
    def visit(page: Page, name: str, path: str, *, status: int = 200) -> None:
        tour.look(page, name, status=status, answer=page.goto(path))

    number = shelf.everything
    visit(maya, "wiki", "/wiki/")
    visit(maya, "section", shelf.section_address)
    visit(clara, "closed section", shelf.closed_address)
    visit(maya, "article", shelf.address)
    expect(maya.get_by_role("heading", name="What links here")).to_be_attached()
    maya.get_by_text("This is wrong", exact=True).click()
    maya.locator(".tools details > summary").click()
    tour.look(maya, "article, menu and line open")
    maya.goto(shelf.address)
    maya.locator("a.enlarge").first.click()
    expect(maya.get_by_role("dialog")).to_be_visible()
    tour.look(maya, "picture of an article at large")
    visit(maya, "wanted", "/wiki/wanted/")
    visit(maya, "care", f"/wiki/{number}/care/")
    visit(maya, "move", f"/wiki/{number}/move/")
    visit(maya, "take out", f"/wiki/{number}/withdrawal/")
    visit(maya, "section settings", f"/wiki/{shelf.section}/settings/")
    maya.get_by_label("Colleagues who write here").fill("nobody.at.all")
    maya.get_by_role("button", name="Save").click()
    expect(maya.locator(".error").first).to_be_visible()
    tour.look(maya, "section settings refused")


def the_desk(tour: Tour, maya: Page, house, shelf: Shelf) -> None:
    def visit(name: str, path: str, *, status: int = 200) -> None:
        tour.look(maya, name, status=status, answer=maya.goto(path))

    number = shelf.everything
    newest, older, oldest = shelf.revisions[:3]
    visit("history", f"/pages/{number}/history/")
    visit("compare", f"/pages/{number}/history/compare/?from={oldest}&to={older}")
    visit("compare the same", f"/pages/{number}/history/compare/?from={newest}&to={newest}")
    visit("revision", f"/pages/{number}/history/{older}/")
    maya.locator("[name=base]").evaluate("(field, old) => (field.value = old)", older)
    with maya.expect_navigation() as answer:
        maya.get_by_role("button", name="Restore this text").click()
    tour.look(maya, "restore too late", status=409, answer=answer.value)
    visit("new page", "/wiki/new/")
    maya.get_by_role("button", name="Begin").click()
    expect(maya.locator(".ProseMirror")).to_be_visible()
    tour.look(maya, "new article")
    maya.get_by_role("button", name="Save").click()
    tour.look(maya, "new article without a title")

    maya.goto(f"/pages/{number}/edit/")
    expect(maya.locator(".ProseMirror")).to_be_visible()
    tour.look(maya, "edit")
    for place in ("td", "pre code", "aside p", "figcaption"):
        maya.locator(f".ProseMirror {place}").first.click()
        tour.look(maya, f"edit, in {place}")
    maya.locator(".ProseMirror > p").last.click()
    maya.keyboard.press("End")
    maya.keyboard.type(" [[How")
    expect(maya.get_by_role("option").first).to_be_visible()
    tour.look(maya, "edit, pages offered")
    maya.keyboard.press("Escape")
    maya.get_by_role("button", name="Preview").evaluate("button => button.removeAttribute('formtarget')")
    with maya.expect_navigation() as answer:
        maya.get_by_role("button", name="Preview").click()
    tour.look(maya, "preview", answer=answer.value)
    visit("edit with a draft", f"/pages/{number}/edit/")
    maya.get_by_role("button", name="Go back to the published text").click()

    maya.goto(f"/pages/{shelf.shared}/edit/")
    maya.locator(".ProseMirror > p").last.click()
    maya.keyboard.press("End")
    maya.keyboard.type(" Of mine.")
    tom = house.visitor("tom")
    assert saved(tom, shelf.shared, markdown=f"Words of Tom at {tour.label}.", title=tour.label).status == 302
    with maya.expect_navigation() as answer:
        maya.get_by_role("button", name="Save").click()
    expect(maya.locator(".ProseMirror")).to_be_visible()
    tour.look(maya, "conflict", status=409, answer=answer.value)
    maya.locator(".clash-all summary").click()
    tour.look(maya, "conflict, all of it")
    house.visitor("maya").post(f"/writing/drafts/{shelf.shared}/", {"_method": "delete"})


def the_gallery_and_the_updates(tour: Tour, maya: Page, clara: Page) -> None:
    maya.goto("/")
    maya.get_by_label("What is going on?").fill(f"From the dock {tour.label}")
    files = [
        *(
            {"name": f"{name}.png", "mimeType": "image/png", "buffer": png(name, (900, 600))}
            for name in ("a", "b", "c")
        ),
        {"name": "price list.pdf", "mimeType": "application/pdf", "buffer": pdf("Prices")},
    ]
    maya.get_by_label("Attach pictures or files").set_input_files(files)
    expect(maya.locator(".attached > li[data-id]")).to_have_count(4)
    tour.look(maya, "update being written with pictures")
    maya.locator(".attached > li").first.get_by_role("textbox").fill("The dock at noon")
    maya.get_by_label("What is going on?").press("Control+Enter")
    card = maya.locator("article.update", has_text=f"From the dock {tour.label}").first
    expect(card.locator("a.picture")).to_have_count(3)
    tour.look(maya, "update with pictures and files")
    card.locator("a.picture").first.click()
    expect(maya.get_by_role("dialog")).to_be_visible()
    tour.look(maya, "lightbox")
    clara.goto("/gallery/")
    expect(clara.locator(".ProseMirror").first).to_be_visible()
    tour.look(clara, "gallery with the editor")


@pytest.fixture(scope="module")
def empty(house) -> str:
    done = subprocess.run([sys.executable, "-c", DRAW], env=house.env, cwd=stage.ROOT, check=True, capture_output=True)
    return done.stdout.decode()


@pytest.mark.parametrize(("width", "themes"), LOOKS, ids=[str(width) for width, _ in LOOKS])
def test_every_screen_of_the_wiki_can_be_read_by_everybody_and_fits(
    browse: Callable[..., Page], house, shelf, empty, watch, width, themes
):
    watch.expect("status of 409", "status of 422")
    look = {"viewport": {"width": width, "height": 900}, "color_scheme": themes[0], "reduced_motion": "reduce"}
    tour = Tour(str(width), themes, with_axe=width != 834)
    maya, clara = browse("maya", None, **look), browse("clara", None, **look)
    the_wiki(tour, maya, clara, shelf)
    maya.goto("/wiki/")
    maya.locator(".page-head").evaluate(EMPTY, empty)
    expect(maya.get_by_role("link", name="New section")).to_be_visible()
    tour.look(maya, "wiki empty")
    the_desk(tour, maya, house, shelf)
    the_gallery_and_the_updates(tour, maya, clara)
    assert tour.count > 30
    assert not tour.wrong, f"{len(tour.wrong)} things are wrong at {tour.label}:\n" + "\n".join(tour.wrong)
