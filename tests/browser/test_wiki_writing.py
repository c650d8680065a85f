"""Writing in the wiki: two at once, a closed laptop, by keyboard alone, without scripts, and what readers see of it."""

import re
import time
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.support.wiki_browser import base_of, begun, found, saved

TEXT = "First paragraph.\n\nSecond paragraph.\n\nThird paragraph."


@pytest.fixture
def article(house, request) -> tuple[int, str]:
    """A new article with three paragraphs; its number and its address."""
    ines = house.visitor("ines")
    title = request.node.name.removeprefix("test_").replace("_", " ")[:60]
    return begun(ines, found(ines, "Warehouse")[0], title, markdown=TEXT)


def text(page: Page) -> Locator:
    return page.get_by_role("textbox", name="Text", exact=True)


def write_after(page: Page, paragraph: str, words: str) -> None:
    """Put the cursor at the end of the paragraph that says so, and type."""
    text(page).locator("p", has_text=paragraph).click()
    page.keyboard.press("End")
    page.wait_for_timeout(60)  # the browser tells of a new place a little later
    page.keyboard.type(words)


def save(page: Page) -> None:
    page.get_by_role("button", name="Save").click()


def prose(page: Page) -> Locator:
    return page.locator("article .prose")


# --- Two at once -----------------------------------------------------------------------------------
def test_two_who_change_different_places_at_once_both_have_their_words_in_the_article(browse, article, watch):
    watch.expect("status of 409")
    number, address = article
    maya, tom = browse("maya", f"/pages/{number}/edit/"), browse("tom", f"/pages/{number}/edit/")
    write_after(maya, "Third", " By Maya.")
    write_after(tom, "First", " By Tom.")
    tom.get_by_label("In short").fill("What Tom says in short.")
    save(tom)
    expect(prose(tom)).to_contain_text("By Tom.")
    save(maya)
    expect(maya.get_by_role("heading", name="Somebody was faster")).to_be_visible()
    expect(maya.get_by_role("alert")).to_contain_text("Tom Berger saved this page while you were writing")
    expect(text(maya)).to_contain_text("First paragraph. By Tom.")
    expect(text(maya)).to_contain_text("Third paragraph. By Maya.")
    save(maya)
    expect(prose(maya)).to_contain_text("First paragraph. By Tom.")
    expect(prose(maya)).to_contain_text("Third paragraph. By Maya.")
    expect(maya.locator(".short")).to_contain_text("What Tom says in short.")
    expect(prose(browse("sam", address))).to_contain_text("By Maya.")


def test_two_who_change_the_same_place_see_both_and_none_is_lost(browse, article, watch):
    watch.expect("status of 409")
    number, _ = article
    maya, tom = browse("maya", f"/pages/{number}/edit/"), browse("tom", f"/pages/{number}/edit/")
    write_after(maya, "Second", " Mayas half.")
    write_after(tom, "Second", " Toms half.")
    save(tom)
    expect(prose(tom)).to_contain_text("Toms half.")
    save(maya)
    place = maya.get_by_role("region", name="Place 1 that both changed")
    expect(place).to_contain_text("Mayas half.")
    expect(place).to_contain_text("Toms half.")
    expect(text(maya)).to_contain_text("Second paragraph. Mayas half.")
    write_after(maya, "Second", " Toms half.")
    save(maya)
    expect(prose(maya)).to_contain_text("Second paragraph. Mayas half. Toms half.")
    maya.goto(f"/pages/{number}/history/")
    expect(maya.locator(".history > li")).to_have_count(3)


# --- A closed laptop -------------------------------------------------------------------------------
def test_a_laptop_that_is_closed_while_writing_loses_at_most_five_seconds(browse, article, house):
    """Nothing is kept of the browser, and it has no time to say farewell: the words come back at another one."""
    number, _ = article
    page = browse("maya", f"/pages/{number}/edit/")
    page.evaluate("""() => { for (const type of ["pagehide", "visibilitychange", "freeze"]) {
        for (const target of [window, document]) {
          target.addEventListener(type, (event) => event.stopImmediatePropagation(), true);
        } } }""")
    write_after(page, "Third", " ")
    typed: list[tuple[float, str]] = []
    for word in range(24):
        page.keyboard.type(f"word{word:02} ")
        typed.append((time.monotonic(), f"word{word:02}"))
        page.wait_for_timeout(400)
    page.context.set_offline(True)
    closed_at = time.monotonic()
    page.context.close()
    elsewhere = browse("maya", f"/pages/{number}/edit/")
    expect(elsewhere.get_by_text("These are your words that were not saved yet")).to_be_visible()
    kept = text(elsewhere).inner_text()
    old_enough = [word for at, word in typed if closed_at - at > 5]
    assert len(old_enough) > 5
    assert [word for word in old_enough if word not in kept] == []
    assert "word" not in house.visitor("tom").get(f"/pages/{number}/history/").text, "Nobody else reads a draft."
    save(elsewhere)
    expect(prose(elsewhere)).to_contain_text("Third paragraph. word00")
    elsewhere.goto("/wiki/")
    expect(elsewhere.get_by_role("heading", name="Your drafts")).to_have_count(0)


def test_a_draft_is_found_again_on_the_front_page(browse, article):
    number, _ = article
    page = browse("maya", f"/pages/{number}/edit/")
    write_after(page, "First", " Half a thought")
    expect(page.locator("[data-state=saved]")).to_be_visible()
    page.goto("/wiki/")
    page.get_by_role("region", name="Your drafts").get_by_role("link").first.click()
    expect(text(page)).to_contain_text("Half a thought")
    page.get_by_role("button", name="Go back to the published text").click()
    expect(text(page)).not_to_contain_text("Half a thought")


# --- By keyboard, and without scripts -------------------------------------------------------------
def tab_to(page: Page, target: Locator, most: int = 60) -> None:
    for _ in range(most):
        if target.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Not reached by {most} tabs: {target}")


def test_theo_finds_improves_and_votes_by_keyboard_alone(browse):
    page = browse("theo", "/people/")
    page.keyboard.press("/")
    page.keyboard.type("goes into the van", delay=20)
    expect(page.locator(".suggestions a").first).to_contain_text("What goes into the van first")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="What goes into the van first")).to_be_visible()
    page.keyboard.press("e")
    expect(text(page)).to_be_visible()
    tab_to(page, text(page))
    page.keyboard.press("Control+End")
    page.wait_for_timeout(60)
    page.keyboard.press("Enter")
    page.keyboard.type("Tie the ")
    page.keyboard.press("Control+b")
    page.keyboard.type("ladder")
    page.keyboard.press("Control+b")
    page.keyboard.type(" down.")
    page.keyboard.press("Escape")  # so that Tab leaves the text
    tab_to(page, page.get_by_role("button", name="Save"))
    page.keyboard.press("Enter")
    expect(prose(page)).to_contain_text("Tie the ladder down.")
    expect(prose(page).locator("strong", has_text="ladder")).to_be_visible()
    tab_to(page, page.get_by_role("button", name="Yes"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("Thank you.")).to_be_visible()


def test_without_scripts_hanna_searches_reads_edits_and_votes(browse, watch):
    watch.expect("/favicon.ico")  # a text to be copied names no icon
    page = browse("hanna", "/", scripts=False)
    page.get_by_label("Search everything").fill("scanner at gate")
    page.get_by_label("Search everything").press("Enter")
    page.locator("#results .hit").get_by_role("link", name="When the scanner at gate 4 stops").first.click()
    expect(prose(page)).to_contain_text("Hold both buttons for ten seconds")
    page.get_by_role("button", name="Yes").click()
    expect(page.get_by_role("button", name="Yes")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("link", name="Improve it").click()
    field = page.get_by_role("textbox", name="Text", exact=True)
    assert field.evaluate("field => field.localName") == "textarea"
    field.fill(field.input_value() + "\n\nThen **call Jun**, see [[Spare scanners]].\n")
    page.get_by_label("Why?").fill("Jun knows more")
    save(page)
    expect(prose(page)).to_contain_text("Then call Jun, see Spare scanners.")
    expect(prose(page).locator("ol > li").first).to_contain_text("Hold both buttons")
    page.get_by_role("link", name="Copy as text").click()
    expect(page.locator("body")).to_contain_text("As of ")


def test_without_scripts_too_nobody_saves_over_the_words_of_others(browse, article, house, watch):
    watch.expect("status of 409")
    number, _ = article
    page, tom = browse("hanna", f"/pages/{number}/edit/", scripts=False), house.visitor("tom")
    saved(tom, number, base=base_of(tom, number), markdown=TEXT.replace("First", "Toms"))
    field = page.get_by_role("textbox", name="Text", exact=True)
    field.fill(TEXT.replace("Third", "Hannas"))
    save(page)
    expect(page.get_by_role("heading", name="Somebody was faster")).to_be_visible()
    expect(field).to_have_value(re.compile("Toms paragraph.*Hannas paragraph", re.DOTALL))
    save(page)
    expect(prose(page)).to_contain_text("Toms paragraph.")
    expect(prose(page)).to_contain_text("Hannas paragraph.")


def test_the_editor_is_loaded_only_where_one_writes(browse, article, watch):
    number, address = article
    page = browse("maya", address)
    page.goto(f"/pages/{number}/history/")
    assert not [path for path in watch.paths if "prose_editor" in path or "css/desk" in path]
    page.goto(f"/pages/{number}/edit/")
    expect(text(page)).to_be_visible()
    assert [path for path in watch.paths if "prose_editor" in path]


# --- Readers ---------------------------------------------------------------------------------------
def test_a_reader_is_told_that_the_page_was_changed_and_nothing_moves_until_she_asks(listen, article, house):
    number, address = article
    page, tom = listen("sam", address), house.visitor("tom")
    began = datetime.now(UTC)
    saved(tom, number, base=base_of(tom, number), markdown="All new.")
    pill = page.get_by_role("link", name="This page was changed")
    expect(pill).to_be_visible()
    assert (datetime.now(UTC) - began).total_seconds() < 5
    expect(prose(page)).to_contain_text("First paragraph.")
    pill.click()
    expect(prose(page)).to_have_text("All new.")
    expect(page.get_by_role("link", name="This page was changed")).to_have_count(0)


def test_a_reader_sees_who_is_writing_while_it_is_so(listen, browse, article):
    number, address = article
    page, tom = listen("sam", address), browse("tom", f"/pages/{number}/edit/")
    write_after(tom, "First", " Soon")
    expect(page.get_by_text("Writing here: Tom")).to_be_visible()
    tom.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Writing here: Tom")).to_have_count(0)
    expect(page.get_by_role("link", name="This page was changed")).to_be_visible()
