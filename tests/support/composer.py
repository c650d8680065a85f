"""The composer of a page that is open in a browser, and what it has posted."""

from playwright.sync_api import Locator, Page, expect

from .live_browser import cards


def composer(page: Page) -> Locator:
    return page.locator("#composer")


def field(page: Page) -> Locator:
    return page.get_by_label("What is going on?")


def post_button(page: Page) -> Locator:
    return composer(page).get_by_role("button", name="Post")


def say(page: Page, words: str) -> Locator:
    """Post `words` from the page that is open; the new card."""
    field(page).fill(words)
    field(page).press("Control+Enter")
    expect(cards(page, words)).to_have_count(1)
    return cards(page, words)


def choose_team(page: Page, name: str) -> None:
    composer(page).locator("details.audience > summary").click()
    composer(page).get_by_label(name, exact=True).check()
    page.keyboard.press("Escape")
