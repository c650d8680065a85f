"""Saying something: it is there at once, once, for the right people, and nothing typed is ever lost."""

import re

import pytest
from playwright.sync_api import Locator, Page, Route, expect

LIMIT = 5_000
BY_HTMX = ("htmx:afterRequest", "htmx:sendError")  # what htmx writes to the console when no answer comes


def composer(page: Page) -> Locator:
    return page.locator("#composer")


def field(page: Page) -> Locator:
    return page.get_by_label("What is going on?")


def post_button(page: Page) -> Locator:
    return composer(page).get_by_role("button", name="Post")


def cards(page: Page, words: str) -> Locator:
    """The updates of the feed that say `words`."""
    return page.locator("article.update").filter(has=page.locator(":scope > div > .text", has_text=words))


def say(page: Page, words: str) -> Locator:
    """Post `words` from the page that is open; the new card."""
    field(page).fill(words)
    field(page).press("Control+Enter")
    expect(cards(page, words)).to_have_count(1)
    return cards(page, words)


def choose_team(page: Page, name: str) -> None:
    composer(page).locator("details.audience > summary").click()
    composer(page).get_by_label(name, exact=True).check()
    page.keyboard.press("Escape")


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


def test_pressing_post_twice_makes_one_update(browse):
    page = browse("maya")
    field(page).fill("Twice is once.")
    post_button(page).dblclick()
    expect(cards(page, "Twice is once.")).to_have_count(1)
    page.reload()
    expect(cards(page, "Twice is once.")).to_have_count(1)


def test_ctrl_enter_held_down_makes_one_update(browse):
    page = browse("maya")
    field(page).fill("Held down is once.")
    field(page).focus()
    page.keyboard.down("Control")
    for _ in range(6):
        page.keyboard.down("Enter")
        page.wait_for_timeout(40)
    page.keyboard.up("Control")
    expect(cards(page, "Held down is once.")).to_have_count(1)
    page.reload()
    expect(cards(page, "Held down is once.")).to_have_count(1)


def test_without_a_network_the_text_stays_and_posting_again_makes_one_update(browse, watch):
    watch.expect("ERR_INTERNET_DISCONNECTED", *BY_HTMX)
    page = browse("maya")
    field(page).fill("Said in the tunnel.")
    page.context.set_offline(True)
    expect(page.get_by_text("You are offline.")).to_be_visible()
    post_button(page).click()
    expect(composer(page).get_by_text("Could not reach the server.")).to_be_visible()
    expect(field(page)).to_have_value("Said in the tunnel.")
    expect(cards(page, "Said in the tunnel.")).to_have_count(0)
    page.context.set_offline(False)
    expect(page.get_by_text("You are offline.")).to_be_hidden()
    post_button(page).click()
    expect(cards(page, "Said in the tunnel.")).to_have_count(1)
    expect(composer(page).get_by_text("Could not reach the server.")).to_be_hidden()
    page.reload()
    expect(cards(page, "Said in the tunnel.")).to_have_count(1)


def lose_the_answer(route: Route) -> None:
    """The server gets it, the browser never hears of that."""
    if route.request.method == "POST":
        route.fetch(max_redirects=0)
        route.abort()
    else:
        route.continue_()


def test_an_update_whose_answer_was_lost_is_posted_once(browse, watch):
    watch.expect("ERR_FAILED", *BY_HTMX)
    page = browse("maya")
    page.route("**/updates/", lose_the_answer)
    field(page).fill("Heard, but not confirmed.")
    post_button(page).click()
    expect(composer(page).get_by_text("Could not reach the server.")).to_be_visible()
    expect(field(page)).to_have_value("Heard, but not confirmed.")
    page.unroute("**/updates/")
    post_button(page).click()
    expect(cards(page, "Heard, but not confirmed.")).to_have_count(1)
    page.reload()
    expect(cards(page, "Heard, but not confirmed.")).to_have_count(1)


def test_also_when_the_page_was_closed_before_trying_again(browse, watch):
    watch.expect("ERR_FAILED", *BY_HTMX)
    page = browse("maya")
    page.route("**/updates/", lose_the_answer)
    field(page).fill("Heard, and the battery died.")
    post_button(page).click()
    expect(composer(page).get_by_text("Could not reach the server.")).to_be_visible()
    context = page.context
    page.close()
    page = context.new_page()
    page.goto("/")
    expect(field(page)).to_have_value("Heard, and the battery died.")
    post_button(page).click()
    expect(field(page)).to_have_value("")
    page.reload()
    expect(cards(page, "Heard, and the battery died.")).to_have_count(1)


def test_a_reply_whose_answer_was_lost_is_there_once_and_its_text_was_kept(browse, watch):
    watch.expect("ERR_FAILED", *BY_HTMX)
    page = browse("maya")
    thread = say(page, "Answer me carefully.").locator("a.when").get_attribute("href")
    page.goto(thread)
    page.route("**/replies/", lose_the_answer)
    page.get_by_label("Your reply").fill("Carefully answered.")
    with page.expect_event("requestfailed"):
        page.get_by_role("button", name="Reply").click()
    page.unroute("**/replies/")
    page.context.clear_cookies(name="messages")  # was part of the answer
    page.goto(thread)
    expect(page.get_by_label("Your reply")).to_have_value("Carefully answered.")
    page.get_by_role("button", name="Reply").click()
    expect(page.get_by_label("Your reply")).to_have_value("")
    expect(page.locator(".thread .text")).to_have_text(["Carefully answered."])


def test_undo_takes_the_update_back_and_gives_the_text_and_the_team_back(browse):
    page = browse("maya")
    choose_team(page, "Platform")
    say(page, "Sent too early, to Platform")
    page.get_by_role("button", name="Undo").click()
    expect(field(page)).to_have_value("Sent too early, to Platform")
    expect(composer(page).locator("[data-audience]")).to_have_text("Platform")
    expect(cards(page, "Sent too early")).to_have_count(0)
    field(page).fill("Sent in time, to Platform")
    post_button(page).click()
    expect(cards(page, "Sent in time")).to_have_count(1)
    page.goto("/")
    expect(cards(page, "Sent too early")).to_have_count(0)
    expect(cards(page, "Sent in time")).to_have_count(1)


def test_the_page_after_undo_can_be_read_on_and_reloaded(browse):
    page = browse("maya")
    say(page, "A short mistake")
    page.get_by_role("button", name="Undo").click()
    expect(field(page)).to_have_value("A short mistake")
    older = page.locator("a.more-updates")
    if older.count():
        answer = page.request.get(older.evaluate("link => link.href"))
        assert answer.status == 200, f"Older updates are missing after undo: {answer.url}"
    page.reload()
    expect(page.get_by_role("heading", name="For you")).to_be_attached()


def test_a_draft_survives_a_reload_and_a_crash_and_is_gone_after_posting(browse):
    page = browse("maya")
    field(page).fill("Half a thought")
    choose_team(page, "Returns")
    page.reload()
    expect(field(page)).to_have_value("Half a thought")
    expect(composer(page).locator("[data-audience]")).to_have_text("Returns")
    context = page.context
    page.close()
    page = context.new_page()
    page.goto("/")
    expect(field(page)).to_have_value("Half a thought")
    post_button(page).click()
    expect(cards(page, "Half a thought")).to_have_count(1)
    page.reload()
    expect(field(page)).to_have_value("")


def test_a_draft_in_one_place_does_not_show_in_another(browse):
    page = browse("maya")
    field(page).fill("Only for home")
    page.goto("/teams/1/")
    expect(field(page)).to_have_value("")
    page.goto("/")
    expect(field(page)).to_have_value("Only for home")
    field(page).fill("")
    page.reload()
    expect(field(page)).to_have_value("")


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


@pytest.mark.parametrize("place", ["/", "/teams/1/"])
def test_who_was_signed_out_meanwhile_keeps_the_text_and_reads_what_to_do(browse, watch, place):
    watch.expect("status of 403", "Error Code 403")
    page = browse("maya", place)
    field(page).fill("Written over lunch.")
    page.context.clear_cookies()
    post_button(page).click()
    expect(page.locator(".flash, .composer .error").filter(has_text=re.compile("signed out"))).to_be_visible()
    expect(field(page)).to_have_value("Written over lunch.")
    expect(cards(page, "Written over lunch.")).to_have_count(0)


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


def test_a_form_that_lost_its_one_time_key_can_be_sent_again(browse, watch):
    watch.expect("status of 422")
    page = browse("maya")
    field(page).fill("Open since last week.")
    composer(page).locator("[name=key]").evaluate("key => (key.value = '')")
    post_button(page).click()
    expect(composer(page).get_by_role("alert")).to_contain_text("Press Post again")
    expect(field(page)).to_have_value("Open since last week.")
    post_button(page).click()
    expect(cards(page, "Open since last week.")).to_have_count(1)


def test_a_repeat_with_other_words_is_asked_about_and_can_be_sent_as_a_new_update(browse, watch):
    watch.expect("ERR_FAILED", "status of 422", *BY_HTMX)
    page = browse("maya")
    page.route("**/updates/", lose_the_answer)
    field(page).fill("As first written.")
    post_button(page).click()
    expect(composer(page).get_by_text("Could not reach the server.")).to_be_visible()
    page.unroute("**/updates/")
    field(page).fill("As written the second time.")
    post_button(page).click()
    expect(composer(page).get_by_role("alert")).to_contain_text("press Post again")
    expect(field(page)).to_have_value("As written the second time.")
    post_button(page).click()
    expect(cards(page, "As written the second time.")).to_have_count(1)
    page.reload()
    expect(cards(page, "As first written.")).to_have_count(1)
    expect(cards(page, "As written the second time.")).to_have_count(1)
