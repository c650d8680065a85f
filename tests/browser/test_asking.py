"""A question as people live it: asked in the composer, claimed and accepted under others' eyes, by keyboard, without
scripts."""

import re
import secrets

from playwright.sync_api import Locator, Page, expect


def asks(house, by: str, text: str) -> str:
    """Somebody asks; the number of the question."""
    said = {"text": text, "key": secrets.token_hex(8), "place": "home", "ask": "on"}
    house.visitor(by).post("/updates/", said)
    return re.search(r'id="update-(\d+)"', house.visitor(by).get("/").text)[1]


def replies(house, by: str, to: str, text: str) -> str:
    said = {"text": text, "key": secrets.token_hex(8)}
    return re.search(r"reply=(\d+)", house.visitor(by).post(f"/updates/{to}/replies/", said).headers["Location"])[1]


def card(page: Page, number: str) -> Locator:
    return page.locator(f"#update-{number}")


def state(page: Page, number: str) -> Locator:
    return card(page, number).locator(".asked .status")


def test_maya_asks_and_tom_who_looks_at_the_list_sees_the_question_come(browse, listen):
    tom = listen("tom", "/questions/")
    maya = browse("maya", "/")
    field = maya.locator("#composer textarea")
    field.fill("Who has the key to the archive?")
    expect(maya.locator(".topics summary")).to_be_hidden()
    maya.get_by_label("Ask", exact=True).check()
    expect(maya.locator("#composer textarea")).to_have_attribute("placeholder", "What do you want to know?")
    maya.locator(".topics summary").click()
    expect(maya.locator(".topics .choices")).to_contain_text("Olu Adeyemi")
    maya.get_by_role("checkbox", name=re.compile("^IT")).check()
    expect(maya.locator(".topics summary")).to_contain_text(re.compile("^IT: .*Olu Adeyemi"))
    field.press("Control+Enter")
    shown = maya.locator(".update", has_text="Who has the key to the archive?").first
    expect(shown.locator(".asked .status")).to_contain_text("Waits for an answer")
    expect(maya.locator("#composer [name=ask]")).not_to_be_checked()
    expect(maya.locator(".topics summary")).to_have_text("About what?")
    tom.locator(".pill").click()
    last = tom.locator(".feed > .update").last
    expect(last).to_contain_text("Who has the key to the archive?")
    expect(last).to_be_focused()


def test_a_link_opens_the_composer_ready_to_ask(browse):
    maya = browse("maya", "/questions/")
    maya.get_by_role("link", name="Ask", exact=True).click()
    expect(maya.get_by_label("Ask", exact=True)).to_be_checked()
    expect(maya.get_by_placeholder("What do you want to know?")).to_be_focused()


def test_one_press_claims_and_others_see_it_come_and_go(house, browse, listen):
    number = asks(house, "maya", "Which printer takes labels?")
    ines, maya, tom = listen("ines", "/questions/"), listen("maya", f"/updates/{number}/"), browse("tom")
    tom.evaluate("window.loadedOnce = true")
    expect(state(maya, number).get_by_role("button", name="I’m on it")).to_be_hidden()  # it is her own
    state(tom, number).get_by_role("button", name="I’m on it").click()
    for page in (tom, ines, maya):
        expect(state(page, number)).to_contain_text("Being answered by Tom Berger")
        expect(state(page, number)).to_contain_text(re.compile(r"(9|10) min left"))
    for page, sees in ((tom, True), (ines, False), (maya, False)):
        expect(state(page, number).get_by_role("button", name="Release")).to_be_visible(visible=sees)
    state(tom, number).get_by_role("button", name="Release").click()
    for page in (tom, ines, maya):
        expect(state(page, number)).to_contain_text("Waits for an answer")
    assert tom.evaluate("window.loadedOnce")


def test_what_is_answered_leaves_the_list_of_what_waits(house, listen):
    number = asks(house, "maya", "Where do broken boxes go?")
    ines = listen("ines", "/questions/")
    expect(card(ines, number)).to_be_visible()
    replies(house, "tom", number, "To the press behind gate 3.")
    expect(card(ines, number)).to_have_count(0)


def test_the_accepted_answer_comes_to_the_top_for_everybody_and_maya_accepts_by_keyboard(house, browse, listen):
    number = asks(house, "maya", "When does the bus go?")
    first, second = (replies(house, by, number, f"Says {by}") for by in ("tom", "ines"))
    tom, maya = listen("tom", f"/updates/{number}/"), browse("maya", f"/updates/{number}/")
    answers = tom.locator(".thread > .reply")
    expect(answers.first).to_have_id(f"update-{first}")
    expect(card(tom, second).get_by_role("button", name="Accept")).to_be_hidden()
    card(maya, second).get_by_role("button", name="Accept").focus()
    maya.keyboard.press("Enter")
    for page in (maya, tom):
        expect(page.locator(".thread > .reply").first).to_have_id(f"update-{second}")
        expect(card(page, second)).to_contain_text("Accepted by Maya Okafor")
        expect(state(page, number)).to_contain_text("Solved by Ines Lindqvist")


def test_a_vote_shows_at_once_is_counted_for_others_and_can_be_taken_back(house, browse, listen):
    number = asks(house, "maya", "Who waters the plants?")
    answer = replies(house, "tom", number, "Théo does.")
    ines, maya = listen("ines", f"/updates/{number}/"), browse("maya", f"/updates/{number}/")
    vote = maya.locator(f"#helpful-{answer}")
    vote.click()
    expect(vote).to_have_attribute("aria-pressed", "true")
    expect(vote).to_contain_text("1")
    expect(ines.locator(f"#helpful-{answer}")).to_contain_text("1")
    expect(ines.locator(f"#helpful-{answer}")).to_have_attribute("aria-pressed", "false")
    maya.reload()
    expect(vote).to_have_attribute("aria-pressed", "true")
    vote.click()
    expect(vote).to_contain_text("0")
    expect(ines.locator(f"#helpful-{answer}")).to_contain_text("0")


def test_a_new_answer_comes_last_and_what_is_said_to_an_answer_below_it(house, listen):
    number = asks(house, "maya", "Is there tea?")
    first = replies(house, "tom", number, "In the kitchen.")
    ines = listen("ines", f"/updates/{number}/")
    replies(house, "luis", number, "And in the canteen.")
    replies(house, "maya", first, "Green tea?")
    expect(ines.locator(".thread > .reply .text")).to_have_text(
        ["In the kitchen.", "Green tea?", "And in the canteen."]
    )


def test_without_scripts_one_asks_answers_votes_and_accepts(browse):
    hanna = browse("hanna", "/?ask", scripts=False)
    hanna.locator("#composer textarea").fill("What is the code of the door?")
    hanna.locator("#composer [data-kind=first]").click()
    number = hanna.locator(".feed > .update").first.get_attribute("data-update")
    tom = browse("tom", "/questions/", scripts=False)
    state(tom, number).get_by_role("button", name="I’m on it").click()
    expect(state(tom, number)).to_contain_text("Being answered by Tom Berger · until")
    tom.goto(f"/updates/{number}/")
    tom.locator("#reply textarea").fill("It is on the board.")
    tom.locator("#reply [data-kind=first]").click()
    hanna.goto(f"/updates/{number}/")
    hanna.get_by_role("button", name="Helpful 0").click()
    expect(hanna.get_by_role("button", name="Helpful 1")).to_be_visible()
    hanna.get_by_role("button", name="Accept this answer").click()
    expect(state(hanna, number)).to_contain_text("Solved by Tom Berger")
