"""What happens elsewhere appears here: at once, once, and only for those who may know it."""

import re
import time

import pytest
from playwright.sync_api import expect

from tests.support.live_browser import NOTE, address, cards, edited, hears, pill, replied, said, scroll_to


def closed_team(house) -> str:
    """The address of a team that only its members know."""
    return re.search(r'href="(/teams/\d+/)">Pay review', house.visitor("noor").get("/teams/").text)[1]


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
    said(ines, "Also aside, behind the edit.")
    expect(pill(page)).to_have_text("2 new updates")
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


# --- Once -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("scrolled", [False, True])
def test_ones_own_post_is_there_once_at_every_moment(listen, house, history, scrolled):
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
    expect(pill(page)).to_be_hidden()
    later = said(house.visitor("ines"), f"Behind those of maya, {scrolled}.")
    expect(page.locator(f"#{later}").or_(pill(page).filter(has_text=re.compile("^1 new update$")))).to_be_visible()
    assert set(page.evaluate("Object.values(window.most)")) == {1}


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
