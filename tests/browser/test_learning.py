"""What people look for is told by their browsers, and counted where communications reads it."""

import re
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Page, expect

TOLD = "**/search/enquiries/"
WORDS = "porto december cover"
PASS = """ms => { for (const key of Object.keys(localStorage).filter(key => key.includes("searched"))) {
  const before = JSON.parse(localStorage.getItem(key)).map(({ query, at }) => ({ query, at: at - ms }));
  localStorage.setItem(key, JSON.stringify(before));
} }"""  # lets time pass for what the browser keeps
STORED = 'words => Object.values(localStorage).some(kept => kept.includes(`"query":"${words}"`))'


def search(page: Page, words: str) -> None:
    page.get_by_label("Search everything").last.press_sequentially(words, delay=20)
    expect(page.locator(f"#results[data-query='{words}'] .hit").nth(1)).to_be_visible()


def listed(page: Page, title: str, words: str):
    return page.locator("section", has=page.get_by_role("heading", name=title)).locator("li", has_text=words)


def test_three_people_open_the_second_hit_and_communications_counts_them(browse):
    priya = browse("priya", "/search/learning/")
    expect(listed(priya, "Most asked", WORDS)).to_have_count(0)
    for person in ("maya", "tom", "ines"):
        page = browse(person, "/search/")
        search(page, WORDS)
        second = page.locator(".hit").nth(1)
        with page.expect_request(TOLD) as told:
            second.get_by_role("link").first.click()
        assert "place=1" in told.value.post_data
        assert re.search(r"kind=\w+&number=\d+", told.value.post_data)
        page.wait_for_url(re.compile(r"/(updates|people|teams|tags)/"))
        page.wait_for_load_state("networkidle")
    priya.reload()
    row = listed(priya, "Most asked", WORDS)
    expect(row).to_contain_text("3 times by 3 people")
    expect(listed(priya, "not opened", WORDS)).to_have_count(0)
    row.get_by_role("link", name=f"Set a best bet for {WORDS}").click()
    expect(priya.get_by_label("Who looks for")).to_have_value(WORDS)


def test_who_rests_on_results_is_counted_once_and_who_types_on_or_takes_a_suggestion_is_not(browse, watch):
    page = browse("hanna", "/search/")
    with page.expect_request(TOLD) as told:
        search(page, "returns porto")
    assert "q=returns+porto" in told.value.post_data
    assert "number" not in told.value.post_data
    page.wait_for_timeout(2_500)
    assert watch.paths.count("/search/enquiries/") == 1, "Neither the half-typed words nor the same again"
    page = browse("hanna", "/")
    page.get_by_label("Search everything").fill("pri")
    page.locator(".found a").first.click()
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(2_500)
    assert watch.paths.count("/search/enquiries/") == 1


def test_who_sends_words_off_is_counted_at_once_and_once_also_when_nothing_is_found(browse, watch):
    page = browse("hanna", "/search/")
    now = datetime.now(UTC)
    page.clock.install(time=now)
    page.clock.pause_at(now + timedelta(minutes=1))  # nothing comes to rest
    page.locator("#q").fill("zeppelin")
    with page.expect_request(TOLD) as told:
        page.keyboard.press("Enter")
    assert "q=zeppelin" in told.value.post_data
    page.wait_for_function(STORED, arg="zeppelin", polling=100)
    page.clock.resume()
    page.wait_for_timeout(2_500)
    assert watch.paths.count("/search/enquiries/") == 1


def test_on_a_phone_those_who_may_get_from_themselves_to_searches(browse):
    phone = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
    more = {"clara": ["Moderation", "Searches", "Trail", "Health"], "olu": ["Moderation", "Searches"], "maya": []}
    for person, names in more.items():
        page = browse(person, "/", **phone)
        bar = page.get_by_role("navigation", name="Main, small screen")
        bar.get_by_text("More").click()
        bar.get_by_role("link", name="You").click()
        page.wait_for_url(f"**/people/{person}/")
        links = page.get_by_role("navigation", name="What else there is").get_by_role("link")
        expect(links).to_have_text(["Rules", *names])
        if names:
            links.get_by_text("Searches").click()
            expect(page.get_by_role("navigation", name="Searches")).to_be_visible()
    expect(browse("clara", "/people/clara/").get_by_role("navigation", name="What else there is")).to_be_hidden()


def test_what_one_searched_for_lately_stays_a_month_and_goes_when_one_signs_out(browse):
    page = browse("ines", "/#composer")
    page.locator("#composer textarea").fill("A draft, which stays")  # noise

    def search_for(words: str) -> None:
        page.goto(f"/search/?q={words}")
        page.wait_for_function(STORED, arg=words)

    def listed_after(**passed: float) -> list[str]:
        page.evaluate(PASS, timedelta(**passed) / timedelta(milliseconds=1))
        page.goto("/search/")
        page.wait_for_load_state("networkidle")
        return page.locator(".recent a").all_text_contents()

    search_for("port")
    assert listed_after(seconds=40) == ["port"]
    search_for("porto")
    search_for("porto december")  # typed on
    assert listed_after(days=29) == ["porto december", "port"]
    page.evaluate(PASS, 40_000)
    search_for("porto gate")
    assert listed_after(days=1) == ["porto gate"]
    # What the server answers does not matter; and others here still need this session.
    page.route("**/sign-out/", lambda route: route.fulfill(status=204))
    page.get_by_role("button", name="Sign out").click()
    kept = page.evaluate("Object.keys(localStorage)")
    assert not [key for key in kept if "searched" in key]
    assert [key for key in kept if "draft" in key]


def test_without_scripts_one_searches_and_nothing_is_told(browse, watch):
    page = browse("hanna", "/search/?q=porto", scripts=False)
    page.locator(".hit a").first.click()
    assert "/search/enquiries/" not in watch.paths


def test_a_best_bet_is_set_without_scripts_and_by_keyboard(browse):
    for scripts, words in ((False, "gate keys"), (True, "cellar door")):
        priya = browse("priya", "/search/best-bets/new/", scripts=scripts)
        priya.get_by_label("Who looks for").fill(words)
        priya.get_by_label("What should they find first?").fill("drawer")
        if not scripts:
            priya.keyboard.press("Enter")
        button = priya.get_by_role("button", name=re.compile("Put on top.*drawer")).first
        button.focus()
        priya.keyboard.press("Enter")
        expect(priya.get_by_text(f"Who looks for “{words}” finds it on top now.")).to_be_visible()
