"""Somebody types a question and is offered what may answer it; one press ends it, and the owner sees the count."""

import re
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, Route, expect

ARTICLE = """
from django.utils import timezone
from intranet.people.models import User
from tests.factories import ArticleFactory
ines = User.objects.get(username="ines")
said = {"Badges that are lost": "Who lost a badge goes to gate 4.", "Umbrellas": "They dry in the hall."}
for title, words in said.items():
    article = ArticleFactory(title=title, short_answer=words, owner=ines, verified_until=timezone.localdate())
    print("article", article.get_absolute_url())
from search import drain
drain.drain_all()
"""
LOST, WET = "I have lost my badge, where do I go?", "Where do our umbrellas dry in winter?"


@pytest.fixture(scope="module")
def articles(house) -> list[str]:
    """The addresses of the one on badges, and of the one on umbrellas."""
    return re.findall(r"^article (\S+)$", house.manage("shell", "-c", ARTICLE), re.MULTILINE)


@pytest.fixture
def asking(browse, articles) -> Callable[..., Page]:
    return lambda who="maya", **options: browse(who, "/?ask#composer", **options)


def field(page: Page) -> Locator:
    return page.locator("#composer textarea")


def offered(page: Page) -> Locator:
    return page.locator("#composer .similar a")


def test_what_may_answer_comes_while_one_types_and_the_text_stays_where_it_is(asking):
    maya = asking()
    field(maya).fill("I have lost my badge,")
    before = field(maya).bounding_box()
    began = time.monotonic()
    field(maya).press_sequentially(" where do I go?")
    expect(offered(maya)).to_have_text([re.compile("Badges that are lost")])
    assert time.monotonic() - began < 3  # on a machine that does other things
    expect(maya.locator("#composer .similar")).to_contain_text("Due")
    expect(maya.locator("trellis-similar").get_by_role("status")).to_have_text("1 thing below may answer it")
    assert field(maya).bounding_box() == before
    expect(field(maya)).to_be_focused()
    with maya.expect_popup() as popup:
        offered(maya).click()
    expect(popup.value.get_by_role("heading", level=1)).to_have_text("Badges that are lost")
    expect(field(maya)).to_have_value(LOST)
    maya.get_by_label("Ask", exact=True).uncheck()
    expect(offered(maya)).to_have_count(0)


def test_an_answer_that_comes_late_does_not_take_the_place_of_a_newer_one(asking):
    maya, held = asking(), []

    def hold(route: Route) -> None:
        if "badge" in route.request.url:
            held.append(route)
        else:
            route.continue_()

    maya.route("**/search/similar/**", hold)
    field(maya).fill(LOST)
    maya.wait_for_timeout(400)
    assert len(held) == 1
    field(maya).fill(WET)
    expect(offered(maya)).to_have_text([re.compile("Umbrellas")])
    held[0].continue_()
    maya.wait_for_timeout(400)
    expect(offered(maya)).to_have_text([re.compile("Umbrellas")])


def test_who_cannot_be_reached_is_no_reason_to_stop_writing(asking, watch):
    watch.expect("Failed to load resource")
    maya = asking()
    maya.route("**/search/similar/**", lambda route: route.abort())
    field(maya).fill(LOST)
    expect(maya.locator("#composer")).to_contain_text("Could not look for what may answer it.")
    expect(maya.locator("#flashes")).to_be_empty()
    maya.unroute("**/search/similar/**")
    field(maya).press("End")
    field(maya).press_sequentially(" Thank you")
    expect(offered(maya)).to_have_count(1)
    expect(field(maya)).to_have_value(f"{LOST} Thank you")


def test_this_solved_it_by_keyboard_empties_the_composer_can_be_undone_and_the_owner_sees_the_count(
    asking, listen, articles
):
    ines, maya = listen("ines", articles[0]), asking()
    field(maya).fill(LOST)
    expect(offered(maya)).to_have_count(1)
    maya.get_by_role("button", name="This solved it").focus()
    maya.keyboard.press("Enter")
    expect(maya.locator("#composer .status")).to_contain_text("Good.")
    expect(maya.locator("#composer .status")).to_be_focused()
    expect(field(maya)).to_have_value("")
    expect(ines.get_by_text("Solved a question before it was asked.")).to_be_visible()
    maya.get_by_role("button", name="Undo").click()
    expect(field(maya)).to_have_value(LOST)
    expect(field(maya)).to_be_focused()
    expect(ines.get_by_text("Solved a question before it was asked.")).to_be_hidden()
    expect(offered(maya)).to_have_count(1)
    maya.get_by_role("button", name="This solved it").click()
    expect(ines.get_by_text("Solved a question before it was asked.")).to_be_visible()
    maya.goto("/?ask")
    expect(field(maya)).to_have_value("")  # what was kept of it is gone, too


def test_without_scripts_one_asks_all_the_same(asking):
    hanna = asking("hanna", scripts=False)
    field(hanna).fill("Is there a garden behind gate 4?")
    hanna.get_by_role("button", name="Post").click()
    expect(hanna.locator("article.update").first).to_contain_text("Is there a garden behind gate 4?")
