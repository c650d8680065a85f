"""A question becomes an article: accepted, drafted, published, seen live by who reads the thread."""

import pytest
from playwright.sync_api import Page, expect


@pytest.fixture(scope="module")
def asked(house) -> str:
    """The address of a question of Maya's about returns, which Luis has answered."""
    said = """
from intranet.people.models import Topic, User
from microblog.actions import updates
people = {each.username: each for each in User.objects.all()}
topics = [Topic.objects.get(name="Returns")]
for key in ("first", "second"):
    asked = updates.post(by=people["maya"], text=f"Who washes the {key} blanket?", key=key * 3, asks_about=topics)
    updates.reply(by=people["luis"], to=asked, text="The **laundry** in Porto.", key=key * 4)
    print("question", asked.pk)
"""
    return f"/updates/{int(house.manage('shell', '-c', said).split()[-1])}/"


def status(page: Page):
    return page.locator(".asked .status")


def test_from_accepted_to_answered_for_good_in_three_clicks_seen_by_others_at_once(asked, listen, browse):
    tom = listen("tom", asked)
    tom.evaluate("window.loadedOnce = true")
    maya = browse("maya", asked)
    maya.get_by_role("button", name="Accept this answer").click()
    expect(status(tom)).to_contain_text("Solved by Luís")
    maya.get_by_role("button", name="Make this an FAQ").click()
    expect(maya.get_by_role("heading", name="Who washes the second blanket?")).to_be_visible()
    expect(maya.get_by_text("on Returns stand")).to_be_visible()
    expect(status(tom)).to_contain_text("An article for the FAQ waits for Maya")
    maya.get_by_role("button", name="Publish", exact=True).click()
    expect(maya.get_by_text("answered by Luís")).to_be_visible()
    expect(status(tom)).to_contain_text("Answered for good here")
    tom.get_by_role("link", name="Read it in the wiki").click()
    expect(tom.get_by_text("The laundry in Porto.")).to_be_visible()


def test_without_scripts_a_draft_is_made_changed_and_published_by_keyboard(asked, browse):
    number = int(asked.strip("/").split("/")[-1]) - 2
    maya = browse("maya", f"/updates/{number}/", scripts=False, viewport={"width": 390, "height": 844})
    maya.get_by_role("button", name="Make this an FAQ").press("Enter")
    assert maya.evaluate("document.documentElement.scrollWidth") <= 390
    maya.get_by_label("Owner").fill("maya")
    maya.get_by_role("button", name="Publish", exact=True).press("Enter")
    expect(maya.get_by_text("From a question by Maya")).to_be_visible()


def test_a_proposal_is_let_out_from_the_desk(browse):
    olu = browse("olu", "/desk/")
    row = olu.locator("#desk li", has_text="Which network do visitors in Leeds use?")
    expect(row).to_contain_text("proposes it")
    row.get_by_role("button", name="Publish").click()
    expect(row).to_have_count(0)
