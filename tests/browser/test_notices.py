"""The number beside the bell changes in every window; what is followed is read; a phone has it behind one button."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.support.live_browser import replied, said

TRAY = "/notices/"
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def card(house) -> str:
    """Something that Hanna said; nobody has told her anything else."""
    hanna = house.visitor("hanna")
    hanna.post("/notices/reading/", {"until": "99999999"})
    return said(hanna, "Who takes the last scarf?")


def bell(page: Page) -> Locator:
    return page.get_by_role("navigation", name="Main", exact=True).locator(".unread")


def line(page: Page, words: str) -> Locator:
    return page.locator(".tray > li", has_text=words)


def test_two_windows_show_at_once_that_somebody_replied_and_that_it_was_read(listen, house, card):
    one, other, stranger = listen("hanna", "/people/"), listen("hanna", TRAY), listen("theo", "/people/")
    expect(bell(one)).to_have_text("")
    before = bell(stranger).text_content()
    replied(house.visitor("tom"), card, "I do.")
    for page in (one, other):
        expect(bell(page)).to_have_text("1 unread")
    expect(other.get_by_role("link", name="New notices")).to_be_visible()
    replied(house.visitor("ines"), card, "No, I do.")
    said(house.visitor("tom"), "@hanna, may I?")
    for page in (one, other):
        expect(bell(page)).to_have_text("2 unread")
    other.get_by_role("link", name="New notices").click()
    expect(line(other, "Ines Lindqvist and Tom Berger replied to Who takes the last scarf?")).to_have_count(1)

    line(other, "may I?").get_by_role("button", name="Mark as read").click()
    expect(bell(one)).to_have_text("1 unread")
    expect(line(other, "may I?").get_by_role("button", name="Mark as read")).to_have_count(0)
    expect(line(other, "may I?").get_by_role("link")).to_be_focused()
    other.get_by_role("link", name="Who takes the last scarf?").click()
    other.wait_for_url("**/updates/**")
    expect(bell(one)).to_have_text("")
    expect(bell(other)).to_have_text("")
    assert bell(stranger).text_content() == before


def test_what_somebody_wants_is_saved_with_every_press(browse):
    page = browse("jun", "/notices/wishes/")
    page.get_by_label("Somebody follows me").check()
    expect(page.get_by_text("Saved.")).to_be_visible()
    page.reload()
    expect(page.get_by_label("Somebody follows me")).to_be_checked()


def test_on_a_phone_more_says_that_there_is_something_new(listen, house, card):
    page = listen("hanna", viewport=PHONE)
    bar = page.get_by_role("navigation", name="Main, small screen")
    replied(house.visitor("tom"), card, "I do.")
    more = bar.locator("summary")
    expect(more).to_contain_text("1 unread")
    more.click()
    expect(bar.get_by_role("link", name="People")).to_be_visible()
    bar.get_by_role("link", name="Notices").click()
    page.wait_for_url(f"**{TRAY}")
    expect(page.locator(".tray > li[data-unread]")).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_without_scripts_a_line_is_read_and_a_thread_is_muted_by_buttons(browse, house, card):
    replied(house.visitor("tom"), card, "I do.")
    page = browse("hanna", TRAY, scripts=False)
    line(page, "last scarf").get_by_role("button", name="Mark as read").click()
    expect(bell(page)).to_have_text("")
    line(page, "last scarf").first.get_by_role("button", name="Mute this thread").click()
    replied(house.visitor("ines"), card, "No, I do.")
    page.goto("/notices/wishes/")
    expect(bell(page)).to_have_text("")
    page.get_by_role("button", name="Hear again").first.click()
    expect(page.get_by_role("button", name="Hear again")).to_have_count(0)
