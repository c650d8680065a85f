"""An employee asks under a post, another votes, the chief answers by keyboard; everybody sees it without a reload."""

import pytest
from playwright.sync_api import Locator, Page, expect

POST = """
from intranet.people.models import User
from tests.factories import PostFactory
post = PostFactory(blog=User.objects.get(username="clara").blog, title="We are moving")
print("post", post.pk)
"""


@pytest.fixture(scope="module")
def questions(house) -> str:
    """The address of the questions under a post of Clara's."""
    number = int(house.manage("shell", "-c", POST).split()[-1])
    return f"/blogs/posts/{number}/questions/"


def question(page: Page, text: str) -> Locator:
    return page.locator(".question", has_text=text)


def votes(page: Page, text: str) -> Locator:
    return question(page, text).locator(".vote")


def ask(page: Page, text: str) -> None:
    page.get_by_label("Your question").fill(text)
    page.get_by_role("button", name="Ask", exact=True).click()
    page.wait_for_url("**/posts/**#questions-*")


def test_one_asks_another_votes_and_the_chief_answers_by_keyboard(listen, browse, questions):
    tom, ines = listen("tom", questions), listen("ines", questions)
    ines.evaluate("window.loadedOnce = true")
    maya = browse("maya", questions)
    ask(maya, "When do we move?")
    maya.goto(questions)
    ask(maya, "Why at all?")
    expect(question(ines, "Why at all?")).to_be_visible()
    votes(tom, "Why at all?").click()
    expect(votes(tom, "Why at all?")).to_have_attribute("aria-pressed", "true")
    expect(votes(tom, "Why at all?")).to_have_text("1")
    expect(votes(ines, "Why at all?")).to_have_text("1")
    expect(votes(ines, "Why at all?")).to_have_attribute("aria-pressed", "false")

    clara = browse("clara", questions.replace("questions", "answers"))
    expect(clara.get_by_text("1 of 2")).to_be_visible()
    expect(question(clara, "Why at all?")).to_be_visible()
    expect(clara.get_by_label("Your answer")).to_be_focused()
    clara.keyboard.press("Escape")
    clara.keyboard.press("j")
    expect(clara.get_by_text("2 of 2")).to_be_visible()
    clara.keyboard.press("Tab")
    clara.keyboard.press("k")
    expect(question(clara, "Why at all?")).to_be_visible()
    expect(clara.get_by_label("Your answer")).to_be_focused()
    clara.keyboard.type("Because we grow.")
    clara.keyboard.press("Control+Enter")
    expect(question(clara, "When do we move?")).to_be_visible()
    expect(clara.get_by_label("Your answer")).to_have_value("")
    expect(question(ines, "Why at all?").locator(".answer")).to_contain_text("Because we grow.")
    assert ines.evaluate("window.loadedOnce")

    votes(tom, "Why at all?").click()
    expect(votes(tom, "Why at all?")).to_have_attribute("aria-pressed", "false")
    expect(votes(ines, "Why at all?")).to_have_text("0")


def test_without_scripts_one_asks_and_votes_with_plain_forms(browse, questions):
    hanna = browse("hanna", questions, scripts=False, viewport={"width": 390, "height": 844})
    hanna.get_by_label("Your question").fill("Is there a garden?")
    hanna.get_by_role("button", name="Ask", exact=True).click()
    hanna.goto(questions)
    votes(hanna, "Is there a garden?").click()
    expect(votes(hanna, "Is there a garden?")).to_have_text("1")
    assert hanna.evaluate("document.documentElement.scrollWidth") <= 390
