"""An update is posted once, however one presses and whatever breaks on the way, and nothing typed is ever lost."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.support.composer import cards, choose_team, composer, field, post_button, say

BY_HTMX = ("htmx:afterRequest", "htmx:sendError")  # what htmx writes to the console when no answer comes


def is_there_once(page: Page, words: str) -> None:
    """Now, and when the page is read anew."""
    expect(cards(page, words)).to_have_count(1)
    page.reload()
    expect(cards(page, words)).to_have_count(1)


def lose_the_answer(route: Route) -> None:
    """The server gets it, the browser never hears of that."""
    if route.request.method == "POST":
        route.fetch(max_redirects=0)
        route.abort()
    else:
        route.continue_()


def post_and_lose_the_answer(page: Page, words: str) -> None:
    """The person who posts is told that the server could not be reached."""
    page.route("**/updates/", lose_the_answer)
    field(page).fill(words)
    post_button(page).click()
    expect(composer(page).get_by_text("Could not reach the server.")).to_be_visible()


def test_pressing_post_twice_makes_one_update(browse):
    page = browse("maya")
    field(page).fill("Twice is once.")
    post_button(page).dblclick()
    is_there_once(page, "Twice is once.")


def test_ctrl_enter_held_down_makes_one_update(browse):
    page = browse("maya")
    field(page).fill("Held down is once.")
    field(page).focus()
    page.keyboard.down("Control")
    for _ in range(6):
        page.keyboard.down("Enter")
        page.wait_for_timeout(40)
    page.keyboard.up("Control")
    is_there_once(page, "Held down is once.")


def test_without_a_network_the_text_stays_and_posting_again_makes_one_update(browse, watch):
    watch.expect("ERR_INTERNET_DISCONNECTED", *BY_HTMX)
    page = browse("maya")
    field(page).fill("Said in the tunnel.")
    page.context.set_offline(True)
    expect(page.get_by_text("You are offline.")).to_be_visible()
    post_button(page).click()
    expect(composer(page).get_by_text("Could not reach the server.")).to_be_visible()
    expect(field(page)).to_have_value("Said in the tunnel.")
    expect(cards(page, "Said in the tunnel.")).to_have_count(0)
    page.context.set_offline(False)
    expect(page.get_by_text("You are offline.")).to_be_hidden()
    post_button(page).click()
    expect(cards(page, "Said in the tunnel.")).to_have_count(1)
    expect(composer(page).get_by_text("Could not reach the server.")).to_be_hidden()
    page.reload()
    expect(cards(page, "Said in the tunnel.")).to_have_count(1)


def test_an_update_whose_answer_was_lost_is_posted_once(browse, watch):
    watch.expect("ERR_FAILED", *BY_HTMX)
    page = browse("maya")
    post_and_lose_the_answer(page, "Heard, but not confirmed.")
    expect(field(page)).to_have_value("Heard, but not confirmed.")
    page.unroute("**/updates/")
    post_button(page).click()
    is_there_once(page, "Heard, but not confirmed.")


def test_also_when_the_page_was_closed_before_trying_again(browse, watch):
    watch.expect("ERR_FAILED", *BY_HTMX)
    page = browse("maya")
    post_and_lose_the_answer(page, "Heard, and the battery died.")
    context = page.context
    page.close()
    page = context.new_page()
    page.goto("/")
    expect(field(page)).to_have_value("Heard, and the battery died.")
    post_button(page).click()
    expect(field(page)).to_have_value("")
    page.reload()
    expect(cards(page, "Heard, and the battery died.")).to_have_count(1)


def test_a_reply_whose_answer_was_lost_is_there_once_and_its_text_was_kept(browse, watch):
    watch.expect("ERR_FAILED", *BY_HTMX)
    page = browse("maya")
    thread = say(page, "Answer me carefully.").locator("a.when").get_attribute("href")
    page.goto(thread)
    page.route("**/replies/", lose_the_answer)
    page.get_by_label("Your reply").fill("Carefully answered.")
    with page.expect_event("requestfailed"):
        page.get_by_role("button", name="Reply").click()
    page.unroute("**/replies/")
    page.context.clear_cookies(name="messages")  # was part of the answer
    page.goto(thread)
    expect(page.get_by_label("Your reply")).to_have_value("Carefully answered.")
    page.get_by_role("button", name="Reply").click()
    expect(page.get_by_label("Your reply")).to_have_value("")
    expect(page.locator(".thread .text")).to_have_text(["Carefully answered."])


def test_a_form_that_lost_its_one_time_key_can_be_sent_again(browse, watch):
    watch.expect("status of 422")
    page = browse("maya")
    field(page).fill("Open since last week.")
    composer(page).locator("[name=key]").evaluate("key => (key.value = '')")
    post_button(page).click()
    expect(composer(page).get_by_role("alert")).to_contain_text("Press Post again")
    expect(field(page)).to_have_value("Open since last week.")
    post_button(page).click()
    expect(cards(page, "Open since last week.")).to_have_count(1)


def test_a_repeat_with_other_words_is_asked_about_and_can_be_sent_as_a_new_update(browse, watch):
    watch.expect("ERR_FAILED", "status of 422", *BY_HTMX)
    page = browse("maya")
    post_and_lose_the_answer(page, "As first written.")
    page.unroute("**/updates/")
    field(page).fill("As written the second time.")
    post_button(page).click()
    expect(composer(page).get_by_role("alert")).to_contain_text("press Post again")
    expect(field(page)).to_have_value("As written the second time.")
    post_button(page).click()
    expect(cards(page, "As written the second time.")).to_have_count(1)
    page.reload()
    expect(cards(page, "As first written.")).to_have_count(1)
    expect(cards(page, "As written the second time.")).to_have_count(1)


@pytest.mark.parametrize("place", ["/", "/teams/1/"])
def test_who_was_signed_out_meanwhile_keeps_the_text_and_reads_what_to_do(browse, watch, place):
    watch.expect("status of 403", "Error Code 403")
    page = browse("maya", place)
    field(page).fill("Written over lunch.")
    page.context.clear_cookies()
    post_button(page).click()
    expect(page.locator(".flash, .composer .error").filter(has_text=re.compile("signed out"))).to_be_visible()
    expect(field(page)).to_have_value("Written over lunch.")
    expect(cards(page, "Written over lunch.")).to_have_count(0)


def test_undo_takes_the_update_back_and_gives_the_text_and_the_team_back(browse):
    page = browse("maya")
    choose_team(page, "Platform")
    say(page, "Sent too early, to Platform")
    page.get_by_role("button", name="Undo").click()
    expect(field(page)).to_have_value("Sent too early, to Platform")
    expect(composer(page).locator("[data-audience]")).to_have_text("Platform")
    expect(cards(page, "Sent too early")).to_have_count(0)
    field(page).fill("Sent in time, to Platform")
    post_button(page).click()
    expect(cards(page, "Sent in time")).to_have_count(1)
    page.goto("/")
    expect(cards(page, "Sent too early")).to_have_count(0)
    expect(cards(page, "Sent in time")).to_have_count(1)


def test_the_page_after_undo_can_be_read_on_and_reloaded(browse):
    page = browse("maya")
    say(page, "A short mistake")
    page.get_by_role("button", name="Undo").click()
    expect(field(page)).to_have_value("A short mistake")
    older = page.locator("a.more-updates")
    if older.count():
        answer = page.request.get(older.evaluate("link => link.href"))
        assert answer.status == 200, f"Older updates are missing after undo: {answer.url}"
    page.reload()
    expect(page.get_by_role("heading", name="For you")).to_be_attached()


def test_a_draft_survives_a_reload_and_a_crash_and_is_gone_after_posting(browse):
    page = browse("maya")
    field(page).fill("Half a thought")
    choose_team(page, "Returns")
    page.reload()
    expect(field(page)).to_have_value("Half a thought")
    expect(composer(page).locator("[data-audience]")).to_have_text("Returns")
    context = page.context
    page.close()
    page = context.new_page()
    page.goto("/")
    expect(field(page)).to_have_value("Half a thought")
    post_button(page).click()
    expect(cards(page, "Half a thought")).to_have_count(1)
    page.reload()
    expect(field(page)).to_have_value("")


def test_a_draft_in_one_place_does_not_show_in_another(browse):
    page = browse("maya")
    field(page).fill("Only for home")
    page.goto("/teams/1/")
    expect(field(page)).to_have_value("")
    page.goto("/")
    expect(field(page)).to_have_value("Only for home")
    field(page).fill("")
    page.reload()
    expect(field(page)).to_have_value("")
