"""What happens elsewhere appears here: at once, once, only for who may know it, and without moving what is read."""

import os
import re
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Error, Locator, Page, WebSocketRoute, expect

from tests.bench import stage

NOTE = """window.states = []; window.came = {}; window.most = {};
document.addEventListener("trellis:live", ({ detail }) => window.states.push(detail.state));
document.addEventListener("DOMContentLoaded", () => new MutationObserver(() => {
  const counts = {};
  for (const { id } of document.querySelectorAll("article[id]")) {
    window.came[id] ??= Date.now();
    counts[id] = (counts[id] ?? 0) + 1;
    window.most[id] = Math.max(window.most[id] ?? 0, counts[id]);
  }
}).observe(document.body, { childList: true, subtree: true }));"""

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


@pytest.fixture
def listen(browse) -> Callable[..., Page]:
    """``listen("maya", "/company/")``: a browser that hears what happens."""

    def open_page(who: str, path: str = "/", **options) -> Page:
        page = browse(who, path=None, **options)
        page.add_init_script(NOTE)
        page.goto(path)
        hears(page)
        return page

    return open_page


def until(page: Page, condition: str, patience: float = 8) -> None:
    """Playwright's own `wait_for_function` needs an eval, which our pages forbid."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        with suppress(Error):  # while one page follows another, there is none to ask
            if page.evaluate(condition):
                return
        page.wait_for_timeout(20)
    raise AssertionError(f"Never became true: {condition}")


def hears(page: Page) -> None:
    until(page, "window.states.at(-1) === 'open'")


def cards(page: Page, words: str) -> Locator:
    return page.locator("article.update").filter(has=page.locator(":scope > div > .text", has_text=words))


def pill(page: Page) -> Locator:
    return page.locator("a.pill")


def said(who: stage.Visitor, words: str, **more: str) -> str:
    """Post `words` without a browser; the id of the card."""
    fields = {"text": words, "key": f"live-{time.monotonic_ns()}", "place": "home", **more}
    answer = who.post("/updates/", fields, **{"HX-Request": "true"})
    assert answer.status == 201, answer.text[:500]
    return re.search(r'id="(update-\d+)"', answer.text)[1]


def replied(who: stage.Visitor, to: str, words: str) -> str:
    answer = who.post(f"{address(to)}replies/", {"text": words, "key": f"live-{time.monotonic_ns()}"})
    return "update-" + re.search(r"reply=(\d+)", answer.headers["Location"])[1]


def edited(who: stage.Visitor, what: str, words: str) -> None:
    edits = re.search(r'name="edits" value="(\d+)"', who.get(f"{address(what)}edit/").text)[1]
    assert who.post(f"{address(what)}edit/", {"text": words, "edits": edits}).status == 302


def address(card: str) -> str:
    return f"/updates/{card.removeprefix('update-')}/"


def closed_team(house) -> str:
    """The address of a team that only its members know."""
    return re.search(r'href="(/teams/\d+/)">Pay review', house.visitor("noor").get("/teams/").text)[1]


def scroll_to(page: Page, article: Locator) -> str:
    """Read this one, somewhere in the middle of the screen; its id."""
    article.evaluate("one => scrollTo({ top: scrollY + one.getBoundingClientRect().top - 300, behavior: 'instant' })")
    page.wait_for_timeout(200)
    return article.get_attribute("id")


# --- At once --------------------------------------------------------------------------------------


def test_what_ines_posts_is_in_the_open_home_of_maya_within_a_second(listen, house):
    page, ines = listen("maya"), house.visitor("ines")
    waits = []
    for number in range(3):
        began = time.time() * 1000
        card = said(ines, f"The lift works again, {number}.")
        expect(page.locator("#feed > article").first).to_have_id(card)
        waits.append(page.evaluate("id => window.came[id]", card) - began)  # with the time of the request
    assert sorted(waits)[1] < 1000, waits
    expect(page.locator("#news [role=status]")).to_have_text("3 new updates", timeout=4000)
    expect(pill(page)).to_be_hidden()


def test_one_post_after_another_stands_in_order_and_each_once(listen, house):
    page = listen("maya", "/company/")
    ines = house.visitor("ines")
    posted = [said(ines, f"One after another, {number}.") for number in range(5)]
    expect(cards(page, "One after another")).to_have_count(5)
    assert page.locator("#feed > article").evaluate_all("all => all.slice(0, 5).map(({ id }) => id)") == posted[::-1]


def test_the_first_update_of_a_list_takes_the_place_of_its_empty_state(listen, house):
    page = listen("maya", "/tags/brandnew/")
    expect(page.locator("#nothing-here")).to_contain_text("Nothing that you can read")
    said(house.visitor("ines"), "Nothing of this tag")  # noise: it does not belong here
    card = said(house.visitor("ines"), "Hello #brandnew world")
    expect(page.locator("#feed > article")).to_have_count(1)
    expect(page.locator("#feed > article")).to_have_id(card)
    expect(page.locator("#nothing-here")).to_be_empty()


def test_a_reply_and_an_edit_change_the_card_in_place(listen, house):
    ines, tom = house.visitor("ines"), house.visitor("tom")
    card = said(ines, "Who has the big screwdriver?")
    said(ines, "Noise above it.")
    page = listen("maya")
    here = page.locator(f"#{card}")
    page.evaluate("window.loadedOnce = true")
    replied(tom, card, "It is on my desk.")
    expect(here.locator(".replies .text")).to_have_text(["It is on my desk."])
    edited(ines, card, "Who has the small screwdriver?")
    expect(here.locator(":scope > div > .text")).to_have_text("Who has the small screwdriver?")
    expect(here.get_by_role("link", name="edited")).to_be_visible()
    expect(here.locator("header time")).to_have_text(re.compile("just now|min"))
    assert page.evaluate("window.loadedOnce")


def test_a_thread_grows_and_changes_in_place(listen, house):
    ines, tom = house.visitor("ines"), house.visitor("tom")
    card = said(ines, "Where shall we eat?")
    page = listen("maya", address(card))
    expect(page.locator(".thread")).to_be_hidden()
    first = replied(tom, card, "At the harbour.")
    second = replied(ines, first, "Or at home.")
    expect(page.locator(".thread .text")).to_have_text(["At the harbour.", "Or at home."])
    expect(page.locator("#thread [role=status]")).to_have_text("2 new replies", timeout=4000)
    edited(tom, first, "At the old harbour.")
    expect(page.locator(f"#{first} .text")).to_have_text("At the old harbour.")
    expect(page.locator(f"#{second} .in-reply-to")).to_contain_text("At the old harbour.")
    tom.post(f"{address(first)}retraction/", {})
    expect(page.locator(f"#{first}")).to_contain_text("This reply was retracted.")
    assert "old harbour" not in page.content()


def test_a_retracted_update_leaves_the_list_and_the_pill(listen, house, history):
    ines = house.visitor("ines")
    page = listen("maya", "/company/")
    shown = said(ines, "Soon taken back.")
    expect(page.locator(f"#{shown}")).to_be_visible()
    ines.post(f"{address(shown)}retraction/", {})
    expect(page.locator(f"#{shown}")).to_have_count(0)
    scroll_to(page, page.locator("#feed > article").nth(8))
    kept = [said(ines, f"Kept aside, {number}.") for number in (1, 2)]
    expect(pill(page)).to_have_text("2 new updates")
    ines.post(f"{address(kept[0])}retraction/", {})
    expect(pill(page)).to_have_text("1 new update")
    edited(ines, kept[1], "Kept aside and edited.")
    page.wait_for_timeout(300)
    pill(page).click()
    expect(cards(page, "Kept aside")).to_have_count(1)
    expect(cards(page, "Kept aside and edited.")).to_have_count(1)


def test_reactions_arrive_in_the_other_browser(listen, house):
    card = said(house.visitor("ines"), "Cheer for this one.")
    maya, tom = listen("maya"), listen("tom")
    tom.locator(f"#{card} .reactions summary").click()
    tom.locator(f"#{card} .signs").get_by_role("button", name="Celebrate").click()
    expect(maya.locator(f"#{card}").get_by_role("button", name="Celebrate, 1")).to_have_attribute(
        "aria-pressed", "false"
    )
    expect(tom.locator(f"#{card}").get_by_role("button", name="Celebrate, 1")).to_have_attribute("aria-pressed", "true")
    maya.locator(f"#{card}").get_by_role("button", name="Celebrate, 1").click()
    expect(tom.locator(f"#{card}").get_by_role("button", name="Celebrate, 2")).to_have_attribute("aria-pressed", "true")


# --- Nothing moves --------------------------------------------------------------------------------


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
    card = said(house.visitor("ines"), "Select me with the mouse.")
    page = listen("maya")
    text = page.locator(f"#{card} > div > .text")
    text.select_text()
    edited(house.visitor("ines"), card, "Changed meanwhile.")
    page.wait_for_timeout(800)
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


# --- Once -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("scrolled", [False, True])
def test_ones_own_post_is_there_once_at_every_moment(listen, history, scrolled):
    page = listen("maya", "/company/")
    if scrolled:
        page.evaluate("scrollTo({ top: 40, behavior: 'instant' })")
    for number in range(4):
        words = f"Mine and once, {scrolled}, {number}."
        page.get_by_label("What is going on?").fill(words)
        page.get_by_label("What is going on?").press("Control+Enter")
        expect(cards(page, words)).to_have_count(1)
        page.wait_for_timeout(1300)
        expect(cards(page, words)).to_have_count(1)
    assert set(page.evaluate("Object.values(window.most)")) == {1}
    expect(pill(page)).to_be_hidden()


def test_what_maya_posts_in_one_tab_is_in_her_other_tab_once(listen):
    page = listen("maya")
    other = page.context.new_page()
    other.goto("/company/")
    page.wait_for_timeout(300)
    page.get_by_label("What is going on?").fill("From the first tab.")
    page.get_by_label("What is going on?").press("Control+Enter")
    expect(cards(other, "From the first tab.").or_(pill(other).filter(visible=True))).to_have_count(1)
    expect(cards(page, "From the first tab.")).to_have_count(1)


# --- Only for those who may know ------------------------------------------------------------------


def test_nothing_of_a_closed_team_reaches_a_stranger(browse, listen, house):
    told: list[str] = []
    theo = browse("theo", path=None)
    theo.add_init_script(NOTE)
    theo.on("websocket", lambda socket: socket.on("framereceived", lambda frame: told.append(str(frame))))
    theo.goto("/")
    hears(theo)
    team = closed_team(house)
    clara = listen("clara", team)
    noor = house.visitor("noor")
    card = said(noor, "The word is kohlrabi. #kohlrabi", teams=team.strip("/").split("/")[1])
    replied(noor, card, "And kohlrabi it stays.")
    expect(cards(clara, "The word is kohlrabi.").locator(".replies .text")).to_have_count(1)
    edited(noor, card, "The word is kohlrabi, as before.")
    expect(cards(clara, "as before")).to_have_count(1)
    said(noor, "Noor greets everybody.")
    expect(cards(theo, "Noor greets everybody.")).to_have_count(1)  # noise: he does hear
    assert any("Noor greets" in frame for frame in told)
    assert not [frame for frame in told if "kohlrabi" in frame or "Pay review" in frame]


def test_who_is_removed_from_a_closed_team_loses_what_was_said_there_but_not_what_they_typed(listen, house, watch):
    watch.expect("status of 404")
    clara = house.visitor("clara")
    clara.post("/teams/new/", {"name": "Bonus round", "purpose": "Who gets what.", "is_closed": "on"})
    team = re.search(r'href="(/teams/\d+/)">Bonus round', clara.get("/teams/").text)[1]
    clara.post(f"{team}members/", {"username": "sam"})
    card = said(clara, "Sam gets a bicycle.", teams=team.strip("/").split("/")[1])
    there, home = listen("sam", team), listen("sam", "/")
    for page in (there, home):
        expect(page.locator(f"#{card}")).to_be_visible()
        expect(page.locator("#rail-teams")).to_contain_text("Bonus round")
        page.get_by_label("What is going on?").fill("Half a sentence")
    assert clara.post(f"{team}members/sam/", {"_method": "delete"}).status == 302
    expect(there.get_by_text("This is no longer open to you.")).to_be_visible()
    expect(home.locator(f"#{card}")).to_have_count(0)
    expect(home.locator("#rail-teams")).not_to_contain_text("Bonus round")
    for page in (there, home):
        assert "bicycle" not in page.content()
        expect(page.get_by_label("What is going on?")).to_have_value("Half a sentence")
    expect(cards(home, "")).not_to_have_count(0)  # noise: the rest of her home is still there


def test_who_joins_a_team_finds_it_in_the_rail_and_its_updates_at_home(listen, house):
    house.visitor("priya").post("/teams/new/", {"name": "Chess club", "purpose": "Tuesdays."})
    team = re.search(r'href="(/teams/\d+/)">Chess club', house.visitor("priya").get("/teams/").text)[1]
    number = team.strip("/").split("/")[1]
    card = said(house.visitor("priya"), "Knights before bishops.", teams=number)
    page = listen("tom")
    expect(page.locator(f"#{card}")).to_have_count(0)
    house.visitor("tom").post(f"{team}membership/", {})
    expect(page.locator("#rail-teams").get_by_role("link", name="Chess club")).to_be_visible()
    expect(page.locator(f"#{card}")).to_be_visible()
    later = said(house.visitor("priya"), "Rooks on open files.", teams=number)
    expect(page.locator(f"#{later}")).to_be_visible()


# --- When the connection is lost ------------------------------------------------------------------


class Line:
    """The connection of a page to the live feed, which can be cut."""

    def __init__(self, page: Page) -> None:
        self.open: list[WebSocketRoute] = []
        self.count = 0
        self.is_cut = False
        page.route_web_socket(re.compile("/live/$"), self.connect)

    def connect(self, browser: WebSocketRoute) -> None:
        self.count += 1
        if self.is_cut:
            browser.close(code=1001)
            return
        browser.connect_to_server()
        self.open.append(browser)

    def cut(self, code: int = 1001) -> None:
        self.is_cut = True
        for browser in self.open:
            with suppress(Error):
                browser.close(code=code)
        self.open.clear()

    def mend(self) -> None:
        self.is_cut = False


@pytest.fixture
def line(browse) -> Callable[..., tuple[Page, Line]]:
    def open_page(who: str, path: str = "/", **options) -> tuple[Page, Line]:
        page = browse(who, path=None, **options)
        page.add_init_script(NOTE)
        line = Line(page)
        page.goto(path)
        hears(page)
        return page, line

    return open_page


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
    wire.cut()
    wire.mend()
    until(page, "window.states.filter((one) => one === 'open').length === 2")
    page.wait_for_timeout(2200)
    assert not any("Reconnecting" in words for words in page.evaluate("[...window.words]"))


def test_offline_says_so_once_and_catches_up_within_five_seconds(listen, house, watch):
    watch.expect("ERR_INTERNET_DISCONNECTED", "ERR_NETWORK")
    page = listen("maya", "/company/")
    page.context.set_offline(True)
    expect(page.get_by_text("You are offline.")).to_be_visible()
    posted = [said(house.visitor("ines"), f"Above ground, {number}.") for number in range(3)]
    page.wait_for_timeout(3000)
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


# --- What is spoken on the line -------------------------------------------------------------------


class Server:
    """A server that says only what a test has it say."""

    def __init__(self, page: Page) -> None:
        self.heard: list[str] = []
        self.lines: list[WebSocketRoute] = []
        page.route_web_socket(re.compile("/live/$"), self.connect)

    def connect(self, browser: WebSocketRoute) -> None:
        self.lines.append(browser)
        browser.on_message(self.take)

    def take(self, message: str | bytes) -> None:
        self.heard.append(str(message))
        if '"listen"' in str(message):
            self.say('{"listening":["feed:company"],"mark":1000}')

    def say(self, message: str) -> None:
        self.lines[-1].send(message)


@pytest.fixture
def spoken(browse) -> tuple[Page, Server]:
    page = browse("maya", path=None)
    page.add_init_script(
        NOTE + "window.frames_ = []; document.addEventListener('trellis:frame', (e) => frames_.push(e.detail.id));"
    )
    page.clock.install()
    server = Server(page)
    page.goto("/company/")
    hears(page)
    return page, server


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
    page.wait_for_timeout(500)
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


def settle(page: Page) -> None:
    page.evaluate("new Promise((done) => done())")


def test_an_event_that_is_told_twice_counts_once_and_nonsense_hurts_nobody(spoken):
    page, server = spoken
    frame = '{"id":%d,"stream":"feed:company","name":"update.edited","ref":999999,"html":""}'
    for message in ("", "[", "null", "7", '"x"', "[]", "{}", '{"id":null}', frame % 1001, frame % 1001, frame % 1003):
        server.say(message)
    server.say(frame % 1002)  # of a stream that was joined later
    until(page, "frames_.length === 3")
    assert page.evaluate("frames_") == [1001, 1003, 1002]
    before = len(server.heard)
    page.clock.run_for(10_100)
    assert server.heard[before:] == ['{"ack":1003}']


def test_silence_is_broken_by_a_beat_and_no_answer_means_a_new_line(spoken):
    page, server = spoken
    page.clock.run_for(30_100)
    assert server.heard[-1] == '{"beat":1000}'
    server.say('{"beat":1007}')
    settle(page)
    page.clock.run_for(24_000)
    assert len(server.lines) == 1
    page.clock.run_for(6_100)
    assert server.heard[-1] == '{"beat":1007}'
    page.clock.run_for(10_100)
    until(page, "window.states.filter((one) => one === 'open').length === 2")
    assert len(server.lines) == 2
    assert '"after":1007' in server.heard[-1]


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
    page.wait_for_timeout(100)
    assert '"beat"' in server.heard[-1]
    page.clock.run_for(3_100)
    until(page, "window.states.filter((one) => one === 'open').length === 2")
    assert len(server.lines) == 2


def test_a_page_that_is_left_lets_its_line_go(spoken):
    page, server = spoken
    closed = []
    server.lines[-1].on_close(lambda code, reason: closed.append(code))
    page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))")
    page.wait_for_timeout(100)
    assert closed
    page.clock.run_for(100_000)
    assert len(server.lines) == 1
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    page.wait_for_timeout(100)
    assert len(server.lines) == 2
    assert '"after":1000' in server.heard[-1]


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
