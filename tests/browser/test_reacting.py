"""Reacting with a press: shown at once, right in the end, marked as one's own; also by keyboard and without scripts."""

import re
import secrets

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.support.live_browser import eventually

UPDATE = "Lunch is on me, says Hanna"


@pytest.fixture(scope="module")
def number(house) -> str:
    """An update to react to, and a reply under it."""
    answer = house.visitor("hanna").say(f"{UPDATE}.", by_htmx=True)
    update = re.search(r'id="update-(\d+)"', answer.text)[1]
    house.visitor("tom").post(f"/updates/{update}/replies/", {"text": "Thank you!", "key": "reply-to-lunch"})
    return update


@pytest.fixture(autouse=True)
def clean(house, number) -> None:
    """Nobody has reacted yet."""
    for person in ("maya", "tom", "ines"):
        for sign in ("like", "love", "laugh", "cheer", "idea", "look"):
            house.visitor(person).post(f"/updates/{number}/reactions/{sign}/", {"_method": "delete"})


def bar(page: Page, number: str) -> Locator:
    return page.locator(f"#reactions-{number}")


def chips(page: Page, number: str) -> Locator:
    return bar(page, number).locator(":scope > .chip")


def answered(page: Page, number: str) -> None:
    """Wait until the server has answered all that was pressed."""
    expect(bar(page, number)).not_to_have_attribute("data-sending", "")


def give(page: Page, number: str, name: str) -> None:
    """Through the menu."""
    bar(page, number).locator("summary").click()
    bar(page, number).locator(".signs").get_by_role("button", name=name).click()


def held(page: Page, address: str = "**/reactions/*/") -> list[Route]:
    """Requests of reactions wait here until they are let go."""
    waiting: list[Route] = []
    page.route(address, lambda route: waiting.append(route) if route.request.method == "POST" else route.continue_())
    return waiting


def test_maya_gives_a_sign_and_takes_it_back_without_a_reload(browse, number):
    maya = browse("maya")
    maya.evaluate("window.loadedOnce = true")
    expect(chips(maya, number)).to_have_count(0)
    give(maya, number, "Heart")
    chip = bar(maya, number).get_by_role("button", name="Heart, 1")
    expect(chip).to_have_attribute("aria-pressed", "true")
    expect(bar(maya, number).locator(".signs")).to_be_hidden()
    expect(bar(maya, number).get_by_role("link", name="Who reacted")).to_be_attached()
    tom = browse("tom")
    expect(bar(tom, number).get_by_role("button", name="Heart, 1")).to_have_attribute("aria-pressed", "false")
    with maya.expect_response("**/reactions/love/"):
        chip.click()
        expect(chips(maya, number)).to_have_count(0)
    assert maya.evaluate("window.loadedOnce")
    tom.reload()
    expect(chips(tom, number)).to_have_count(0)


def test_what_maya_gives_shows_in_toms_browser_and_as_hers_in_her_other_window(browse, number):
    maya, other, tom = browse("maya"), browse("maya", f"/updates/{number}/"), browse("tom")
    for page in (other, tom):
        expect(page.locator("trellis-live")).to_be_attached()
        expect(chips(page, number)).to_have_count(0)
    give(maya, number, "Celebrate")
    for page, pressed in ((other, "true"), (tom, "false")):
        expect(chips(page, number)).to_have_text(["🎉 1"])
        expect(chips(page, number)).to_have_attribute("aria-pressed", pressed)
    chips(other, number).click()
    for page in (maya, tom):
        expect(chips(page, number)).to_have_count(0)


def test_what_is_pressed_shows_before_the_server_answers_and_keeps_the_order_of_the_signs(browse, number, house):
    house.visitor("tom").post(f"/updates/{number}/reactions/laugh/", {})
    maya = browse("maya")
    waiting = held(maya)
    give(maya, number, "Looking at it")
    give(maya, number, "Thumbs up")
    bar(maya, number).get_by_role("button", name="Laugh, 1").click()
    expect(chips(maya, number)).to_have_text(["👍 1", "😄 2", "👀 1"])
    for chip in chips(maya, number).all():
        expect(chip).to_have_attribute("aria-pressed", "true")
    assert len(waiting) == 1, "Requests about one update wait for each other."
    for place in range(3):
        eventually(maya, lambda place=place: len(waiting) > place, "the next request is sent")
        waiting[place].continue_()
    expect(bar(maya, number)).not_to_have_attribute("data-version", re.compile("^1$"))
    expect(chips(maya, number)).to_have_text(["👍 1", "😄 2", "👀 1"])
    maya.reload()
    for chip in chips(maya, number).all():
        expect(chip).to_have_attribute("aria-pressed", "true")


@pytest.mark.parametrize("presses", [2, 3, 6, 7])
def test_many_quick_presses_end_as_the_last_one_says(browse, number, presses):
    maya = browse("maya")
    give(maya, number, "Celebrate")
    expect(bar(maya, number).get_by_role("link", name="Who reacted")).to_be_attached()
    maya.evaluate(
        """([number, presses]) => {
          for (let press = 1; press < presses; press++) {
            const bar = document.getElementById(`reactions-${number}`);
            const chip = bar.querySelector(':scope > [data-sign="cheer"]');
            (chip ?? bar.querySelector('.signs [data-sign="cheer"]')).click();
          }
        }""",
        [number, presses],
    )
    shown = ["🎉 1"] if presses % 2 else []
    expect(chips(maya, number)).to_have_text(shown)
    answered(maya, number)
    expect(chips(maya, number)).to_have_text(shown)
    maya.reload()
    expect(chips(maya, number)).to_have_text(shown)


def test_a_press_that_does_not_arrive_is_taken_back_and_said(browse, number, house, watch):
    watch.expect("net::ERR", "status of 500", "status of 403")
    house.visitor("tom").post(f"/updates/{number}/reactions/like/", {})
    maya = browse("maya")
    maya.route("**/reactions/*/", lambda route: route.abort())
    bar(maya, number).get_by_role("button", name="Thumbs up, 1").click()
    expect(maya.locator("#flashes")).to_contain_text("Could not reach the server.")
    expect(chips(maya, number)).to_have_text(["👍 1"])
    expect(chips(maya, number)).to_have_attribute("aria-pressed", "false")
    maya.unroute("**/reactions/*/")
    maya.route("**/reactions/love/", lambda route: route.fulfill(status=500, body="Oh"))
    give(maya, number, "Heart")
    give(maya, number, "Celebrate")  # behind it, and this one arrives
    expect(maya.locator("#flashes")).to_contain_text("Something went wrong")
    expect(chips(maya, number)).to_have_text(["👍 1", "🎉 1"])
    maya.evaluate("document.querySelector('#act input').value = 'x'.repeat(64)")
    bar(maya, number).get_by_role("button", name="Thumbs up, 1").click()
    expect(maya.locator("#flashes")).to_contain_text("reload the page")
    expect(chips(maya, number)).to_have_text(["👍 1", "🎉 1"])


def test_what_others_give_while_a_press_is_under_way_shows_after_it_and_moves_nothing(browse, number, house):
    maya = browse("maya")
    waiting = held(maya)
    bar(maya, number).locator("summary").focus()
    for key in ("Enter", "Tab", "Tab", "Enter"):
        maya.keyboard.press(key)
    mine = bar(maya, number).get_by_role("button", name="Heart, 1")
    expect(mine).to_be_focused()
    house.visitor("tom").post(f"/updates/{number}/reactions/like/", {})
    house.visitor("tom").post(f"/updates/{number}/replies/", {"text": "Soup?", "key": secrets.token_hex(8)})
    expect(maya.locator(f"#update-{number} .reply")).to_contain_text(["Soup?"])  # the card was drawn anew around it
    maya.wait_for_timeout(400)  # longer than anything waits to be placed
    expect(chips(maya, number)).to_have_text(["❤️ 1"])
    expect(mine).to_be_focused()
    eventually(maya, lambda: len(waiting) == 1, "her request is sent")
    waiting[0].continue_()
    expect(chips(maya, number)).to_have_text(["👍 1", "❤️ 1"])
    expect(mine).to_be_focused()
    expect(mine).to_have_attribute("aria-pressed", "true")


def test_with_the_keyboard_the_focus_stays_on_the_sign(browse, number):
    maya = browse("maya")
    bar(maya, number).locator("summary").focus()
    maya.keyboard.press("Enter")
    maya.keyboard.press("Tab")
    maya.keyboard.press("Tab")
    maya.keyboard.press("Enter")
    chip = bar(maya, number).get_by_role("button", name="Heart, 1")
    expect(bar(maya, number).get_by_role("link", name="Who reacted")).to_be_attached()
    expect(chip).to_be_focused()
    maya.keyboard.press("Space")
    expect(chips(maya, number)).to_have_count(0)
    answered(maya, number)
    expect(bar(maya, number).locator("summary")).to_be_focused()


def test_what_arrives_later_is_marked_too(browse, number, house):
    """Rows and cards are put into the page by others; what is the reader's comes in a frame of its own."""
    maya = browse("maya")
    give(maya, number, "Good idea")
    expect(bar(maya, number).get_by_role("link", name="Who reacted")).to_be_attached()
    maya.evaluate(
        """(number) => {
          const card = document.getElementById(`update-${number}`);
          const copy = card.cloneNode(true);
          for (const one of copy.querySelectorAll("[aria-pressed]")) one.removeAttribute("aria-pressed");
          card.replaceWith(copy);
        }""",
        number,
    )
    expect(chips(maya, number)).to_have_attribute("aria-pressed", "true")
    for signs, pressed in (("", "false"), ("idea love", "true")):
        html = f'<data value="{signs}" data-mine="{number}"></data>'
        maya.evaluate(
            "detail => document.dispatchEvent(new CustomEvent('trellis:frame', { detail }))",
            {"name": "mine.changed", "ref": int(number), "html": html},
        )
        expect(chips(maya, number)).to_have_attribute("aria-pressed", pressed)
    love = bar(maya, number).locator(".signs [data-sign='love']")
    expect(love).to_have_attribute("aria-pressed", "true")


def test_older_updates_bring_their_marks(browse, house, history):
    maya = browse("maya", "/company/", scripts=False)
    maya.get_by_role("link", name="Older updates").click()
    older = maya.locator("#feed > article .reactions").first.get_attribute("data-reactions")
    house.visitor("maya").post(f"/updates/{older}/reactions/look/", {})
    maya = browse("maya", "/company/")
    maya.get_by_role("link", name="Older updates").scroll_into_view_if_needed()
    expect(bar(maya, older).get_by_role("button", name="Looking at it, 1")).to_have_attribute("aria-pressed", "true")


def test_who_reacted_opens_over_the_page_and_closes_to_where_one_was(browse, number, house):
    for person, sign in (("tom", "like"), ("ines", "like"), ("maya", "love")):
        house.visitor(person).post(f"/updates/{number}/reactions/{sign}/", {})
    maya = browse("maya")
    link = bar(maya, number).get_by_role("link", name="Who reacted")
    link.focus()
    maya.keyboard.press("Enter")
    dialog = maya.get_by_role("dialog", name="Who reacted")
    expect(dialog.get_by_role("link")).to_have_text(
        [re.compile(name) for name in ("Tom Berger", "Ines Lindqvist", "Maya Okafor")]
    )
    maya.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(link).to_be_focused()
    without = browse("maya", scripts=False)
    bar(without, number).hover()
    bar(without, number).get_by_role("link", name="Who reacted").click()
    expect(without.get_by_role("heading", name="Thumbs up 2")).to_be_visible()


def test_without_scripts_a_press_gives_and_takes_back_and_marks_what_is_mine(browse, number):
    maya = browse("maya", scripts=False)
    give(maya, number, "Heart")
    chip = bar(maya, number).get_by_role("button", name="Heart, 1")
    expect(chip).to_be_visible()
    assert maya.url.endswith(f"/#update-{number}")
    assert "inset" in chip.evaluate("chip => getComputedStyle(chip).boxShadow")
    chip.click()
    expect(chips(maya, number)).to_have_count(0)


@pytest.mark.parametrize("width", [360, 390, 1280])
def test_the_choice_fits_and_is_not_covered(browse, number, width):
    """Also in a thread, where the buttons of a reply float at its end."""
    maya = browse("maya", f"/updates/{number}/", viewport={"width": width, "height": 900}, has_touch=width < 800)
    for article in (maya.locator(".update").first, maya.locator(".thread .reply").first):
        article.hover()
        article.locator("summary").click()
        for button in article.locator(".signs > button").all():
            box = button.bounding_box()
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= width
            assert min(box["width"], box["height"]) >= (32 if width < 800 else 24)
            at = [box["x"] + box["width"] / 2, box["y"] + box["height"] / 2]
            assert button.evaluate("(button, [x, y]) => button.contains(document.elementFromPoint(x, y))", at)
        maya.keyboard.press("Escape")


def test_nothing_moves_when_a_chip_is_pressed(browse, number, house):
    for sign in ("like", "love"):
        house.visitor("tom").post(f"/updates/{number}/reactions/{sign}/", {})
    maya = browse("maya")
    love = bar(maya, number).get_by_role("button", name="Heart")
    before = [love.bounding_box(), bar(maya, number).locator("summary").bounding_box()]
    bar(maya, number).get_by_role("button", name="Thumbs up, 1").click()
    expect(bar(maya, number).get_by_role("button", name="Thumbs up, 2")).to_have_attribute("aria-pressed", "true")
    answered(maya, number)
    assert [love.bounding_box(), bar(maya, number).locator("summary").bounding_box()] == before
