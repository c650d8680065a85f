"""Finding things the way people do it: from any page, by keyboard, on a phone, and without scripts."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Route, expect

from tests.support.live_browser import eventually


def focused(page: Page):
    return page.locator("*:focus")


def hits(page: Page):
    return page.locator("#results .hit")


def places(page: Page) -> list[list[int]]:
    """Where the tabs and the list of results stand, in whole pixels."""
    return page.locator("#kinds a, ol.results").evaluate_all(
        "found => found.map(one => one.getBoundingClientRect()).map(({ x, y, width, height }) => "
        "[x, y, width, height].map(Math.round))"
    )


def test_slash_type_arrow_down_and_enter_open_the_first_hit_from_any_page(browse):
    page = browse("ines", "/people/")
    page.keyboard.press("/")
    expect(page.get_by_label("Search everything")).to_be_focused()
    page.keyboard.type("returns", delay=20)
    first = page.locator(".suggestions a").first
    expect(first).to_contain_text(re.compile("returns", re.IGNORECASE))
    page.keyboard.press("ArrowDown")
    expect(first).to_be_focused()
    address = first.get_attribute("href")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{address}")
    expect(page.get_by_role("heading", level=1)).to_contain_text(re.compile("returns", re.IGNORECASE))


def test_on_the_page_of_results_the_arrows_go_from_the_box_through_the_hits_and_enter_opens_one(browse):
    page = browse("ines", "/search/")
    page.keyboard.type("porto", delay=20)
    expect(hits(page).first).to_be_visible()
    expect(page).to_have_url(re.compile("q=porto"))
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(focused(page)).to_have_attribute("href", hits(page).nth(1).locator("a").first.get_attribute("href") or "")
    page.keyboard.press("ArrowUp")
    address = focused(page).get_attribute("href")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{address}")


def test_results_come_as_one_types_and_what_is_no_longer_asked_for_is_cancelled(browse, watch):
    page = browse("ines", "/search/")
    watch.paths.clear()
    page.locator("#q").press_sequentially("porto", delay=30)
    expect(hits(page).first).to_be_visible()
    expect(page.get_by_role("status").filter(has_text="result")).to_be_visible()
    assert watch.paths.count("/search/") < len("porto")
    page.locator("#q").fill("zzzzzz")
    expect(page.get_by_text("Nothing was found.")).to_be_visible()
    page.get_by_role("link", name="Ask your colleagues").click()
    expect(page.get_by_label("What is going on?")).to_have_value("zzzzzz")


def test_the_counts_come_after_the_hits_and_narrow_what_is_shown(browse):
    page = browse("ines", "/search/?q=returns")
    tabs = page.get_by_role("navigation", name="Kinds")
    expect(tabs.get_by_role("link", name=re.compile(r"Updates \d"))).to_be_visible()
    author = page.locator("#facets").get_by_role("heading", name="Author").locator("xpath=..").get_by_role("link").first
    count = int(author.locator(".quiet").inner_text())
    author.click()
    expect(page.locator("#results .filters .chip")).to_have_count(1)
    expect(hits(page)).to_have_count(count)
    page.locator("#results .filters .chip").click()
    expect(page.locator("#results .filters .chip")).to_have_count(0)


def test_nothing_moves_when_the_counts_come(browse):
    held: list[Route] = []
    for width in (390, 1440):
        page = browse("ines", None, viewport={"width": width, "height": 844})
        page.route("**/search/facets/**", lambda route: held.append(route))
        page.goto("/search/?q=returns")
        expect(page.get_by_role("link", name="Narrow these results")).to_be_hidden()
        eventually(page, lambda: bool(held), "the counts are asked for")
        before = places(page)
        held.pop().continue_()
        expect(page.locator("#kinds a").first).to_contain_text(re.compile(r"\d"))
        assert places(page) == before
        narrow = page.get_by_role("link", name="Narrow these results")
        if width == 390:
            narrow.click()
            expect(page.locator("#facets a").first).to_be_in_viewport()
        else:
            expect(narrow).to_be_hidden()


def test_what_one_searched_for_lately_is_offered_by_ones_own_browser_alone(browse):
    page = browse("ines", "/search/?q=porto")
    expect(hits(page).first).to_be_visible()
    page.locator("#q").fill("")
    recent = page.locator(".recent")
    expect(recent.get_by_role("link", name="porto")).to_be_visible()
    recent.get_by_role("link", name="porto").click()
    expect(page.locator("#q")).to_have_value("porto")
    page.goto("/search/")
    page.get_by_role("button", name="Forget these").click()
    expect(recent).to_be_hidden()
    page.reload()
    expect(page.locator(".recent")).to_be_hidden()
    expect(browse("tom", "/search/").locator(".recent")).to_be_hidden()


def test_a_typing_mistake_is_asked_about(browse):
    page = browse("ines", "/search/?q=retruns")
    expect(hits(page).first).to_be_visible()
    page.locator(".meant a").click()
    expect(page.locator("#q")).to_have_value("returns")
    expect(page.locator(".meant")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_phone_everything_fits_and_can_be_touched(browse, scheme):
    page = browse("ines", "/", viewport={"width": 390, "height": 844}, has_touch=True, color_scheme=scheme)
    page.get_by_role("navigation", name="Main, small screen").get_by_role("link", name="Search").click()
    page.locator("#q").fill("returns")
    expect(hits(page).first).to_be_visible()
    expect(page.locator("#facets .panel").first).to_be_attached()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert [found["id"] for found in Axe().run(page).response["violations"]] == []
    hits(page).first.locator("a").first.tap()
    page.wait_for_url(lambda url: "/search/" not in url)


def test_without_scripts_one_searches_pages_and_counts(browse):
    page = browse("ines", "/", scripts=False)
    page.get_by_label("Search everything").fill("the")
    page.get_by_label("Search everything").press("Enter")
    expect(hits(page)).to_have_count(20)
    page.get_by_role("link", name="Count by team, author, tag and year").click()
    expect(page.locator("#facets .panel").first).to_be_visible()
    page.get_by_role("link", name="More results").click()
    expect(hits(page).first).to_be_visible()
