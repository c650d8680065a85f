"""Posts of blogs in a browser, as people find, write and send them out."""

from typing import Any

from playwright.sync_api import Locator, Page, expect

PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


def text(page: Page) -> Locator:
    return page.get_by_role("textbox", name="Text", exact=True)


def write(page: Page, title: str, words: str) -> None:
    """On the blank page of a post: this title and these words, saved; it is not out yet."""
    expect(page.locator(".ProseMirror")).to_be_visible()
    page.get_by_label("Title").fill(title)
    text(page).click()
    page.keyboard.type(words)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1, name=title)).to_be_visible()


def press(page: Page, button: str) -> None:
    page.get_by_role("button", name=button).click()


def standing(page: Page) -> Locator:
    """What the page of a post that is not out says of how it stands."""
    return page.locator(".publication [role=status]")


def told(page: Page, title: str) -> Locator:
    """The card of the feed that tells of this post."""
    return page.locator("article.update", has=page.get_by_role("link", name=title, exact=True))
