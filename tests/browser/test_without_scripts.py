"""Everything one comes for works with JavaScript switched off."""

import io
import re

from PIL import Image
from playwright.sync_api import Locator, Page, expect

from tests.bench import stage


def card(page: Page, words: str) -> Locator:
    return page.locator("article.update").filter(has=page.locator(":scope > div > .text", has_text=words))


def say(page: Page, words: str) -> Locator:
    page.get_by_label("What is going on?").fill(words)
    page.get_by_role("button", name="Post", exact=True).click()
    expect(card(page, words)).to_have_count(1)
    return card(page, words)


def test_somebody_signs_in_reads_and_signs_out_again(browse, house):
    page = browse(None, "/", scripts=False)
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    page.get_by_label("Username or e-mail").fill("hanna")
    page.get_by_label("Password").fill("not her password")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_contain_text("do not go together")
    page.get_by_label("Username or e-mail").fill("hanna")
    page.get_by_label("Password").fill(stage.DEMO_PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="For you")).to_be_attached()
    page.goto("/people/clara/")
    expect(card(page, "Walked the new returns line in Porto")).to_be_visible()
    page.get_by_role("button", name="Sign out").first.click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    page.goto("/")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_maya_posts_to_a_team_and_tom_replies(browse):
    maya = browse("maya", "/", scripts=False)
    maya.locator("details.audience > summary").click()
    maya.get_by_label("Customer care").check()
    update = say(maya, "Posted without a script.")
    expect(update.locator("header .chip")).to_contain_text("Customer care")
    expect(maya.get_by_text("Posted for Customer care.", exact=True)).to_be_visible()

    tom = browse("tom", "/", scripts=False)
    card(tom, "Posted without a script.").get_by_role("link", name="Reply").click()
    tom.get_by_label("Your reply").fill("Answered without one.")
    tom.get_by_role("button", name="Reply").click()
    expect(tom.locator(".thread .text")).to_have_text(["Answered without one."])


def test_from_a_teams_page_one_posts_to_that_team(browse):
    page = browse("maya", "/teams/", scripts=False)
    page.get_by_role("main").get_by_role("link", name="Platform").click()
    update = say(page, "On the team's own page.")
    expect(update.locator("header .chip")).to_contain_text("Platform")


def test_maya_edits_and_the_history_shows_it(browse):
    page = browse("maya", "/", scripts=False)
    update = say(page, "Lunch is at twelve.")
    update.hover()
    update.get_by_role("link", name="Edit").click()
    page.get_by_label("Text").fill("Lunch is at one.")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="edited").click()
    expect(page.locator(".history del")).to_contain_text("twelve")


def test_maya_retracts(browse):
    page = browse("maya", "/", scripts=False)
    update = say(page, "I take it back, without a script.")
    update.hover()
    update.get_by_role("link", name="Retract").click()
    page.get_by_role("button", name="Retract").click()
    expect(page.get_by_text("Retracted.")).to_be_visible()
    expect(card(page, "I take it back, without a script.")).to_have_count(0)


def test_undo_gives_the_text_back_and_it_can_be_posted_again(browse, watch):
    page = browse("maya", "/", scripts=False)
    say(page, "Too soon, without a script.")
    page.get_by_role("button", name="Undo").click()
    field = page.get_by_label("What is going on?")
    expect(field).to_have_value("Too soon, without a script.")
    expect(card(page, "Too soon")).to_have_count(0)
    say(page, "Just in time, without a script.")
    older = page.get_by_role("link", name="Older updates")
    if older.count():
        older.click()
        expect(page.get_by_role("heading", name="For you")).to_be_attached()


def test_undo_in_a_thread_gives_the_reply_back(browse):
    page = browse("maya", "/updates/1/", scripts=False)
    page.get_by_label("Your reply").fill("A reply too soon.")
    page.get_by_role("button", name="Reply").click()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_label("Your reply")).to_have_value("A reply too soon.")
    expect(page.locator(".thread .text", has_text="A reply too soon.")).to_have_count(0)


def test_an_empty_update_comes_back_with_a_sentence(browse, watch):
    watch.expect("status of 422")
    page = browse("maya", "/", scripts=False)
    page.get_by_role("button", name="Post", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Write something first.")


def test_theo_joins_a_team_and_leaves_it(browse):
    page = browse("theo", "/teams/", scripts=False)
    page.get_by_role("button", name="Join Platform").click()
    expect(page.get_by_role("heading", name="Platform")).to_be_visible()
    expect(page.get_by_label("What is going on?")).to_be_visible()
    page.get_by_role("button", name="Leave").click()
    expect(page.get_by_text("You have left Platform.")).to_be_visible()
    expect(page.get_by_role("button", name="Join Platform")).to_be_visible()


def test_maya_follows_a_colleague_and_stops(browse):
    page = browse("maya", "/people/sam/", scripts=False)
    page.get_by_role("button", name="Follow", exact=True).click()
    page.get_by_role("button", name=re.compile(r"^Following\s*: stop$")).click()
    expect(page.get_by_role("button", name="Follow", exact=True)).to_be_visible()


def test_the_directory_is_searched_and_filtered(browse):
    page = browse("maya", "/people/", scripts=False)
    page.get_by_label("Name, title, team or skill").fill("forklift")
    page.get_by_role("button", name="Search").click()
    expect(page.locator("#people .person")).to_have_count(1)
    expect(page.locator("#people")).to_contain_text("Luís Ferreira")
    page.goto("/people/")
    page.get_by_label("Department").select_option("Logistics")
    page.get_by_role("button", name="Search").click()
    expect(page.locator("#people .person")).to_have_count(2)


def test_theo_changes_his_profile(browse):
    page = browse("theo", "/people/theo/", scripts=False)
    page.get_by_role("link", name="Edit profile").click()
    page.get_by_label("Bio").fill("Still new, and **still curious**.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    expect(page.locator(".profile strong")).to_have_text("still curious")


def test_theo_uploads_a_photo_and_removes_it(browse):
    written = io.BytesIO()
    Image.new("RGB", (200, 300), (90, 140, 60)).save(written, "PNG")
    page = browse("theo", "/people/theo/edit/", scripts=False)
    page.get_by_label("Choose a picture, or drop one here").set_input_files(
        {"name": "theo.png", "mimeType": "image/png", "buffer": written.getvalue()}
    )
    page.get_by_role("button", name="Upload").click()
    expect(page.get_by_text("Your new photo is shown everywhere.")).to_be_visible()
    expect(page.locator(".photo-form img")).to_be_visible()
    page.get_by_role("button", name="Remove the photo").click()
    expect(page.locator(".photo-form img")).to_have_count(0)


def test_the_theme_is_kept(browse):
    page = browse("theo", "/teams/", scripts=False)
    page.get_by_role("button", name="Dark").first.click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page.get_by_role("heading", name="Teams", exact=True)).to_be_visible()
    page.goto("/")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_older_updates_are_a_page_further(browse, history):
    page = browse("maya", "/company/", scripts=False)
    seen: list[str] = []
    for _ in range(30):
        seen += page.locator("#feed > article").evaluate_all("all => all.map((one) => one.id)")
        older = page.get_by_role("link", name="Older updates")
        if not older.count():
            break
        older.click()
    expect(page.get_by_text("That is everything, back to the first update.")).to_be_visible()
    assert len(seen) == len(set(seen)) >= history
