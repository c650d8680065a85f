"""The chief's blog: she writes on her phone, her assistant prepares, colleagues ask, and she answers."""

import re
import signal
from datetime import datetime, timedelta
from html import unescape

from playwright.sync_api import Locator, Page, expect

from tests.bench import stage
from tests.support.blog_browser import PHONE, press, standing, text, told, write
from tests.support.live_browser import hears

BLOG = "From the warehouse floor up"
MINUTE = timedelta(seconds=60)

# So that nobody has to wait until tomorrow.
SOON = """
from datetime import timedelta
from django.utils import timezone
from microblog.blogs.models import Departure
plan = Departure.objects.get(post__title={title!r})
plan.goes_out_at = timezone.now() + timedelta(seconds=8)
plan.save()
print("due", plan.goes_out_at.isoformat())
"""


def test_three_taps_from_home_the_chief_has_a_blank_page_and_what_she_writes_there_is_in_every_feed(browse, listen):
    maya, clara = listen("maya", "/company/"), browse("clara", "/", **PHONE)
    clara.get_by_role("navigation", name="Main, small screen").get_by_role("link", name="Blogs").tap()
    clara.get_by_role("link", name=f"New post in {BLOG}").tap()
    expect(clara.get_by_label("Title")).to_have_value("")
    expect(text(clara)).to_have_text("")
    expect(text(clara)).to_be_in_viewport()  # without scrolling first
    assert clara.evaluate("document.documentElement.scrollWidth") <= 390
    write(clara, "Two minutes before the plane", "I missed it, and met the night shift.")
    expect(standing(clara)).to_have_text("Draft")
    clara.get_by_role("button", name="Publish now").tap()
    expect(clara.locator(".post .meta")).to_contain_text("Clara Duarte")
    expect(clara.locator(".post .meta")).not_to_contain_text("prepared")
    expect(told(maya, "Two minutes before the plane")).to_be_visible()


def test_what_the_assistant_prepared_and_the_chief_approved_goes_out_at_its_time_though_the_house_was_down(
    house, browse, listen, watch
):
    watch.expect("WebSocket connection", "ERR_CONNECTION_REFUSED")
    title = "Six tables by January"
    maya = listen("maya", "/company/")
    maya.evaluate("window.loadedOnce = true")

    priya = browse("priya", "/blogs/")
    priya.get_by_role("link", name=f"New post in {BLOG}").click()
    write(priya, title, "They are ordered, and so is the light above them.")
    expect(priya.get_by_role("button", name="Publish now")).to_have_count(0)
    number = re.search(r"/posts/(\d+)-", priya.url)[1]
    assert house.visitor("priya").post(f"/blogs/posts/{number}/publication/", {}).status == 403
    wanted = datetime.now() + timedelta(days=1)
    priya.get_by_label("When should it go out?").fill(f"{wanted:%Y-%m-%d}T08:00")
    press(priya, "Ask for approval")
    expect(standing(priya)).to_contain_text("Waits for Clara Duarte to read it, asked by Priya Raman")

    with stage.worker(house.env):
        clara = browse("clara", "/blogs/", **PHONE)
        clara.get_by_role("region", name="To read before it goes out").get_by_role("link", name=title).tap()
        expect(clara.locator(".prose")).to_contain_text("so is the light")
        clara.get_by_role("button", name=f"Approve, to go out {wanted:%A} 08:00").tap()
        expect(standing(clara)).to_have_text(f"Goes out {wanted:%A} 08:00")
        house.server.end(signal.SIGKILL)  # and so is the worker

    due = datetime.fromisoformat(house.manage("shell", "-c", SOON.format(title=title)).split()[-1])
    house.server.start()
    house.server.wait()
    expect(told(maya, title)).to_have_count(0)  # noise: it comes when somebody sends it out
    with stage.worker(house.env):
        expect(told(maya, title)).to_be_visible(timeout=60_000)
    assert maya.evaluate("window.loadedOnce")
    told(maya, title).get_by_role("link", name=title).click()
    expect(maya.locator(".post .by")).to_have_text(re.compile("Clara Duarte"))
    expect(maya.locator(".post .meta")).to_contain_text("prepared by Priya Raman")
    out = datetime.fromisoformat(maya.locator(".post .meta time").get_attribute("datetime"))
    assert due <= out < due + MINUTE


# --- Asked and answered ----------------------------------------------------------------------------
def address_of(house, title: str) -> str:
    """Of a post of the chief's, as anybody finds it."""
    maya = house.visitor("maya")
    blog = re.search(rf'href="([^"]+)">{BLOG}<', maya.get("/blogs/").text)[1]
    return re.search(rf'href="([^"]+)">{title}<', unescape(maya.get(blog).text))[1]


def question(page: Page, words: str) -> Locator:
    return page.locator(".question", has_text=words)


def test_whoever_asked_sees_the_votes_and_the_answer_come_while_the_chief_uses_nothing_but_keys(listen, browse, house):
    address = address_of(house, "A plan I have given up")
    hanna = listen("hanna", address, **PHONE)
    hanna.get_by_label("Your question").fill("Who doubted first?")
    hanna.get_by_role("button", name="Ask", exact=True).tap()
    hanna.wait_for_url("**#questions-*")
    expect(question(hanna, "Who doubted first?")).to_contain_text("Hanna Weiss")
    hears(hanna)
    hanna.evaluate("window.loadedOnce = true")

    sam = browse("sam", address)
    question(sam, "Who doubted first?").locator(".vote").click()
    expect(question(hanna, "Who doubted first?").locator(".vote")).to_have_text("1")

    clara = browse("clara", address)
    clara.get_by_role("link", name="Answer 1 question").press("Enter")
    expect(question(clara, "Who doubted first?")).to_be_visible()
    expect(clara.get_by_label("Your answer")).to_be_focused()
    clara.keyboard.type("Sam did, and then **I** did.")
    clara.keyboard.press("Control+Enter")
    expect(clara.get_by_text("Every question under this post is answered.")).to_be_visible()
    answer = question(hanna, "Who doubted first?").locator(".answer")
    expect(answer).to_contain_text("Clara Duarte")
    expect(answer.locator("strong")).to_have_text("I")
    expect(hanna.get_by_role("region", name="Not answered yet")).to_have_count(0)
    assert hanna.evaluate("window.loadedOnce")


def test_a_post_that_is_withdrawn_says_so_where_it_is_open(house, browse, listen, watch):
    watch.expect("status of 404")
    clara = browse("clara", "/blogs/")
    clara.get_by_role("link", name=f"New post in {BLOG}").click()
    write(clara, "Told too early", "The new belt comes in March.")
    press(clara, "Publish now")
    expect(clara.locator("#flashes")).to_contain_text("It is out: everybody can read it.")
    address = re.sub(r"^https?://[^/]+", "", clara.url)
    maya = listen("maya", address)
    marked = maya.locator(".post .prose")
    marked.select_text()  # what somebody marked does not stay for that
    number = re.search(r"/posts/(\d+)-", address)[1]
    assert house.visitor("clara").post(f"/blogs/posts/{number}/withdrawal/", {}).status == 302
    here = maya.get_by_role("main")
    expect(here.get_by_text("This post was withdrawn.")).to_be_visible()
    maya.wait_for_timeout(2_500)  # until it would have been asked again
    expect(here.get_by_text("This is no longer open to you.")).to_have_count(0)
    expect(here.get_by_text("The new belt")).to_have_count(0)
    here.get_by_role("link", name=BLOG).click()
    expect(maya.get_by_role("heading", name=BLOG)).to_be_visible()
    expect(maya.get_by_text("Told too early")).to_have_count(0)
