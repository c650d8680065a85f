"""Saying something: it is there at once for the right people, can be changed and taken back, and has its limits."""

import re

import pytest
from playwright.sync_api import expect

from tests.support.composer import cards, choose_team, composer, field, post_button, say

LIMIT = 5_000


def test_maya_posts_with_ctrl_enter_and_sees_it_at_the_top_without_a_reload(browse):
    page = browse("maya")
    page.evaluate("window.loadedOnce = true")
    say(page, "The printer on the third floor speaks Finnish.")
    expect(page.locator("#feed > article").first).to_contain_text("The printer on the third floor speaks Finnish.")
    expect(field(page)).to_have_value("")
    expect(page.locator("#flashes")).to_contain_text("Posted for Everyone at Northwind.")
    assert page.evaluate("window.loadedOnce"), "The page was loaded anew."


def test_tom_sees_in_his_browser_what_maya_has_posted_in_hers(browse):
    maya, tom = browse("maya"), browse("tom")
    say(maya, "Cake in the kitchen, second shelf.")
    card = cards(tom, "Cake in the kitchen")
    expect(card).to_have_count(1)
    expect(card.get_by_role("link", name="Maya Okafor")).to_be_visible()
    expect(card.get_by_role("link", name="Edit")).to_be_hidden()


def test_a_reply_stands_in_the_thread_and_under_the_update(browse):
    maya, tom = browse("maya"), browse("tom")
    say(maya, "Which cable fits the projector?")
    tom.reload()
    cards(tom, "Which cable fits").get_by_role("link", name="Reply").click()
    tom.get_by_label("Your reply").fill("The short black one.")
    tom.get_by_role("button", name="Reply").click()
    expect(tom.locator(".thread .reply .text")).to_have_text(["The short black one."])
    expect(tom.get_by_label("Your reply")).to_have_value("")
    maya.reload()
    expect(cards(maya, "Which cable fits").locator(".replies .text")).to_have_text(["The short black one."])


def test_a_stranger_finds_neither_the_words_nor_the_name_of_a_closed_team(browse, watch):
    watch.expect("status of 404")
    noor = browse("noor")
    choose_team(noor, "Pay review")
    secret = say(noor, "Band seven is called aubergine. #aubergine")
    thread = secret.locator("a.when").get_attribute("href")
    noor.reload()
    say(noor, "Noor says hello to everybody.")
    noor.goto(thread)
    noor.get_by_label("Your reply").fill("And band eight is a courgette.")
    noor.get_by_role("button", name="Reply").click()
    expect(noor.locator(".thread .text")).to_have_text(["And band eight is a courgette."])

    theo = browse("theo")
    expect(cards(theo, "Noor says hello")).to_have_count(1)  # noise: he does see what she tells everybody
    places = ["/", "/company/", "/following/", "/teams/", "/people/", "/people/?q=noor", "/people/noor/"]
    places += ["/people/noor/?show=replies", "/people/clara/", "/people/clara/?show=replies", "/people/sam/"]
    places += ["/tags/aubergine/", "/complete/tags/?q=auberg", "/complete/tags/?q=payr", "/complete/people/?q=pay"]
    places += ["/tags/payround/", "/people/theo/", "/teams/1/", "/teams/1/members/", thread]
    for place in places:
        theo.goto(place)
        html = re.sub("/tags/aubergine/|#aubergine|&quot;aubergine&quot;", "", theo.content())  # its own address
        for canary in ("Pay review", "pay round", "Band seven", "aubergine", "courgette"):
            assert canary not in html, f"{canary!r} stands on {place}"
    theo.goto("/people/?q=Pay+review")
    expect(theo.get_by_text("Nobody matches.")).to_be_visible()
    theo.goto("/people/?q=Customer+care")  # noise: people are found by an open team
    expect(theo.locator("#people").get_by_text("Ines Lindqvist")).to_be_visible()
    theo.goto("/")
    field(theo).press_sequentially("#auberg")
    theo.wait_for_timeout(600)
    expect(theo.get_by_role("option")).to_have_count(0)


def test_the_chip_says_in_words_who_will_read_it(browse):
    page = browse("maya")
    field(page).focus()
    words = composer(page).locator("[data-audience]")
    expect(words).to_have_text("Everyone at Northwind")
    choose_team(page, "Platform")
    expect(words).to_have_text("Platform")
    choose_team(page, "Returns")
    expect(words).to_have_text("Platform and Returns")
    field(page).fill("For two teams only")
    post_button(page).click()
    expect(cards(page, "For two teams only").locator("header .chip")).to_contain_text("Platform and Returns")


def test_the_counter_appears_near_the_limit_and_the_field_takes_no_more(browse):
    page = browse("maya")
    counter = composer(page).locator(".counter-text")
    field(page).fill("a" * (LIMIT - 201))
    expect(counter).to_be_hidden()
    field(page).press_sequentially("bc")
    expect(counter).to_have_text("199")
    field(page).fill("a" * (LIMIT - 1))
    field(page).press("End")
    field(page).press_sequentially("xyz")
    expect(counter).to_have_text("0")
    assert field(page).input_value().endswith("ax")
    field(page).fill("")


def test_a_text_that_is_too_long_all_the_same_comes_back_with_the_reason(browse, watch):
    watch.expect("status of 422")
    page = browse("maya")
    field(page).evaluate("field => field.removeAttribute('maxlength')")
    field(page).fill("Long. " * 900)
    post_button(page).click()
    expect(composer(page).get_by_role("alert")).to_contain_text("longer than 5,000 characters")
    assert field(page).input_value().startswith("Long. Long.")
    field(page).fill("")


def test_an_edited_update_says_so_and_its_history_shows_both_texts(browse):
    page = browse("maya")
    card = say(page, "The meeting is at nine.")
    card.hover()
    card.get_by_role("link", name="Edit").click()
    page.get_by_label("Text").fill("The meeting is at ten.")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("article.update .text")).to_have_text("The meeting is at ten.")
    page.get_by_role("link", name="edited").click()
    expect(page.get_by_role("heading", name="What this update said")).to_be_visible()
    expect(page.locator(".history del")).to_contain_text("nine")
    expect(page.locator(".history ins")).to_contain_text("ten")
    expect(page.get_by_text("The meeting is at nine.")).to_be_visible()


def test_an_edit_that_was_overtaken_keeps_both_texts(browse, watch):
    watch.expect("status of 409")
    page = browse("maya")
    thread = say(page, "First words.").locator("a.when").get_attribute("href")
    other = page.context.new_page()
    for each in (page, other):
        each.goto(f"{thread}edit/")
    page.get_by_label("Text").fill("Words from the first window.")
    page.get_by_role("button", name="Save").click()
    other.get_by_label("Text").fill("Words from the second window.")
    other.get_by_role("button", name="Save").click()
    expect(other.get_by_role("alert")).to_contain_text("another window")
    expect(other.locator("article .text")).to_have_text("Words from the first window.")
    expect(other.get_by_label("Text")).to_have_value("Words from the second window.")


def test_a_retracted_reply_leaves_a_mark_and_no_text(browse):
    page = browse("maya")
    thread = say(page, "Say it or leave it.").locator("a.when").get_attribute("href")
    page.goto(thread)
    page.get_by_label("Your reply").fill("I wish I had not said that.")
    page.get_by_role("button", name="Reply").click()
    reply = page.locator(".thread .reply")
    reply.hover()
    reply.get_by_role("link", name="Retract").click()
    page.get_by_role("button", name="Retract").click()
    expect(page.get_by_text("This reply was retracted.")).to_be_visible()
    page.goto(thread)
    expect(page.get_by_text("This reply was retracted.")).to_be_visible()
    assert "I wish" not in page.content()


def test_a_retracted_update_with_replies_keeps_its_place_without_its_text(browse):
    page = browse("maya")
    thread = say(page, "Forget this one.").locator("a.when").get_attribute("href")
    page.goto(thread)
    page.get_by_label("Your reply").fill("Too late, I read it.")
    page.get_by_role("button", name="Reply").click()
    page.goto(f"{thread}retraction/")
    page.get_by_role("button", name="Retract").click()
    expect(page.get_by_text("This update was retracted.")).to_be_visible()
    expect(page.locator(".thread .text")).to_have_text(["Too late, I read it."])
    page.goto("/")
    expect(cards(page, "Forget this one.")).to_have_count(0)


@pytest.mark.parametrize("width", [390, 834, 1440])
def test_a_long_address_breaks_instead_of_widening_the_page(browse, width):
    page = browse("maya", viewport={"width": width, "height": 900})

    def fits() -> bool:
        return page.evaluate(
            """() => [...document.querySelectorAll("html, main, main *")].every((one) =>
              one.getBoundingClientRect().right <= innerWidth + 1 || getComputedStyle(one).position === "absolute")"""
        )

    words = f"https://example.com/{width}/" + "a-very_long.path" * 150
    field(page).fill(words)
    assert fits(), "The composer is wider than the screen."
    field(page).press("Control+Enter")
    card = page.locator("#feed > article").first
    expect(card).to_contain_text(f"example.com/{width}/")
    assert fits(), "The card is wider than the screen."
    thread = card.locator("a.when").get_attribute("href")
    for path in (thread, f"{thread}edit/", f"{thread}history/", f"{thread}retraction/"):
        page.goto(path)
        assert fits(), f"{path} is wider than the screen."
