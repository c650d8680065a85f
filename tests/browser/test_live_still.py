"""What one reads, writes or has marked stays where it is while other things happen, and everybody can read it."""

import os
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.support.live_browser import address, edited, hears_of, pill, replied, said, scroll_to, until

# Where an element stands in every frame, for as long as the page lives.
FOLLOW = """(id) => {
  window.tops = new Set();
  const note = () => {
    window.tops.add(document.getElementById(id).getBoundingClientRect().top);
    requestAnimationFrame(note);
  };
  note();
}"""

PICTURES = os.environ.get("SCREENSHOTS", "")


@pytest.mark.parametrize("width", [390, 1280])
def test_what_one_reads_does_not_move_and_the_pill_brings_what_is_new(listen, house, history, width):
    ines, tom = house.visitor("ines"), house.visitor("tom")
    page = listen("maya", "/company/", viewport={"width": width, "height": 900})
    above = said(ines, f"Above what is read, at {width}.")
    expect(page.locator(f"#{above}")).to_be_visible()
    reading = scroll_to(page, page.locator("#feed > article").nth(9))
    page.evaluate(FOLLOW, reading)
    posted = [said(ines, f"Meanwhile at {width}, {number}.") for number in range(3)]
    replied(tom, above, "This makes the card above higher.\n\nMuch higher.")
    expect(pill(page)).to_have_text("3 new updates")
    expect(page.locator(f"#{above} .replies .text")).to_have_count(1)
    edited(ines, above, "Higher still.\n\n" * 6)
    expect(page.locator(f"#{above} > div > .text")).to_contain_text("Higher still.")
    page.wait_for_timeout(500)
    tops = page.evaluate("[...window.tops]")
    assert max(tops) - min(tops) < 0.6, f"The update moved: {tops}"

    pill(page).click()
    expect(pill(page)).to_be_hidden()
    until(page, "scrollY === 0")
    assert page.locator("#feed > article").evaluate_all("all => all.slice(0, 3).map(({ id }) => id)") == posted[::-1]
    assert page.evaluate("document.activeElement.id") == posted[-1]


def test_the_pill_also_keeps_away_from_who_reads_with_the_keys_or_has_a_menu_open(listen, house):
    page = listen("maya")
    page.keyboard.press("j")
    card = said(house.visitor("ines"), "While maya reads with her keys.")
    expect(pill(page)).to_have_text("1 new update")
    expect(page.locator(f"#{card}")).to_have_count(0)
    pill(page).press("Enter")
    expect(page.locator(f"#{card}")).to_be_focused()


def test_the_focus_and_an_open_menu_survive_a_change_of_their_card(listen, house):
    card = said(house.visitor("ines"), "Focus on me.")
    page = listen("maya")
    here = page.locator(f"#{card}")
    here.locator("a.when").focus()
    edited(house.visitor("ines"), card, "Still focus on me.")
    expect(here).to_contain_text("Still focus")
    expect(here.locator("a.when")).to_be_focused()
    here.locator(".reactions summary").click()
    replied(house.visitor("tom"), card, "What menu?")
    expect(here.locator(".replies .text")).to_have_count(1)
    expect(here.locator(".signs")).to_be_visible()


def test_a_text_that_is_being_selected_stays_until_it_is_let_go(listen, house):
    ines = house.visitor("ines")
    card, other = said(ines, "Select me with the mouse."), said(ines, "Nobody selects me.")
    page = listen("maya")
    text = page.locator(f"#{card} > div > .text")
    text.select_text()
    edited(ines, card, "Changed meanwhile.")
    hears_of(page, "update.edited", card)
    edited(ines, other, "Changed behind it.")
    expect(page.locator(f"#{other}")).to_contain_text("Changed behind it.")
    expect(text).to_have_text("Select me with the mouse.")
    page.evaluate("getSelection().removeAllRanges()")
    expect(text).to_have_text("Changed meanwhile.")


def test_new_replies_below_the_screen_wait_behind_a_pill(listen, house):
    ines = house.visitor("ines")
    card = said(ines, "A long story.\n\n" * 40)
    page = listen("maya", address(card))
    replied(ines, card, "The moral of the story.")
    expect(pill(page)).to_have_text("1 new reply")
    expect(pill(page)).to_be_in_viewport()
    assert page.evaluate("scrollY") == 0
    pill(page).click()
    expect(page.locator(".thread .reply")).to_be_in_viewport()
    expect(pill(page)).to_be_hidden()


def test_who_writes_a_reply_is_not_pushed_down_by_those_of_others(listen, house):
    ines = house.visitor("ines")
    card = said(ines, "What do you think?")
    for number in range(12):
        replied(ines, card, f"Thought number {number}.")
    page = listen("maya", address(card))
    field = page.get_by_label("Your reply")
    field.click()
    page.keyboard.type("I think")
    page.wait_for_timeout(300)
    before = field.bounding_box()["y"]
    replied(ines, card, "One more thought.")
    expect(page.locator(".thread .reply")).to_have_count(13)
    assert abs(field.bounding_box()["y"] - before) < 1
    expect(field).to_have_value("I think")
    expect(field).to_be_focused()


# --- For everybody --------------------------------------------------------------------------------


@pytest.mark.parametrize(("width", "theme"), [(390, "light"), (390, "dark"), (1440, "light"), (1440, "dark")])
def test_the_pill_and_the_lost_connection_can_be_read_by_everybody(line, house, history, width, theme):
    look = {"viewport": {"width": width, "height": 900}, "color_scheme": theme, "reduced_motion": "reduce"}
    page, wire = line("maya", "/company/", **look)
    scroll_to(page, page.locator("#feed > article").nth(6))
    said(house.visitor("ines"), f"For the picture, {width}, {theme}.")
    expect(pill(page)).to_have_text("1 new update")
    wire.cut()
    expect(page.get_by_text("Reconnecting…")).to_be_visible()
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"live-{width}-{theme}.png")
    wrong = Axe().run(page).response["violations"]
    assert not wrong, [(each["id"], each["nodes"][0]["html"][:200]) for each in wrong]
