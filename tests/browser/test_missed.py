"""What is looked for in vain comes to somebody's desk, is answered there, and who waits for it is told."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

TOLD = "**/search/enquiries/"
WORDS = "sabbatical rules"
SEE_TO_MISSED = "from search import keeping; keeping.see_to_missed()"


def look(page: Page) -> None:
    with page.expect_response(TOLD):
        page.goto(f"/search/?q={WORDS.replace(' ', '+')}")


def test_three_people_look_in_vain_and_whoever_is_asked_answers_from_her_desk(browse, house):
    for person in ("tom", "luis", "maya"):
        page = browse(person, "/search/")
        look(page)
    page.get_by_role("button", name="Tell me when there is an answer").click()
    expect(page.get_by_role("link", name=WORDS)).to_be_visible()
    house.manage("shell", "-c", SEE_TO_MISSED)
    priya = browse("priya", "/people/")
    priya.keyboard.press("g")
    priya.keyboard.press("d")
    row = priya.locator(".desk > li", has_text=WORDS)
    expect(row).to_contain_text("3 people looked for it in vain")
    assert not Axe().run(priya).response["violations"]
    row.get_by_role("link", name="Answer it").click()
    expect(priya.get_by_role("link", name="Write the article")).to_have_attribute(
        "href", "/wiki/new/?title=sabbatical+rules"
    )
    assert not Axe().run(priya).response["violations"]
    priya.get_by_label("What should they find first?").fill("returns")
    priya.get_by_role("button", name="Put on top").first.click()
    expect(priya.get_by_text("Who waits for it is told.")).to_be_visible()
    house.manage("shell", "-c", SEE_TO_MISSED)
    page.reload()
    expect(page.get_by_role("link", name="parental leave")).to_be_visible()  # noise: nobody has answered this
    expect(page.get_by_role("link", name=WORDS)).to_have_count(0)


def test_what_is_answered_leaves_the_desk_in_place(browse, watch):
    page = browse("priya", "/desk/")
    rows = page.locator(".desk > li")
    many, first = rows.count(), rows.first.get_attribute("id")
    assert many > 1
    expect(page.locator("#desk-count")).to_contain_text(str(many))
    watch.paths.clear()
    page.locator(".desk").get_by_role("button", name="Not for us").first.click()
    expect(rows).to_have_count(many - 1)
    expect(page.locator("#desk-count")).to_contain_text(str(many - 1))
    expect(page.get_by_text("Dismissed.")).to_be_visible()
    assert first
    assert page.evaluate("document.activeElement.closest('.desk') !== null")


def test_a_button_says_that_nothing_helped_and_the_page_stays(browse):
    page = browse("ines", "/search/?q=returns")
    button = page.get_by_role("button", name="This did not help")
    with page.expect_request(TOLD, timeout=8_000) as told:
        button.click()
    assert "in_vain=returns" in (told.value.post_data or "")
    expect(page.get_by_text("Thank you. It is noted without your name.")).to_be_visible()
    expect(button).to_have_count(0)
