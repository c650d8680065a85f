"""What was missed, or comes late or in another order, ends as it is."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import APIResponse, Locator, Page, Route, expect

from tests.support.live_browser import (
    NOTE,
    Line,
    Server,
    address,
    edited,
    eventually,
    hears,
    hears_of,
    pill,
    reacted,
    replied,
    said,
    scroll_to,
    until,
)


@pytest.mark.parametrize("reads_on", [False, True])
def test_when_too_much_was_missed_the_list_is_fetched_anew(browse, house, history, reads_on):
    ines = house.visitor("ines")
    kept, gone = said(ines, "Stays as it is."), said(ines, "Is retracted meanwhile.")
    page = browse("maya", path=None)
    page.add_init_script(NOTE)
    server = Server(page)
    page.goto("/company/")
    hears(page)
    page.get_by_label("What is going on?").fill("A half-written thought")
    page.locator("#main").focus()
    reading = scroll_to(page, page.locator("#feed > article").nth(9)) if reads_on else None
    here = reading and page.locator(f"#{reading}").bounding_box()["y"]
    edited(ines, kept, "Does not stay as it is.")
    ines.post(f"{address(gone)}retraction/", {})
    fresh = [said(ines, f"New after a long time, {number}.") for number in range(2)]
    expect(page.locator(f"#{gone}")).to_be_attached()  # noise: this server told nothing of it
    server.say('{"reset":true,"mark":2000}')
    expect(page.locator(f"#{gone}")).to_have_count(0)
    expect(page.locator(f"#{kept} > div > .text")).to_have_text("Does not stay as it is.")
    if reading:
        expect(pill(page)).to_have_text("2 new updates")
        assert abs(page.locator(f"#{reading}").bounding_box()["y"] - here) < 0.6
        pill(page).click()
    ids = "all => all.slice(0, 2).map(({ id }) => id)"
    expect(page.locator(f"#{fresh[0]}")).to_be_visible()
    assert page.locator("#feed > article").evaluate_all(ids) == fresh[::-1]
    assert set(page.evaluate("Object.values(window.most)")) == {1}
    expect(page.get_by_label("What is going on?")).to_have_value("A half-written thought")


def test_a_thread_of_which_too_much_was_missed_is_fetched_anew(browse, house):
    ines = house.visitor("ines")
    card = said(ines, "A thread with gaps.")
    first = replied(ines, card, "The first.")
    page = browse("maya", path=None)
    page.add_init_script(NOTE)
    server = Server(page)
    page.goto(address(card))
    hears(page)
    edited(ines, first, "The first, edited.")
    second = replied(ines, card, "The second.")
    server.say('{"reset":true,"mark":2000}')
    expect(page.locator(".thread .text")).to_have_text(["The first, edited.", "The second."])
    ines.post(f"{address(second)}", {"_method": "delete"})  # undone, as if it never was
    server.say('{"reset":true,"mark":3000}')
    expect(page.locator(".thread .text")).to_have_text(["The first, edited."])


# --- In another order -----------------------------------------------------------------------------


def count_of(page: Page, card: str) -> Locator:
    return page.locator(f"#{card} .reactions > .chip")


def held_refresh(page: Page, wire: Line) -> Callable[[], None]:
    """The page asks for itself anew, gets its answer from the server, and sees it when what this gives is called."""
    answers: list[tuple[Route, APIResponse]] = []

    def hold(route: Route) -> None:
        if route.request.headers.get("x-fragment") == "page":
            answers.append((route, route.fetch()))
        else:
            route.fallback()

    page.route("**/company/*", hold)
    wire.say('{"reset":true,"mark":1}')
    eventually(page, lambda: bool(answers), "the page asks for itself")

    def let_go() -> None:
        route, response = answers[0]
        route.fulfill(response=response)
        until(page, "window.refreshed")

    return let_go


def test_an_edit_and_a_reaction_that_come_at_once_are_both_shown(line, house):
    card = said(house.visitor("ines"), "Both at once.")
    page, wire = line("maya", "/company/")
    wire.hold()
    edited(house.visitor("ines"), card, "Both at once, edited.")
    wire.holds("update.edited")
    reacted(house.visitor("tom"), card)
    wire.holds("reactions.changed")
    page.clock.install()
    page.clock.pause_at("2031-01-01")
    wire.let_go()
    hears_of(page, "reactions.changed", card)
    page.clock.run_for(50)
    expect(page.locator(f"#{card} > div > .text")).to_have_text("Both at once, edited.")
    expect(count_of(page, card)).to_have_text("👍 1")


def test_a_reaction_does_not_make_an_edit_that_waits_old(listen, house):
    card = said(house.visitor("ines"), "Marked when it changed.")
    page = listen("maya", "/company/")
    text = page.locator(f"#{card} > div > .text")
    text.select_text()
    edited(house.visitor("ines"), card, "Changed when it was marked.")
    hears_of(page, "update.edited", card)
    reacted(house.visitor("tom"), card)
    expect(count_of(page, card)).to_have_text("👍 1")
    expect(text).to_have_text("Marked when it changed.")
    page.evaluate("getSelection().removeAllRanges()")
    expect(text).to_have_text("Changed when it was marked.")
    expect(count_of(page, card)).to_have_text("👍 1")


def test_a_reaction_does_not_make_a_page_that_is_on_its_way_old(line, house):
    card = said(house.visitor("ines"), "Asked for.")
    page, wire = line("maya", "/company/")
    wire.hold()
    edited(house.visitor("ines"), card, "Asked for and edited.")
    wire.holds("update.edited")
    wire.lose()
    arrive = held_refresh(page, wire)
    reacted(house.visitor("tom"), card)
    expect(count_of(page, card)).to_have_text("👍 1")
    arrive()
    expect(page.locator(f"#{card} > div > .text")).to_have_text("Asked for and edited.")
    expect(count_of(page, card)).to_have_text("👍 1")


def test_a_card_behind_the_pill_has_the_reactions_of_now(listen, house, history):
    page = listen("maya", "/company/")
    scroll_to(page, page.locator("#feed > article").nth(8))
    card = said(house.visitor("ines"), "Loved before it is read.")
    expect(pill(page)).to_have_text("1 new update")
    reacted(house.visitor("tom"), card)
    hears_of(page, "reactions.changed", card)
    pill(page).click()
    expect(count_of(page, card)).to_have_text("👍 1")


def test_a_card_behind_the_pill_is_not_made_older_by_a_page_that_was_on_its_way(line, house, history):
    page, wire = line("maya", "/company/")
    scroll_to(page, page.locator("#feed > article").nth(8))
    card = said(house.visitor("ines"), "Kept aside and read late.")
    expect(pill(page)).to_have_text("1 new update")
    arrive = held_refresh(page, wire)
    edited(house.visitor("ines"), card, "Kept aside, edited, and read late.")
    hears_of(page, "update.edited", card)
    reacted(house.visitor("tom"), card)
    hears_of(page, "reactions.changed", card)
    arrive()
    pill(page).click()
    expect(page.locator(f"#{card} > div > .text")).to_have_text("Kept aside, edited, and read late.")
    expect(count_of(page, card)).to_have_text("👍 1")


# --- Where the page is asked for ------------------------------------------------------------------


@pytest.mark.parametrize("form", ["#reply form", "#composer form, form#composer"])
def test_a_page_that_answered_a_form_is_asked_for_where_it_can_be_read(line, house, watch, form):
    watch.expect("status of 422")
    card = said(house.visitor("ines"), f"Under a refused form: {form}")
    page, wire = line("maya", address(card) if form.startswith("#reply") else "/company/")
    with page.expect_navigation():
        page.locator(form).evaluate("form => form.submit()")  # without a text
    assert re.search("/updates/([0-9]+/replies/)?$", page.url), page.url
    hears(page)
    wire.hold()
    edited(house.visitor("ines"), card, "Edited while it stood there.")
    wire.holds("update.edited")
    wire.lose()
    wire.say('{"reset":true,"mark":1}')
    expect(page.locator(f"#{card} > div > .text")).to_have_text("Edited while it stood there.")
    expect(page.get_by_text("This is no longer open to you.")).to_have_count(0)


@pytest.mark.parametrize("status", [403, 404, 410])
def test_a_page_that_is_closed_shows_nothing_more(spoken, watch, status):
    watch.expect(f"status of {status}")
    page, server = spoken
    page.route("**/company/*", lambda route: route.fulfill(status=status))
    refresh(page, server)
    expect(page.get_by_text("This is no longer open to you.")).to_be_visible()
    expect(page.locator("#feed > article")).to_have_count(0)


@pytest.mark.parametrize("status", [400, 405, 429, 503, "elsewhere"])
def test_any_other_answer_is_no_reason_to_close_and_it_is_asked_again(spoken, watch, status):
    watch.expect(f"status of {status}")
    page, server = spoken
    answers: list[Route] = []

    def answer(route: Route) -> None:
        answers.append(route)
        if len(answers) > 1:
            route.fallback()
        elif status == "elsewhere":
            route.continue_(url=page.url.replace("/company/", "/updates/"))  # which leads home
        else:
            route.fulfill(status=status)

    page.route("**/company/*", answer)
    refresh(page, server)
    eventually(page, lambda: bool(answers))
    page.wait_for_load_state("networkidle")
    page.clock.run_for(30_100)
    until(page, "window.refreshed")
    assert len(answers) == 2
    expect(page.locator("#feed > article")).not_to_have_count(0)


def test_who_is_led_to_the_sign_in_page_reads_that_they_were_signed_out(spoken):
    page, server = spoken

    def ask_as_a_page(route: Route) -> None:
        kept = ("x-fragment", "cookie")
        route.continue_(headers={name: value for name, value in route.request.headers.items() if name not in kept})

    page.context.clear_cookies()
    page.route("**/company/*", ask_as_a_page)
    refresh(page, server)
    expect(page.get_by_text("You were signed out.")).to_be_visible()
    expect(page.locator("#feed > article")).to_have_count(0)


def refresh(page: Page, server: Server) -> None:
    server.say('{"reset":true,"mark":2000}')
    page.evaluate("new Promise((done) => done())")
    page.clock.run_for(2_100)
