"""Catching up: older updates come by themselves, the reader's place is kept, and nothing moves under the eyes."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.support.live_browser import eventually

MOST_SHIFT = 0.02
COUNT_SHIFTS = """window.shifts = [];
new PerformanceObserver((list) => {
  for (const { value, sources, hadRecentInput } of list.getEntries()) {
    const what = sources.map(({ node, previousRect: from, currentRect: to }) => {
      const name = node?.outerHTML?.slice(0, 80) ?? "text";
      return `${name} from ${from.y} (${from.height}) to ${to.y} (${to.height})`;
    });
    if (!hadRecentInput) window.shifts.push({ value, page: location.pathname, what });
  }
}).observe({ type: "layout-shift", buffered: true });"""


def articles(page: Page):
    return page.locator("#feed > article.update")


def read_down(page: Page, enough: Callable[[], bool]) -> None:
    """Scroll until it is enough."""
    for _ in range(100):
        if enough():
            return
        page.evaluate("scrollTo({ top: document.body.scrollHeight, behavior: 'instant' })")
        page.wait_for_timeout(100)
    raise AssertionError(f"Only {articles(page).count()} updates came.")


def read_down_to(page: Page, count: int) -> None:
    read_down(page, lambda: articles(page).count() >= count)


def wheel_down(page: Page, count: int, pause: int) -> None:
    """Turn the wheel on and on, faster than updates come, until there are so many."""
    for turn in range(200):
        if turn > 24 and articles(page).count() >= count:
            return
        page.mouse.wheel(0, 700)
        page.wait_for_timeout(pause)
    raise AssertionError(f"Only {articles(page).count()} updates came.")


def assert_still(page: Page) -> None:
    shifts = page.evaluate("window.shifts")
    assert sum(shift["value"] for shift in shifts) <= MOST_SHIFT, f"The page moved: {shifts}"


def test_older_updates_come_by_scrolling_each_once_down_to_the_first(browse, history):
    page = browse("maya", "/company/")
    assert articles(page).count() < 45
    end = page.get_by_text("That is everything, back to the first update.")
    read_down(page, lambda: end.count() > 0)
    ids = articles(page).evaluate_all("all => all.map((one) => one.id)")
    assert len(ids) == len(set(ids))
    old = articles(page).locator(":scope > div > .text", has_text="Old news").all_inner_texts()
    numbers = [int(re.search(r"number (\d+)", text)[1]) for text in old]
    assert numbers == list(range(history, 0, -1)), "Some are missing, doubled or out of order."


def test_a_list_that_could_not_be_loaded_says_so_and_goes_on_when_pressed(browse, history, watch):
    watch.expect("ERR_FAILED")
    page = browse("maya", path=None)
    page.route("**/company/?before=*", lambda route: route.abort())
    page.goto("/company/")
    page.evaluate("scrollTo({ top: document.body.scrollHeight, behavior: 'instant' })")
    expect(page.get_by_text("Could not load.")).to_be_visible()
    page.unroute("**/company/?before=*")
    count = articles(page).count()
    page.get_by_role("link", name="Older updates").click()
    read_down_to(page, count + 20)
    expect(page.get_by_text("Could not load.")).to_have_count(0)


@pytest.mark.parametrize("width", [390, 1280])
def test_going_back_leads_to_the_place_fifty_updates_down(browse, history, house, width):
    page = browse("maya", "/company/", viewport={"width": width, "height": 900})
    read_down_to(page, 55)
    article = articles(page).nth(50)
    article.evaluate("one => scrollTo({ top: scrollY + one.getBoundingClientRect().top - 300, behavior: 'instant' })")
    name = article.get_attribute("id")
    page.wait_for_timeout(300)
    before = page.locator(f"#{name}").bounding_box()["y"]
    page.locator(f"#{name} a.when").first.click()
    expect(page.get_by_label("Your reply")).to_be_visible()
    for number in range(3):  # meanwhile others go on
        house.visitor("tom").say(f"Meanwhile, number {number}, at {width}.")
    page.go_back()
    expect(page.locator(f"#{name}")).to_be_attached()

    def moved() -> float:
        return abs(page.locator(f"#{name}").bounding_box()["y"] - before)

    eventually(page, lambda: moved() <= 4, f"the update stands at {before} again")
    page.wait_for_timeout(500)
    assert moved() <= 4, "It stays there."


def test_times_are_relative_and_their_title_is_exact(browse, history, house):
    house.visitor("tom").say("Fresh from the oven.")
    page = browse("maya", "/")
    fresh = page.locator("article.update", has_text="Fresh from the oven.").locator("header time")
    expect(fresh).to_have_text("just now")
    expect(fresh).to_have_attribute("title", re.compile(r"^\d{1,2} [A-Z][a-z]{2} \d{4}, \d\d:\d\d UTC$"))
    assert re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", fresh.get_attribute("datetime"))
    old = page.locator("#feed article", has_text="Old news number 60.").locator("header time")
    read_down(page, lambda: old.count() > 0)
    expect(old).to_have_text("3 Mar 2025")
    page.goto("/people/clara/")
    walked = page.locator("article.update", has_text="Walked the new returns line").locator("header time").first
    expect(walked).to_have_text(re.compile(r"^1\sh$"))


@pytest.mark.parametrize("width", [390, 834, 1440])
def test_no_page_moves_while_it_loads(browse, history, width):
    page = browse("maya", path=None, viewport={"width": width, "height": 900})
    page.add_init_script(COUNT_SHIFTS)
    for path in ("/", "/company/", "/teams/1/", "/people/", "/people/ines/", "/teams/", "/updates/1/"):
        page.goto(path)
        page.wait_for_timeout(400)
        assert_still(page)


@pytest.mark.parametrize("width", [390, 1440])
def test_the_page_does_not_move_while_older_updates_arrive_or_something_is_posted(browse, history, width):
    page = browse("maya", path=None, viewport={"width": width, "height": 900})
    page.add_init_script(COUNT_SHIFTS)
    page.goto("/company/")
    page.mouse.move(width / 2, 500)
    wheel_down(page, 41, pause=60)
    assert_still(page)


def test_nothing_is_seen_to_go_while_older_updates_come_slowly(browse, history):
    page = browse("maya", path=None, viewport={"width": 390, "height": 900})
    page.add_init_script(COUNT_SHIFTS)
    page.goto("/company/")
    slow = {"offline": False, "latency": 700, "downloadThroughput": -1, "uploadThroughput": -1}
    page.context.new_cdp_session(page).send("Network.emulateNetworkConditions", slow)
    page.mouse.move(195, 500)
    wheel_down(page, 41, pause=100)
    expect(page.locator("trellis-feed[aria-busy]")).to_have_count(0)
    assert_still(page)
    read_down(page, lambda: page.get_by_text("That is everything").count() > 0)
    expect(page.get_by_role("complementary")).to_be_visible()


def test_a_click_on_an_update_hits_it_although_the_composer_closes(browse):
    page = browse("maya")
    page.get_by_label("What is going on?").focus()
    page.locator("article.update a.when").first.click()
    expect(page.get_by_label("Your reply")).to_be_visible()
