"""A draft is saved while one writes, on the server and in the browser; a crash takes five seconds at most."""

import json
import re
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, Route, expect

from tests.support.desk import ADDRESS, Desk
from tests.support.live_browser import eventually

SHELF = """() => Object.entries(localStorage).filter(([name]) => name.startsWith("trellis:writing:"))
  .map(([name, copy]) => [name, JSON.parse(copy)])"""
MARKER = """([person, address]) => {
  const done = document.createElement("trellis-draft-done");
  Object.assign(done.dataset, { person, address });
  document.body.append(done);
}"""


@pytest.fixture
def desk(browse):
    return Desk(browse).empty()


def says(desk: Desk, words: str | re.Pattern[str]) -> None:
    """The one state that is shown."""
    expect(desk.section.locator(".draft-status [data-state]:not([hidden])")).to_contain_text(words)


def kept(page: Page) -> list:
    return page.evaluate(SHELF)


def saved(desk: Desk, words: str) -> None:
    """So that the server has it."""
    desk.type(words)
    says(desk, "Saved")
    assert words.replace(" ", "+") in desk.drafts[-1] or words in desk.drafts[-1]


def test_a_draft_reaches_the_server_a_few_seconds_after_the_first_change(desk):
    started = datetime.now(UTC)
    saved(desk, "The first words")
    assert (datetime.now(UTC) - started).total_seconds() < 5
    assert 'name="body"' in desk.drafts[-1]
    assert 'name="markdown"' not in desk.drafts[-1]
    says(desk, re.compile(r"Saved \d s ago"))
    ((name, copy),) = kept(desk.page)
    assert name.endswith(f":{ADDRESS}")
    assert copy["isSent"]
    count = len(desk.drafts)
    desk.page.wait_for_timeout(3_500)
    assert len(desk.drafts) == count, "Nothing has changed."


def test_who_writes_on_and_on_is_saved_all_the_same(desk):
    for number in range(12):
        desk.type(f"word{number} ")
        desk.page.wait_for_timeout(400)
    assert desk.drafts


def test_offline_the_words_stay_in_the_browser_and_go_out_when_the_line_is_back(desk, watch):
    watch.expect("ERR_INTERNET_DISCONNECTED", "WebSocket")
    desk.answer = lambda route: route.abort("internetdisconnected")
    desk.page.context.set_offline(True)
    desk.type("Written in a tunnel")
    says(desk, "Not saved: you are offline, kept in this browser")
    assert "Written in a tunnel" in kept(desk.page)[0][1]["words"]
    desk.answer = lambda route: route.fulfill(json={"at": "2026-11-21T09:12:00Z"})
    desk.page.context.set_offline(False)
    says(desk, "Saved")
    assert "Written in a tunnel" in desk.drafts[-1]


def test_words_that_were_not_sent_are_offered_when_clara_comes_back(desk, watch):
    watch.expect("status of 503")
    desk.answer = lambda route: route.fulfill(status=503, body="")
    desk.type("Before the crash")
    says(desk, "Not saved yet, kept in this browser; trying again")
    desk.page.reload()
    offer = desk.section.locator("[data-offer]")
    expect(offer).to_contain_text("You have words here that were not sent")
    expect(desk.text).to_contain_text("How to do it")
    desk.answer = lambda route: route.fulfill(json={"at": "2026-11-21T09:12:00Z"})
    offer.get_by_role("button", name="Use them").click()
    expect(desk.text).to_have_text("Before the crash")
    expect(offer).to_be_hidden()
    says(desk, "Saved")
    assert "Before the crash" in desk.drafts[-1]
    desk.page.reload()
    expect(desk.text).to_contain_text("How to do it")
    expect(offer).to_be_hidden()


def test_words_that_are_thrown_away_are_not_offered_again(desk, watch):
    watch.expect("status of 503")
    desk.answer = lambda route: route.fulfill(status=503, body="")
    desk.type("Not worth keeping")
    says(desk, "trying again")
    desk.page.reload()
    desk.answer = lambda route: route.fulfill(json={"at": "2026-11-21T09:12:00Z"})
    desk.empty()
    desk.type("Written while the old words were offered")
    says(desk, "Saved")
    assert "Not worth keeping" in kept(desk.page)[0][1]["words"], "The old words are not written over."
    desk.section.get_by_role("button", name="Throw them away").click()
    desk.page.wait_for_timeout(4_000)
    assert "Written while" in kept(desk.page)[0][1]["words"]
    desk.page.reload()
    expect(desk.section.locator("[data-offer]")).to_be_hidden()


def test_a_closed_page_keeps_and_sends_the_last_words(desk):
    desk.type("Closing the lid now")
    desk.page.evaluate("window.dispatchEvent(new PageTransitionEvent('pagehide'))")
    assert "Closing the lid now" in kept(desk.page)[0][1]["words"]
    eventually(desk.page, lambda: "Closing the lid now" in "".join(desk.drafts[-1:]), "the last words are sent")


def test_an_ended_session_says_so_and_nothing_is_lost(desk, watch):
    watch.expect("status of 403", "status of 401")
    desk.answer = lambda route: route.fulfill(status=401, json={"error": "Sign in."})
    desk.type("While I was away")
    says(desk, "you were signed out, kept in this browser")
    assert "While I was away" in kept(desk.page)[0][1]["words"]


def test_a_new_sign_in_on_another_page_is_enough_to_go_on(desk, watch):
    watch.expect("status of 403")
    tokens = []

    def answer(route):
        tokens.append(route.request.headers["x-csrftoken"])
        fine = len(tokens) > 1
        route.fulfill(status=200 if fine else 403, json={"at": "2026-11-21T09:12:00Z"} if fine else {})

    desk.answer = answer
    desk.section.locator("[name=csrfmiddlewaretoken]").evaluate("field => (field.value = 'x'.repeat(64))")
    saved(desk, "Signed in again")
    assert tokens[0] == "x" * 64
    assert tokens[1] != tokens[0]


def test_what_the_server_refuses_is_said_in_its_words(desk, watch):
    watch.expect("status of 422")
    desk.answer = lambda route: route.fulfill(
        status=422, json={"error": "This text is longer than 200,000 characters."}
    )
    desk.type("Very long")
    says(desk, "Not saved: This text is longer than 200,000 characters.")


def test_no_draft_comes_after_the_final_text_and_the_next_page_clears_the_copy(desk):
    desk.type("Final words")
    with desk.page.expect_response(lambda answer: answer.status == 204):
        desk.section.get_by_role("button", name="Publish").click()
    desk.page.wait_for_timeout(3_500)
    assert desk.drafts == []
    ((name, copy),) = kept(desk.page)
    assert "Final words" in copy["words"], "Until the server says so, the browser keeps it."
    desk.page.goto("/people/")
    desk.page.evaluate(MARKER, [name.split(":")[2], "/writing/drafts/another/"])
    assert len(kept(desk.page)) == 1
    desk.page.evaluate(MARKER, [name.split(":")[2], ADDRESS])
    assert kept(desk.page) == []


def test_another_person_at_the_same_browser_is_not_offered_the_words_of_clara(desk, watch):
    watch.expect("status of 503")
    desk.answer = lambda route: route.fulfill(status=503, body="")
    desk.type("For clara alone")
    says(desk, "trying again")
    desk.page.evaluate(
        """() => { const [name] = Object.keys(localStorage).filter((one) => one.startsWith("trellis:writing:"));
        const copy = localStorage.getItem(name); localStorage.removeItem(name);
        localStorage.setItem(name.replace(/writing:\\d+/, "writing:999999"), copy); }"""
    )
    desk.answer = lambda route: route.fulfill(json={"at": "2026-11-21T09:12:00Z"})
    desk.page.evaluate("window.addEventListener('pagehide', (event) => event.stopImmediatePropagation(), true)")
    desk.page.reload()
    expect(desk.section.locator("[data-offer]")).to_be_hidden()
    assert json.loads(kept(desk.page)[0][1]["words"])


# --- Before the editor has come --------------------------------------------------------------------
@pytest.mark.parametrize("words", ["", "Early words"])
def test_who_is_in_the_text_before_the_editor_has_come_goes_on_there(browse, words):
    page = browse("clara", None)
    held: list[Route] = []
    page.route("**/writing/editor*.js", lambda route: held.append(route))
    page.goto("/gallery/", wait_until="commit")
    plain = page.locator("#editor textarea[name=markdown]").first
    plain.focus()
    if words:
        plain.fill(words)
    eventually(page, lambda: bool(held), "the page asks for the editor")
    held[0].continue_()
    expect(page.locator("#editor .ProseMirror").last).to_be_visible()
    expect(plain if words else page.locator("#editor .ProseMirror").first).to_be_focused()
    expect(plain).to_be_visible(visible=bool(words))
    if words:
        expect(plain).to_have_value(words)
