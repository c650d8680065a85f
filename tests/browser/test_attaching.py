"""Pictures and files go with what one says: chosen, pasted or dropped, described, looked at large, and never lost."""

import base64

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.support.composer import cards, composer, field, post_button, say
from tests.support.files import pdf
from tests.support.pictures import png

SEND = """(form, [how, name, type, data]) => {
  const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
  const files = new DataTransfer();
  files.items.add(new File([bytes], name, { type }));
  const target = form.querySelector("textarea");
  const event = how === "paste"
    ? new ClipboardEvent("paste", { clipboardData: files, bubbles: true, cancelable: true })
    : new DragEvent("drop", { dataTransfer: files, bubbles: true, cancelable: true });
  target.dispatchEvent(event);
}"""


def picture(name: str = "dock.png", size: tuple[int, int] = (900, 600)) -> dict:
    return {"name": name, "mimeType": "image/png", "buffer": png(size=size)}


def paper(name: str = "price list.pdf") -> dict:
    return {"name": name, "mimeType": "application/pdf", "buffer": pdf("Prices")}


def choose(page: Page, *files: dict) -> None:
    page.get_by_label("Attach pictures or files").set_input_files(list(files))


def send(page: Page, how: str, file: dict) -> None:
    data = base64.b64encode(file["buffer"]).decode()
    composer(page).locator("form").evaluate(SEND, [how, file["name"], file["mimeType"], data])


def items(page: Page) -> Locator:
    return page.locator(".attached > li")


def arrived(page: Page, count: int) -> None:
    expect(page.locator(".attached > li[data-id]")).to_have_count(count)


def test_maya_chooses_two_pictures_and_a_file_describes_one_and_posts(browse, watch):
    page = browse("maya")
    field(page).fill("From the dock")
    choose(page, picture("one.png"), picture("two.png"), paper())
    arrived(page, 3)
    items(page).nth(0).get_by_role("textbox").fill("The dock at noon")
    post_button(page).click()
    card = cards(page, "From the dock")
    expect(card.locator("a.picture")).to_have_count(2)
    expect(card.get_by_alt_text("The dock at noon")).to_be_visible()
    expect(card.get_by_role("link", name="price list.pdf")).to_be_visible()
    expect(items(page)).to_have_count(0)
    for image in card.locator("a.picture img").all():
        image.scroll_into_view_if_needed()
        expect(image).to_have_js_property("complete", True)
        assert image.evaluate("image => image.naturalWidth") > 0


@pytest.mark.parametrize("how", ["paste", "drop"])
def test_a_picture_is_pasted_or_dropped_into_the_text(browse, how):
    page = browse("maya")
    field(page).fill(f"By {how}")
    send(page, how, picture(f"{how}.png"))
    arrived(page, 1)
    field(page).press("Control+Enter")
    expect(cards(page, f"By {how}").locator("a.picture")).to_have_count(1)


def test_what_cannot_be_taken_says_why_and_the_rest_is_kept(browse, watch):
    watch.expect("status of 422", "ERR_FAILED")
    page = browse("maya")
    field(page).fill("Kept on any error")
    choose(page, {"name": "evil.txt", "mimeType": "text/plain", "buffer": b"<svg onload=alert(1)>"}, picture())
    arrived(page, 1)
    expect(items(page).nth(0).get_by_role("alert")).to_contain_text("no SVG")
    items(page).nth(0).get_by_role("button", name="Remove evil.txt").click()
    page.route("**/writing/files/", lambda route: route.abort())
    choose(page, paper())
    expect(items(page).nth(1).get_by_role("alert")).to_contain_text("did not arrive")
    page.unroute("**/writing/files/")
    items(page).nth(1).get_by_role("button", name="Try again").click()
    arrived(page, 2)
    field(page).evaluate("field => field.removeAttribute('maxlength')")
    field(page).fill("Long. " * 900)
    post_button(page).click()
    expect(composer(page).get_by_role("alert").filter(has_text="longer than 5,000")).to_be_visible()
    arrived(page, 2)
    field(page).fill("Kept on any error")
    post_button(page).click()
    expect(cards(page, "Kept on any error").locator("a.picture")).to_have_count(1)


def test_a_draft_keeps_its_files_when_the_page_is_loaded_again(browse):
    page = browse("maya")
    field(page).fill("Half a thought")
    choose(page, picture(), paper())
    arrived(page, 2)
    items(page).nth(0).get_by_role("textbox").fill("The dock")
    page.reload()
    arrived(page, 2)
    expect(field(page)).to_have_value("Half a thought")
    expect(items(page).nth(0).get_by_role("textbox")).to_have_value("The dock")
    post_button(page).click()
    expect(cards(page, "Half a thought").get_by_alt_text("The dock")).to_be_visible()
    page.reload()
    arrived(page, 0)


def test_the_lightbox_is_used_by_keyboard_alone_and_gives_the_focus_back(browse):
    page = browse("maya")
    field(page).fill("Three to look at")
    choose(page, picture("a.png"), picture("b.png", (300, 900)), picture("c.png"))
    arrived(page, 3)
    items(page).nth(1).get_by_role("textbox").fill("A tower")
    post_button(page).click()
    links = cards(page, "Three to look at").locator("a.picture")
    expect(links).to_have_count(3)
    links.nth(0).focus()
    page.keyboard.press("Enter")
    box = page.get_by_role("dialog", name="Picture")
    expect(box).to_be_visible()
    expect(box.get_by_role("status")).to_have_text("1 / 3")
    page.keyboard.press("ArrowRight")
    expect(box.locator("figcaption")).to_have_text("A tower")
    fits = "image => { const box = image.getBoundingClientRect(); return box.bottom <= innerHeight && box.width > 50; }"
    expect(box.locator("img")).to_have_js_property("complete", True)
    assert box.locator("img").evaluate(fits)
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    expect(box.get_by_role("status")).to_have_text("3 / 3")
    page.keyboard.press("Escape")
    expect(box).to_be_hidden()
    expect(links.nth(0)).to_be_focused()


def test_on_a_phone_the_pictures_keep_their_place_and_nothing_is_wider_than_the_screen(browse):
    page = browse("maya", viewport={"width": 390, "height": 800}, has_touch=True)
    field(page).fill("On the phone")
    choose(page, picture("wide.png", (2400, 300)), picture("b.png"), paper("a" * 100 + ".pdf"))
    arrived(page, 3)
    post_button(page).click()
    card = cards(page, "On the phone")
    expect(card.locator("a.picture")).to_have_count(2)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    card.locator("a.picture").first.tap()
    expect(page.get_by_role("dialog", name="Picture")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("button", name="Close").last.click()
    expect(page.get_by_role("dialog", name="Picture")).to_be_hidden()


def test_an_edit_takes_a_picture_away(browse):
    page = browse("maya")
    field(page).fill("Too many pictures")
    choose(page, picture("keep.png"), picture("drop.png"))
    arrived(page, 2)
    post_button(page).click()
    card = cards(page, "Too many pictures")
    card.hover()
    card.get_by_role("link", name="Edit").click()
    page.get_by_role("button", name="Remove drop.png").click()
    page.get_by_role("button", name="Save").click()
    expect(page.locator("article.update a.picture")).to_have_count(1)


def test_without_a_script_files_go_with_the_form_and_a_tick_keeps_them(browse, watch):
    watch.expect("status of 422")
    page = browse("maya", scripts=False)
    choose(page, picture(), paper())
    page.get_by_role("button", name="Post", exact=True).click()
    card = page.locator("#feed > article").first
    expect(card.locator("a.picture")).to_have_count(1)
    expect(card.get_by_role("link", name="price list.pdf")).to_be_visible()
    choose(page, picture("again.png"), {"name": "x.txt", "mimeType": "text/plain", "buffer": b"<html>"})
    field(page).fill("Kept without a script")
    page.get_by_role("button", name="Post", exact=True).click()
    expect(page.get_by_role("alert").filter(has_text="no web pages")).to_be_visible()
    expect(field(page)).to_have_value("Kept without a script")
    expect(page.get_by_label("Keep again.png")).to_be_checked()
    page.get_by_role("button", name="Post", exact=True).click()
    expect(page.locator("#feed > article").first.locator("a.picture")).to_have_count(1)


def test_words_alone_are_posted_as_before(browse):
    page = browse("maya")
    expect(say(page, "Just words.").locator("a.picture")).to_have_count(0)
