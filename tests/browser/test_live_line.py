"""The connection may be lost, silent or told nonsense, and the page finds back."""

import pytest
from playwright.sync_api import Page, expect

from tests.bench import stage
from tests.support.live_browser import NOTE, cards, eventually, hears, said, until

# So many ms after an event: the page has done by then what it does before, however slow it is.
LATE = """([pause, type]) =>
  (type === "offline" ? window : document).addEventListener(
    type, () => setTimeout(() => (window.isLate = true), pause), { once: true })"""


# --- When it is lost ------------------------------------------------------------------------------


def test_what_was_posted_while_the_connection_was_away_comes_when_it_is_back(line, house):
    page, wire = line("maya", "/company/")
    wire.cut()
    posted = [said(house.visitor("ines"), f"While you were away, {number}.") for number in range(3)]
    expect(page.get_by_text("Reconnecting…")).to_be_visible()
    expect(page.locator(f"#{posted[0]}")).to_have_count(0)
    wire.mend()
    expect(page.locator(f"#{posted[2]}")).to_be_visible(timeout=16_000)
    expect(cards(page, "While you were away")).to_have_count(3)
    expect(page.get_by_text("Reconnecting…")).to_be_hidden()
    assert set(page.evaluate("Object.values(window.most)")) == {1}


def test_a_short_break_is_not_worth_a_word(line, house):
    page, wire = line("maya")
    page.evaluate(
        """() => { window.words = new Set(); const live = document.querySelector("trellis-live");
        new MutationObserver(() => window.words.add(live.innerText)).observe(live, { childList: true }); }"""
    )
    page.evaluate(LATE, [2100, "trellis:live"])
    wire.cut()
    wire.mend()
    until(page, "window.states.filter((one) => one === 'open').length === 2")
    until(page, "window.isLate")
    assert not any("Reconnecting" in words for words in page.evaluate("[...window.words]"))


def test_offline_says_so_once_and_catches_up_within_five_seconds(listen, house, watch):
    watch.expect("ERR_INTERNET_DISCONNECTED", "ERR_NETWORK")
    page = listen("maya", "/company/")
    page.evaluate(LATE, [3000, "offline"])
    page.context.set_offline(True)
    expect(page.get_by_text("You are offline.")).to_be_visible()
    posted = [said(house.visitor("ines"), f"Above ground, {number}.") for number in range(3)]
    until(page, "window.isLate")
    expect(page.get_by_text("Reconnecting…")).to_be_hidden()
    page.context.set_offline(False)
    expect(page.locator(f"#{posted[2]}")).to_be_visible(timeout=5000)
    expect(cards(page, "Above ground")).to_have_count(3)
    expect(page.get_by_text("You are offline.")).to_be_hidden()


def test_who_was_signed_out_reads_what_to_do(browse):
    page = browse(None, path=None)  # a sign-in of its own, which others do not need any more
    page.add_init_script(NOTE)
    page.goto("/sign-in/")
    page.get_by_label("Username or e-mail").fill("olu")
    page.get_by_label("Password").fill(stage.DEMO_PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    hears(page)
    other = page.context.new_page()
    other.goto("/")
    other.get_by_role("button", name="Sign out").first.click()
    expect(page.get_by_text("You were signed out.")).to_be_visible()
    page.locator("trellis-live").get_by_role("link", name="Reload").click()
    expect(page.get_by_label("Password")).to_be_visible()


# --- What is spoken on it -------------------------------------------------------------------------


def settle(page: Page) -> None:
    page.evaluate("new Promise((done) => done())")


def hears_from(page: Page, server, message: str) -> None:
    """What the page says last; it takes a moment to come here."""
    eventually(page, lambda: server.heard[-1] == message, message)


def test_an_event_that_is_told_twice_counts_once_and_nonsense_hurts_nobody(spoken):
    page, server = spoken
    frame = '{"id":%d,"stream":"feed:company","name":"update.edited","ref":999999,"html":""}'
    for message in (
        "",
        "[",
        "null",
        "7",
        '"x"',
        "[]",
        "{}",
        '{"id":null}',
        frame % 9000001,
        frame % 9000001,
        frame % 9000003,
    ):
        server.say(message)
    server.say(frame % 9000002)  # of a stream that was joined later
    until(page, "frames_.length === 3")
    assert page.evaluate("frames_") == [9000001, 9000003, 9000002]
    before = len(server.heard)
    page.clock.run_for(10_100)
    hears_from(page, server, '{"ack":9000003}')
    assert server.heard[before:] == ['{"ack":9000003}']


def test_silence_is_broken_by_a_beat_and_no_answer_means_a_new_line(spoken):
    page, server = spoken
    page.clock.run_for(30_100)
    hears_from(page, server, '{"beat":9000000}')
    server.say('{"beat":9000007}')
    page.wait_for_timeout(600)  # the answer is on its way; nothing on the page tells that it came
    page.clock.run_for(24_000)
    assert len(server.lines) == 1
    page.clock.run_for(6_100)
    hears_from(page, server, '{"beat":9000007}')
    page.clock.run_for(10_100)
    until(page, "window.states.filter((one) => one === 'open').length === 2")
    eventually(page, lambda: '"after":9000007' in server.heard[-1], "the page goes on where it was")
    assert len(server.lines) == 2


def test_signed_out_is_final_and_a_limit_waits_for_somebody_to_look(spoken):
    page, server = spoken
    server.lines[-1].close(code=4003)
    until(page, "window.states.at(-1) === 'limited'")
    page.clock.run_for(59_000)
    assert len(server.lines) == 1
    page.evaluate("dispatchEvent(new Event('focus'))")
    until(page, "window.states.at(-1) === 'open'")
    server.lines[-1].close(code=4001)
    until(page, "window.states.at(-1) === 'signed-out'")
    page.evaluate("dispatchEvent(new Event('focus'))")
    page.clock.run_for(200_000)
    assert len(server.lines) == 2


def test_a_tab_that_wakes_up_asks_whether_the_line_still_lives(spoken):
    page, server = spoken
    page.clock.pause_at("2031-01-01")  # a sleep: the clock goes on, no timer ran
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    eventually(page, lambda: '"beat"' in server.heard[-1], "a beat")
    page.clock.run_for(3_100)
    until(page, "window.states.filter((one) => one === 'open').length === 2")
    assert len(server.lines) == 2


def test_a_page_that_is_left_lets_its_line_go(spoken):
    page, server = spoken
    closed = []
    server.lines[-1].on_close(lambda code, reason: closed.append(code))
    page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))")
    eventually(page, lambda: bool(closed), "the line is closed")
    page.clock.run_for(100_000)
    assert len(server.lines) == 1
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    eventually(page, lambda: len(server.lines) == 2 and '"after":9000000' in server.heard[-1], "the page comes back")


def test_a_page_that_the_browser_kept_catches_up_when_one_goes_back(chromium, browser, house, signed_in, watch):
    # Playwright switches the back-forward cache off, so this needs a browser of its own.
    flags = {"args": ["--no-sandbox"], "ignore_default_args": ["--disable-back-forward-cache"]}
    kept = browser.browser_type.launch(executable_path=chromium, **flags)
    try:
        context = kept.new_context(base_url=house.url, storage_state=signed_in("maya"))
        watch.follow(context)
        context.add_init_script(NOTE)
        page = context.new_page()
        page.goto("/")
        hears(page)
        page.evaluate("window.loadedOnce = true")
        page.goto("/people/")
        hears(page)
        card = said(house.visitor("ines"), "While maya looked at the people.")
        page.evaluate("history.back()")
        until(page, "location.pathname === '/' && window.states.length")
        assert page.evaluate("window.loadedOnce"), "The page was built anew, so this test shows nothing."
        until(page, f"document.getElementById('{card}')")
    finally:
        kept.close()


def test_who_is_told_to_come_back_later_does(spoken):
    page, server = spoken
    server.lines[-1].close(code=4005)
    until(page, "window.states.at(-1) === 'waiting'")
    page.clock.run_for(1_100)
    until(page, "window.states.at(-1) === 'open'")
    assert len(server.lines) == 2


def test_what_has_ended_is_asked_for_again_when_the_page_is_fresh(spoken):
    """The right may be back before the page notices, and then it names the same streams."""
    page, server = spoken
    server.say('{"ended":["feed:company"]}')
    settle(page)
    page.clock.run_for(2_100)
    eventually(page, lambda: len(server.asked) == 2)
    assert server.asked[1] == server.asked[0]
    assert "feed:company" in server.asked[0]
    server.say('{"reset":true,"mark":2000}')
    settle(page)
    page.clock.run_for(2_100)
    until(page, "window.refreshed === 2")
    assert len(server.asked) == 2, "It has all that it wants."


def test_what_was_not_granted_is_asked_for_again_when_the_page_is_fresh(spoken):
    page, server = spoken
    server.refused = {"feed:company"}
    server.lines[-1].close(code=1001)
    page.clock.run_for(1_100)
    eventually(page, lambda: len(server.asked) == 2)
    page.evaluate("document.body.append(document.createElement('p'))")
    server.say('{"reset":true,"mark":2000}')
    settle(page)
    assert len(server.asked) == 2, "Not before the page is fresh."
    page.clock.run_for(2_100)
    eventually(page, lambda: len(server.asked) == 3)


@pytest.mark.parametrize(("stream", "name"), [("user:1", "teams.changed"), ("feed:open", "team.closed")])
def test_when_rights_change_the_page_reads_itself_anew(spoken, stream, name):
    page, server = spoken
    teams = page.locator("#rail-teams")
    team = "Platform"
    expect(teams).to_contain_text(team)
    teams.evaluate("list => list.replaceChildren()")  # as it was drawn before she was let in
    tell = '{"id":%d,"stream":"%s","name":"%s","ref":999999,"html":""}'
    server.say(tell % (9000001, "feed:company", "update.edited"))  # noise: most events change no rights
    settle(page)
    page.clock.run_for(2_100)
    expect(teams).to_be_empty()
    server.say(tell % (9000002, stream, name))
    settle(page)
    page.clock.run_for(2_100)
    expect(teams).to_contain_text(team)
    assert page.evaluate("window.refreshed") == 1
