"""Every screen, small and large, light and dark: nothing that axe objects to, nothing that scrolls sideways.

Set `SCREENSHOTS=folder` to keep a picture of each.
"""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.bench import stage
from tests.support.tour import LOOKS, Tour

MEGABYTE = 1024 * 1024

# Pages that nobody can be led to within a test, drawn by the house itself.
DRAW = """
import json
import django
django.setup()
from django.template.loader import render_to_string
from intranet.governance.models import UseRules
from intranet.people.forms import FirstAdminForm
pages = {name: render_to_string(f"{name}.html", {"limit_mb": 10, "kept": ["What I typed."], "rules": "/rules/"})
         for name in ("403_rules", "413", "429", "500")}
first = {"rules": UseRules.objects.last(), "next": "/", "has_changed": True}
pages["rules for somebody new"] = render_to_string("governance/rules_first.html", first)
pages["first administrator"] = render_to_string("people/welcome_first.html", {"form": FirstAdminForm()})
print(json.dumps(pages))
"""


@dataclass
class Places:
    """Addresses that are known only once the house is filled."""

    thread: str
    reply: str
    edited: str
    retracted: str
    closed_team: str
    of_others: str  # reported
    question: str
    tag: str = "/tags/returns/"


@pytest.fixture(scope="module")
def places(house) -> Places:
    """Something of everything: an edited update, a retracted one with a reply, a reply to a reply."""
    maya, tom, noor = house.visitor("maya"), house.visitor("tom"), house.visitor("noor")

    def said(words: str) -> str:
        return re.search(r'id="update-(\d+)"', maya.say(words, by_htmx=True).text)[1]

    def reply(to: str, words: str, by: stage.Visitor) -> str:
        where = by.post(f"/updates/{to}/replies/", {"text": words, "key": f"reply-{to}-{len(words)}"})
        return re.search(r"reply=(\d+)", where.headers["Location"])[1]

    edited = said(
        "Before. **Bold**, `code`, a list:\n\n1. one\n2. two\n\n> and a quotation\n\n```python\nprint(1)\n```"
    )
    version = re.search(r'name="edits" value="(\d+)"', maya.get(f"/updates/{edited}/edit/").text)[1]
    maya.post(f"/updates/{edited}/edit/", {"text": "After. #returns @tom https://example.com", "edits": version})
    first = reply(edited, "A first reply.", tom)
    second = reply(first, "A reply to that reply, which goes on a little so that it is cut.", maya)
    reply(second, "And one more.", tom)
    retracted = said("Soon gone.")
    reply(retracted, "I had read it.", tom)
    maya.post(f"/updates/{retracted}/retraction/", {})
    for sign, by in (("like", tom), ("love", tom), ("like", maya)):
        by.post(f"/updates/{edited}/reactions/{sign}/", {})
    question = re.search(r'id="update-(\d+)"', maya.get("/questions/?state=documented&mine").text)[1]
    closed = re.search(r'href="(/teams/\d+/)">Pay review', noor.get("/teams/").text)[1]
    of_others = re.search(r'id="update-(\d+)"', tom.say("Nobody reads this anyway.", by_htmx=True).text)[1]
    maya.post(f"/reports/update/{of_others}/", {"line": "We do"})
    asked = f"/updates/{question}/"
    return Places(f"/updates/{edited}/", second, edited, f"/updates/{retracted}/", closed, of_others, asked)


@pytest.fixture(scope="module")
def drawn(house) -> dict[str, str]:
    done = subprocess.run([sys.executable, "-c", DRAW], env=house.env, cwd=stage.ROOT, check=True, capture_output=True)
    return json.loads(done.stdout.splitlines()[-1])


def every_screen(tour: Tour, maya: Page, clara: Page, nobody: Page, house: Any, places: Places, drawn: dict) -> None:
    def visit(page: Page, name: str, path: str, *, status: int = 200) -> None:
        tour.look(page, name, status=status, answer=page.goto(path))

    visit(nobody, "sign-in", "/sign-in/?next=/teams/")
    nobody.get_by_label("Username or e-mail").fill("nobody.special")
    nobody.get_by_label("Password").fill("wrong")
    nobody.get_by_role("button", name="Sign in").click()
    expect(nobody.get_by_role("alert")).to_be_visible()
    tour.look(nobody, "sign-in refused")
    visit(nobody, "account closed", "/sign-in/closed/")
    visit(nobody, "link over", "/welcome/no-such-link/", status=404)

    visit(maya, "home", "/")
    visit(maya, "company", "/company/")
    visit(maya, "following", "/following/")
    visit(maya, "tag", places.tag)
    visit(maya, "tag empty", "/tags/nobody-said-this/")
    visit(maya, "person other", "/people/ines/")
    visit(maya, "person own", "/people/maya/")
    visit(maya, "replies", "/people/tom/?show=replies")
    visit(maya, "profile edit", "/people/maya/edit/")
    visit(maya, "search", "/search/")
    visit(maya, "search found", "/search/?q=returns")
    visit(maya, "search narrowed", "/search/?q=returns+by%3Aclara+after%3A2020+kind%3Aupdate")
    visit(maya, "search any word", "/search/?q=returns+zebra")
    visit(maya, "search nothing", "/search/?q=zebra")
    visit(maya, "search too long", f"/search/?q={'word+' * 250}", status=400)
    visit(maya, "directory", "/people/")
    visit(maya, "directory found", "/people/?q=support")
    visit(maya, "directory empty", "/people/?q=nobody+at+all")
    visit(maya, "directory former", "/people/?former=yes")
    visit(maya, "teams", "/teams/")
    visit(maya, "team", "/teams/1/")
    visit(maya, "team not joined", "/teams/4/")
    visit(maya, "members", "/teams/1/members/")
    visit(maya, "team new", "/teams/new/")
    maya.get_by_label("Name").fill("Platform")
    maya.get_by_role("button", name="Create the team").click()
    expect(maya.get_by_text("There is a team of that name.")).to_be_visible()
    tour.look(maya, "team new refused")
    visit(maya, "thread", places.thread)
    visit(maya, "thread with target", f"{places.thread}?reply={places.reply}#update-{places.reply}")
    visit(maya, "thread answering", f"{places.thread}?to={places.reply}&reply={places.reply}#reply")
    visit(maya, "thread retracted", places.retracted)
    visit(maya, "edit", f"/updates/{places.edited}/edit/")
    visit(maya, "retract", f"/updates/{places.edited}/retraction/")
    visit(maya, "history", f"/updates/{places.edited}/history/")
    visit(maya, "who reacted", f"/updates/{places.edited}/reactions/")
    visit(maya, "notices", "/notices/")
    visit(maya, "notices to choose", "/notices/wishes/")
    visit(clara, "notices of an administrator", "/notices/")
    visit(maya, "report", f"/reports/update/{places.of_others}/")
    visit(maya, "reports of mine", "/reports/")
    visit(maya, "rules", "/rules/")
    visit(maya, "rules history", "/rules/history/")
    visit(maya, "questions", "/questions/")
    visit(maya, "questions all", "/questions/?state=all")
    visit(maya, "questions none", "/questions/?state=claimed&topic=6")
    visit(maya, "question answered", places.question)
    visit(maya, "question asked before", f"{places.question}duplicate/")
    visit(maya, "asking", "/?ask")
    visit(maya, "topics", "/topics/")
    visit(maya, "topic", "/topics/1/")
    visit(maya, "sign-out", "/sign-out/")
    visit(maya, "403", "/people/tom/edit/", status=403)
    visit(maya, "404", "/updates/999999/", status=404)
    after_accidents(tour, maya, house.data)

    visit(clara, "home of an administrator", "/")
    visit(clara, "person own of an administrator", "/people/clara/")
    visit(clara, "trail", "/trail/")
    visit(clara, "health", "/health/")
    visit(clara, "moderation", "/moderation/")
    visit(clara, "moderation of one thing", f"/moderation/update/{places.of_others}/")
    visit(clara, "rules written", "/rules/edit/")
    clara.get_by_role("button", name="Preview").click()
    expect(clara.get_by_text("This is a preview")).to_be_visible()
    tour.look(clara, "rules preview")
    visit(clara, "rules accepted", "/rules/acceptances/?show=accepted")
    visit(clara, "searches", "/search/learning/")
    clara.get_by_text("The same as a table").click()
    tour.look(clara, "searches as a table")
    visit(clara, "synonyms", "/search/synonyms/")
    visit(clara, "synonyms new", "/search/synonyms/new/?words=Northwind")
    clara.get_by_role("button", name="Save").click()
    expect(clara.get_by_text("Name at least two")).to_be_visible()
    tour.look(clara, "synonyms refused")
    visit(clara, "best bets", "/search/best-bets/")
    visit(clara, "best bet new", "/search/best-bets/new/?words=returns&find=returns")
    visit(clara, "missed searches", "/search/missed/")
    visit(clara, "missed search", "/search/missed/1/")
    visit(maya, "what I wait for", "/search/waiting/")
    visit(maya, "desk", "/desk/")
    visit(clara, "gallery", "/gallery/")
    visit(clara, "topic edit", "/topics/1/edit/")
    visit(clara, "topic experts", "/topics/1/experts/")
    visit(clara, "closed team", places.closed_team)
    visit(clara, "team edit", f"{places.closed_team}edit/")
    visit(clara, "members managed", f"{places.closed_team}members/")
    visit(clara, "standing", "/people/tom/standing/")
    visit(clara, "add", "/people/new/")
    clara.get_by_label("Name", exact=True).fill("Nadia New")
    clara.get_by_label("Username").fill(f"nadia{re.sub('[^a-z0-9]', '', tour.label)}")
    clara.get_by_role("button", name="Add").click()
    expect(clara.get_by_label("Link", exact=True)).to_be_visible()
    tour.look(clara, "link")
    link = clara.get_by_label("Link", exact=True).input_value()
    visit(nobody, "welcome", link.removeprefix(house.url))
    open_things(tour, maya)

    for name, html in drawn.items():
        nobody.route("**/drawn/", lambda route, *, html=html: route.fulfill(body=html, content_type="text/html"))
        visit(nobody, name, "/drawn/")
        nobody.unroute("**/drawn/")


def after_accidents(tour: Tour, maya: Page, folder: Path) -> None:
    """Pages that come when something went wrong while sending a form."""
    maya.goto("/people/maya/edit/")
    maya.locator("form.form [name=csrfmiddlewaretoken]").last.evaluate("field => (field.value = 'x'.repeat(64))")
    with maya.expect_navigation() as sent:
        maya.get_by_role("button", name="Save").click()
    tour.look(maya, "form was open too long", status=403, answer=sent.value)
    maya.goto("/people/maya/edit/")
    huge = folder / "huge.jpg"  # as a file: so many bytes would take seconds to be handed over
    huge.write_bytes(b"\0" * (12 * MEGABYTE + 1000))
    maya.get_by_label("Choose a picture, or drop one here").set_input_files(huge)
    with maya.expect_navigation() as sent:
        maya.locator("form[enctype]").evaluate("form => form.submit()")
    tour.look(maya, "too large", status=413, answer=sent.value)
    thread = maya.goto("/") and maya.locator("article.update[data-author]").first
    assert thread
    maya.get_by_label("What is going on?").fill("To be overtaken.")
    maya.keyboard.press("Control+Enter")
    expect(maya.locator("#feed .text", has_text="To be overtaken.").first).to_be_visible()
    tour.look(maya, "just posted")
    maya.goto(maya.locator("#feed [data-edit]").first.get_attribute("href"))
    maya.locator("[name=edits]").evaluate("field => (field.value = 99)")
    maya.get_by_label("Text").fill("Too late.")
    with maya.expect_navigation() as sent:
        maya.get_by_role("button", name="Save").click()
    tour.look(maya, "edit overtaken", status=409, answer=sent.value)


def open_things(tour: Tour, maya: Page) -> None:
    """What floats above a page while one writes."""
    maya.goto("/")
    maya.get_by_label("What is going on?").fill("Hello ")
    maya.locator("#composer details.audience > summary").click()
    maya.locator("#composer .audience input").first.check()
    tour.look(maya, "audience open")
    maya.keyboard.press("Escape")
    maya.get_by_label("What is going on?").focus()
    maya.keyboard.press("End")
    maya.keyboard.type("@t")
    expect(maya.get_by_role("option").first).to_be_visible()
    tour.look(maya, "people offered")
    maya.keyboard.press("Escape")
    maya.keyboard.type(" #re")
    expect(maya.get_by_role("option").first).to_be_visible()
    tour.look(maya, "tags offered")
    maya.keyboard.press("Escape")
    maya.get_by_label("What is going on?").fill("a" * 4_950)
    tour.look(maya, "near the limit")
    maya.get_by_label("What is going on?").fill("")
    maya.locator("#feed .reactions summary").first.click()
    tour.look(maya, "signs to choose from")
    maya.keyboard.press("Escape")
    maya.locator("#feed article", has=maya.locator(".who")).first.hover()
    maya.locator("#feed .who").first.click()
    expect(maya.get_by_role("dialog", name="Who reacted")).to_be_visible()
    tour.look(maya, "who reacted, over the page")
    maya.keyboard.press("Escape")
    if maya.viewport_size["width"] < 700:
        maya.get_by_role("navigation", name="Main, small screen").get_by_text("More").click()
        tour.look(maya, "more on a small screen")
        maya.keyboard.press("Escape")
    maya.locator("#main").focus()
    maya.keyboard.press("?")
    expect(maya.get_by_role("dialog", name="Keys")).to_be_visible()
    tour.look(maya, "keys")
    maya.keyboard.press("Escape")


@pytest.mark.parametrize(("width", "themes"), LOOKS, ids=[str(width) for width, _ in LOOKS])
def test_every_screen_can_be_read_by_everybody_and_fits(
    browse: Callable[..., Page], house, history, places, drawn, watch, width, themes
):
    watch.expect("status of 400", "status of 403", "status of 404", "status of 409", "status of 413", "status of 422")
    look = {"viewport": {"width": width, "height": 900}, "color_scheme": themes[0], "reduced_motion": "reduce"}
    # In the middle only the layout differs; axe has seen everything else at both ends.
    tour = Tour(str(width), themes, with_axe=width != 834)
    maya, clara, nobody = browse("maya", None, **look), browse("clara", None, **look), browse(None, None, **look)
    every_screen(tour, maya, clara, nobody, house, places, drawn)
    assert tour.count > 45
    assert not tour.wrong, f"{len(tour.wrong)} things are wrong at {tour.label}:\n" + "\n".join(tour.wrong)
