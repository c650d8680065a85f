"""Somebody reports an update and hears what became of it; somebody new accepts the rules before anything else."""

import re

from playwright.sync_api import Page, expect

from tests.bench import stage


def waiting(page: Page) -> int:
    """What the frame of a moderator says that waits."""
    return int(re.match(r"\d*", page.locator("#rail-moderation").inner_text())[0] or 0)


def test_two_presses_report_an_update_a_moderator_takes_it_down_and_all_hear_of_it(browse, listen, house):
    house.visitor("theo").say("You are all fools in a very particular way.")
    desk = listen("olu", "/moderation/")
    desk.evaluate("window.loadedOnce = true")
    before = waiting(desk)
    hanna = browse("hanna", "/company/")
    card = hanna.locator("article.update", has_text="in a very particular way").first
    card.hover()
    card.get_by_role("link", name="Report to the moderators").click()
    hanna.get_by_label("What is wrong with it").fill("This is not how we talk")
    hanna.get_by_role("button", name="Send").click()
    expect(hanna.get_by_text("Thank you. The moderators look at it")).to_be_visible()

    case = desk.locator("article.case", has_text="in a very particular way")
    expect(case).to_contain_text("Hanna Weiss")
    expect(case).to_contain_text("This is not how we talk")
    expect(desk.locator("#rail-moderation")).to_contain_text(str(before + 1))
    assert desk.evaluate("window.loadedOnce")
    case.get_by_role("link", name="Take down").focus()
    desk.keyboard.press("Enter")
    desk.get_by_label("A word to those concerned").fill("Argue about the matter, please.")
    desk.get_by_role("button", name="Take it down").click()
    expect(desk.get_by_text("it was taken down. Those who reported it are told.")).to_be_visible()
    expect(desk.locator("article.case", has_text="in a very particular way")).to_have_count(0)

    hanna.goto("/reports/")
    expect(hanna.get_by_text("It was taken down.")).to_be_visible()
    expect(hanna.get_by_text("Argue about the matter, please.")).to_be_visible()
    hanna.goto("/company/")
    expect(hanna.locator("article.update", has_text="in a very particular way")).to_have_count(0)


def test_without_scripts_one_reports_and_a_moderator_leaves_it(browse, house):
    house.visitor("jun").say("I did not like the soup.")
    ines = browse("ines", "/company/", scripts=False, viewport={"width": 390, "height": 844})
    card = ines.locator("article.update", has_text="I did not like the soup").first
    card.get_by_role("link", name="Report to the moderators").click()
    ines.get_by_role("button", name="Send").click()
    expect(ines.get_by_text("Thank you. The moderators look at it")).to_be_visible()
    olu = browse("olu", "/moderation/", scripts=False)
    olu.locator("article.case", has_text="I did not like the soup").get_by_role("button", name="Leave it").click()
    expect(olu.get_by_text("it stays. Those who reported it are told.")).to_be_visible()
    ines.goto("/reports/")
    expect(ines.get_by_text("It stays.").first).to_be_visible()
    assert ines.evaluate("document.documentElement.scrollWidth") <= 390


def test_somebody_new_accepts_the_rules_and_goes_on_to_where_they_wanted_to_go(browse):
    zofia = browse(None, "/teams/")
    zofia.get_by_label("Username or e-mail").fill("zofia")
    zofia.get_by_label("Password").fill(stage.DEMO_PASSWORD)
    zofia.get_by_role("button", name="Sign in").click()
    expect(zofia.get_by_role("heading", name="The rules here")).to_be_visible()
    zofia.goto("/company/")
    expect(zofia.get_by_role("heading", name="The rules here")).to_be_visible()
    zofia.goto("/teams/")
    zofia.get_by_role("button", name="I accept").focus()
    zofia.keyboard.press("Enter")
    expect(zofia.get_by_role("heading", name="Teams", exact=True)).to_be_visible()
    zofia.get_by_role("link", name="Rules").click()
    expect(zofia.get_by_role("heading", name="What does not belong here")).to_be_visible()
    expect(zofia.get_by_role("button", name="I accept")).to_have_count(0)
