"""The whole of reading and posting without a pointer."""

import re

import pytest
from playwright.sync_api import Page, expect

FIELD = "What is going on?"

# Whether the focus can be seen: something around it is ringed, it is on the screen, not faded and not covered.
LOOK = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const ringed = (node) => {
    const style = getComputedStyle(node);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
  };
  const wrong = [];
  let ring = false, opacity = 1;
  for (let node = one, far = 0; node && node !== document.body; node = node.parentElement, far++) {
    if (far < 5) ring ||= ringed(node);
    opacity *= Number(getComputedStyle(node).opacity);
  }
  if (!ring) wrong.push("has no ring");
  if (opacity < 0.9) wrong.push("is faded");
  const box = one.getBoundingClientRect();
  if (box.width < 8 || box.height < 8) wrong.push("is too small to see");
  if (box.bottom < 4 || box.top > innerHeight - 4 || box.right < 4 || box.left > innerWidth - 4) {
    wrong.push("is off the screen");
  } else {
    const x = Math.min(Math.max(box.left + box.width / 2, 1), innerWidth - 2);
    const y = Math.min(Math.max(box.top + Math.min(box.height, 60) / 2, 1), innerHeight - 2);
    const hit = document.elementFromPoint(x, y);
    if (!(one.contains(hit) || hit?.contains(one) || one.labels?.[0]?.contains(hit))) {
      wrong.push(`is covered by ${hit?.outerHTML.slice(0, 80)}`);
    }
  }
  return { key: `${one.localName} ${(one.textContent || one.name || "").trim().slice(0, 30)}`, wrong };
}"""


def focused(page: Page):
    return page.locator("*:focus")


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_the_first_tab_offers_to_skip_to_the_content(browse):
    page = browse("maya")
    press(page, "Tab")
    expect(focused(page)).to_have_text("Skip to content")
    expect(page.get_by_role("link", name="Skip to content")).to_be_in_viewport()
    press(page, "Enter", "Tab")
    assert page.evaluate("document.querySelector('#main').contains(document.activeElement)")


def test_maya_writes_names_ines_chooses_a_team_and_posts_without_a_pointer(browse):
    page = browse("maya")
    press(page, "n")
    expect(page.get_by_label(FIELD)).to_be_focused()
    page.keyboard.type("By keyboard alone, @t")
    options = page.get_by_role("option")
    expect(options.first).to_be_visible()
    first = options.first.get_attribute("data-value")
    press(page, "ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    expect(page.get_by_label(FIELD)).to_have_attribute("aria-activedescendant", options.nth(1).get_attribute("id"))
    press(page, "ArrowUp", "Enter")
    expect(options).to_have_count(0)
    expect(page.get_by_label(FIELD)).to_have_value(f"By keyboard alone, {first} ")
    page.keyboard.type("and #ret")
    expect(options.first).to_be_visible()
    press(page, "Escape")
    expect(options).to_have_count(0)
    expect(page.get_by_label(FIELD)).to_be_focused()
    press(page, "Tab")
    expect(focused(page)).to_contain_text("Everyone at Northwind")
    press(page, "Enter", "Tab")
    expect(focused(page)).to_have_attribute("type", "checkbox")
    press(page, "Tab", "Space", "Escape")
    expect(focused(page)).to_contain_text("Platform")
    expect(page.locator("details.audience")).not_to_have_attribute("open", "")
    press(page, "Tab")
    expect(focused(page)).to_have_attribute("name", "ask")
    press(page, "Tab")
    expect(focused(page)).to_have_attribute("type", "file")  # Attach
    press(page, "Tab")
    expect(focused(page)).to_have_text("Post")
    press(page, "Enter")
    card = page.locator("#feed > article").first
    expect(card.locator(":scope > div > .text")).to_have_text(f"By keyboard alone, {first} and #ret")
    expect(card.locator("header .chip")).to_contain_text("Platform")


def test_after_posting_the_cursor_is_where_one_can_go_on(browse):
    page = browse("maya")
    press(page, "n")
    page.keyboard.type("One more thing.")
    press(page, "Control+Enter")
    expect(page.locator("#feed > article").first).to_contain_text("One more thing.")
    expect(page.get_by_label(FIELD)).to_have_value("")
    assert page.evaluate("document.activeElement !== document.body"), "The focus fell off the page."


def test_j_and_k_walk_through_the_updates_r_replies_and_e_edits(browse, house):
    house.visitor("tom").say("Tom's turn to be read.")
    house.visitor("maya").say("Maya's turn to be edited.")
    page = browse("maya")
    names = [one.get_attribute("id") for one in page.locator("#feed > article").all()[:3]]
    for key, place in [("j", 0), ("j", 1), ("j", 2), ("k", 1), ("k", 0)]:
        press(page, key)
        expect(focused(page)).to_have_attribute("id", names[place])
        expect(focused(page)).to_be_in_viewport()
    press(page, "e")
    expect(page.get_by_role("heading", name="Edit your update")).to_be_visible()
    expect(page.get_by_label("Text")).to_be_focused()
    expect(page.get_by_label("Text")).to_have_value("Maya's turn to be edited.")
    page.go_back()
    page.locator(f"#{names[1]}").focus()
    press(page, "e")  # not hers: nothing happens
    press(page, "r")
    expect(page.get_by_label("Your reply")).to_be_focused()
    page.keyboard.type("Read it.")
    press(page, "Control+Enter")
    expect(page.locator(".thread .reply .text")).to_have_text(["Read it."])
    press(page, "j", "j")
    expect(focused(page).locator(".text")).to_have_text("Read it.")
    press(page, "e")
    expect(page.get_by_label("Text")).to_have_value("Read it.")


def test_r_on_a_reply_answers_that_reply(browse):
    page = browse("maya", "/updates/1/")
    page.locator(".thread .reply").first.focus()
    press(page, "r")
    expect(page.locator("#reply .in-reply-to")).to_be_visible()
    expect(page.get_by_label("Your reply")).to_be_focused()


def test_a_question_mark_shows_the_keys_and_escape_puts_them_away(browse):
    page = browse("maya")
    press(page, "?")
    dialog = page.get_by_role("dialog", name="Keys")
    expect(dialog).to_be_visible()
    assert page.evaluate("document.querySelector('dialog').contains(document.activeElement)")
    press(page, "j")  # under the dialog nothing happens
    assert page.evaluate("document.querySelector('dialog').contains(document.activeElement)")
    press(page, "Escape")
    expect(dialog).to_be_hidden()


@pytest.mark.parametrize(("keys", "path"), [("gh", "/"), ("gp", "/people/"), ("gt", "/teams/")])
def test_g_and_a_letter_lead_to_a_room(browse, house, keys, path):
    page = browse("maya", "/people/ines/")
    press(page, *keys)
    page.wait_for_url(house.url + path)
    assert page.url == house.url + path


def test_a_slash_leads_to_the_search(browse, house):
    page = browse("maya")
    press(page, "/")
    expect(page.get_by_label("Search everything")).to_be_focused()
    page.keyboard.type("forklift")
    press(page, "Enter")
    page.wait_for_url(re.compile(r"/search/\?q=forklift"))
    expect(page.locator("#results .hit")).to_have_count(1)
    expect(page.locator("#results")).to_contain_text("Luís Ferreira")


@pytest.mark.parametrize("path", ["/people/", "/teams/2/", "/people/ines/"])
def test_n_leads_to_a_composer_from_anywhere(browse, path):
    page = browse("theo", path)
    press(page, "n")
    expect(page.get_by_label(FIELD)).to_be_focused()


def test_on_a_phone_the_plus_puts_the_cursor_into_the_composer(browse):
    page = browse("maya", "/people/", viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    new = page.get_by_role("navigation", name="Main, small screen").get_by_role("link", name="New")
    new.tap()
    expect(page.get_by_label(FIELD)).to_be_focused()
    page.get_by_role("heading", name="For you").evaluate("() => document.activeElement.blur()")
    page.evaluate("scrollTo(0, 2000)")
    new.tap()
    expect(page.get_by_label(FIELD)).to_be_focused()


def test_while_one_types_the_keys_are_letters(browse, house):
    page = browse("maya")
    press(page, "n")
    page.keyboard.type("njkre?/ghgp")
    expect(page.get_by_label(FIELD)).to_have_value("njkre?/ghgp")
    expect(page.get_by_role("dialog", name="Keys")).to_be_hidden()
    press(page, "/")
    page.get_by_label(FIELD).fill("")
    page.get_by_label("Search everything").focus()
    page.keyboard.type("njkre?gh")
    expect(page.get_by_label("Search everything")).to_have_value("njkre?gh")
    assert page.url == house.url + "/"


@pytest.mark.parametrize(
    ("who", "path", "width"),
    [("maya", "/", 1280), ("maya", "/", 390), ("maya", "/updates/1/", 1280), ("clara", "/teams/1/members/", 1280),
     ("clara", "/people/", 834), ("maya", "/people/maya/edit/", 390), (None, "/sign-in/", 390)],
)  # fmt: skip
def test_the_focus_can_always_be_seen(browse, who, path, width):
    page = browse(who, path, viewport={"width": width, "height": 900}, reduced_motion="reduce")
    unseen, seen = [], 0
    for _ in range(90):
        press(page, "Tab")
        page.wait_for_timeout(40)
        look = page.evaluate(LOOK)
        if look is None:
            break
        seen += 1
        if look["wrong"]:
            unseen.append(f"{look['key']}: {', '.join(look['wrong'])}")
    assert seen >= 4
    assert not unseen, "The focus cannot be seen:\n" + "\n".join(unseen)
