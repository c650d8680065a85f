"""The whole loop with five people: Hanna asks, Jun answers, Olu lets the article out, Theo need not ask any more, and
Ines looks on.
"""

import re

from playwright.sync_api import Locator, Page, expect

ASKED = "What do I need to print labels from home?"
ANSWER = "The **label printer** of the gate, and the driver from the shelf of programs."
AGAIN = "Hello, what does one need to print labels at home?"


def bell(page: Page) -> Locator:
    return page.get_by_role("navigation", name="Main", exact=True).locator(".unread")


def unread(page: Page) -> int:
    return int((bell(page).text_content() or "0").split()[0])


def state(page: Page, number: str) -> Locator:
    return page.locator(f"#update-{number} .asked .status")


def engine_follows(house) -> None:
    """What the worker does within a second; no worker runs beside these tests."""
    house.manage("shell", "-c", "from search import drain; drain.drain_all()")


def test_five_people_take_a_question_from_the_feed_to_the_next_who_would_have_asked_it(house, browse, listen):
    olu, ines, jun = listen("olu", "/people/"), listen("ines", "/questions/"), browse("jun", "/people/")
    before = unread(olu)

    # Hanna asks. What is like it is offered, and does not answer it.
    hanna = listen("hanna", "/?ask#composer")
    hanna.locator("#composer textarea").fill(ASKED)
    expect(hanna.locator("#composer .similar a").first).to_contain_text("Working from home")
    hanna.locator("#composer .topics summary").click()
    it = hanna.get_by_role("checkbox", name=re.compile("^IT"))
    expect(hanna.locator("#composer .topics .choices")).to_contain_text("Olu Adeyemi")
    it.check()
    hanna.locator("#composer textarea").press("Control+Enter")
    asked = hanna.locator(".feed > .update", has_text=ASKED).first
    expect(asked.locator(".asked .status")).to_contain_text("Waits for an answer")
    number = asked.get_attribute("data-update")
    assert number

    # The expert is told, and whoever looks at what waits sees it come.
    expect(bell(olu)).to_have_text(f"{before + 1} unread")
    olu.goto("/desk/")
    expect(olu.locator("#desk li", has_text=ASKED)).to_contain_text("Hanna")
    ines.locator(".pill").click()
    expect(ines.locator(f"#update-{number}")).to_be_visible()

    # Jun is on it, under the eyes of others, and answers.
    jun.goto(f"/updates/{number}/")
    jun.get_by_role("button", name="I’m on it").click()
    for page in (hanna, ines):
        expect(state(page, number)).to_contain_text("Being answered by Jun")
    jun.locator("#reply textarea").fill(ANSWER)
    jun.locator("#reply textarea").press("Control+Enter")
    expect(state(hanna, number)).to_contain_text("not accepted yet")
    expect(ines.locator(f"#update-{number}")).to_have_count(0)  # it waits no more
    olu.reload()
    expect(olu.locator("#desk li", has_text=ASKED)).to_have_count(0)

    # Hanna accepts it and proposes an article; where it should stand, Olu decides.
    hanna.goto(f"/updates/{number}/")
    hanna.get_by_role("button", name="Accept this answer").click()
    expect(state(jun, number)).to_contain_text("Solved by Jun")
    hanna.get_by_role("button", name="Make this an FAQ").click()
    expect(hanna.get_by_role("heading", level=1, name=ASKED)).to_be_visible()
    expect(hanna.get_by_role("button", name="Publish", exact=True)).to_have_count(0)
    expect(state(jun, number)).to_contain_text("An article for the FAQ waits for Olu Adeyemi")
    olu.goto("/desk/")
    draft = olu.locator("#desk li", has_text=ASKED)
    expect(draft).to_contain_text("Hanna")
    draft.get_by_role("button", name="Publish").click()
    expect(draft).to_have_count(0)
    expect(state(jun, number)).to_contain_text("Answered for good here")
    engine_follows(house)

    # Theo was about to ask the same.
    jun.get_by_role("link", name="Read it in the wiki").click()
    expect(jun.get_by_text("The label printer of the gate")).to_be_visible()
    expect(jun.get_by_text("From a question by Hanna")).to_be_visible()
    told = unread(jun)
    theo = browse("theo", "/?ask#composer")
    theo.locator("#composer textarea").fill(AGAIN)
    offered = theo.locator(
        "#composer .similar li", has=theo.get_by_role("link", name=re.compile(re.escape(ASKED)))
    ).first
    offered.get_by_role("button", name="This solved it").click()
    expect(theo.locator("#composer .status")).to_contain_text("Good.")
    expect(theo.locator("#composer textarea")).to_have_value("")

    # Jun, who owns the article, sees that.
    expect(jun.get_by_text("Solved a question before it was asked.")).to_be_visible()
    expect(bell(jun)).to_have_text(f"{told + 1} unread")
