"""Pictures and files in a long text: pasted, dropped or chosen; one writes on meanwhile, and nothing is lost."""

import re

import pytest
from playwright.sync_api import expect

from tests.support.desk import DOT, PICTURE, Desk


@pytest.fixture
def desk(browse):
    return Desk(browse).empty()


def chosen(name: str, kind: str) -> dict:
    return {"name": name, "mimeType": kind, "buffer": DOT}


def test_a_picture_is_pasted_described_and_captioned(desk):
    sent = desk.takes_pictures(held=True)
    desk.type("Before.\n")
    desk.paste(files=(("shelf.png", "image/png"),))
    expect(desk.editor.get_by_text("shelf.png")).to_be_visible()
    expect(desk.editor.get_by_role("progressbar", name="Sent")).to_be_visible()
    desk.let_go()
    field = desk.editor.get_by_label("What it shows, for those who cannot see it")
    expect(field).to_be_visible()
    expect(desk.editor.get_by_text("shelf.png")).to_have_count(0)
    assert sent[0].headers["x-csrftoken"]
    assert re.search(r'name="file"; filename="shelf.png"', sent[0].post_data_buffer.decode("latin-1"))
    field.fill("A shelf with parcels")
    field.press("Enter")
    desk.type("The **upper** one\nAfter.")
    assert desk.html == (
        '<p>Before.</p><figure data-picture="5">'
        '<img src="/static/icons/trellis.svg" alt="A shelf with parcels" width="800" height="600">'
        "<figcaption>The <strong>upper</strong> one</figcaption></figure><p>After.</p>"
    )


def test_while_a_picture_is_on_its_way_one_writes_on_and_the_form_waits(desk):
    desk.takes_pictures(held=True)
    desk.type("Before")
    desk.paste(files=(("shelf.png", "image/png"),))
    desk.type(" and on")
    desk.page.get_by_role("button", name="Publish").first.click()
    expect(desk.editor.get_by_text("Waiting until all files have been sent.")).to_have_count(1)
    assert not desk.posted
    with desk.page.expect_response(lambda answer: answer.status == 204):
        desk.let_go()
    assert len(desk.posted) == 1
    assert "Before+and+on" in desk.posted[0]
    assert "data-picture" in desk.posted[0]


def test_a_refused_picture_says_why_and_can_be_tried_again_or_left_out(desk, watch):
    watch.expect("status of 415", "status of 413")
    desk.takes_pictures((415, {"error": "This is not a picture. Send JPEG, PNG or WebP."}), (413, {}), (201, PICTURE))
    desk.type("Words that stay. ")
    desk.paste(files=(("shelf.png", "image/png"),))
    alert = desk.editor.get_by_role("alert")
    expect(alert).to_have_text("This is not a picture. Send JPEG, PNG or WebP.")
    desk.editor.get_by_role("button", name="Try again").click()
    expect(alert).to_have_text("It is too large.")
    desk.type("More words.")
    desk.editor.get_by_role("button", name="Try again").click()
    expect(desk.text.locator("figure")).to_have_count(1)
    desk.paste(files=(("other.png", "image/png"),))
    expect(desk.text.locator("figure")).to_have_count(2)
    assert desk.html.startswith("<p>Words that stay. More words.</p><figure ")


def test_what_did_not_arrive_can_be_left_out(desk, watch):
    watch.expect("status of 500", "ERR_FAILED")
    desk.takes_pictures((500, {}))
    desk.type("Words that stay.")
    desk.paste(files=(("shelf.png", "image/png"),))
    expect(desk.editor.get_by_role("alert")).to_have_text("It did not arrive.")
    desk.editor.get_by_role("button", name="Leave it out").click()
    expect(desk.editor.get_by_text("shelf.png")).to_have_count(0)
    assert desk.html == "<p>Words that stay.</p>"


def test_files_are_chosen_by_a_button_and_become_links(desk):
    desk.takes_files((201, {"id": 9, "name": "price-list.pdf", "address": "/documents/9/", "size": 12345}))
    desk.type("See ")
    with desk.page.expect_file_chooser() as chooser:
        desk.tool("File").click()
    chooser.value.set_files([chosen("price list.pdf", "application/pdf")])
    expect(desk.text.get_by_role("link", name="price-list.pdf")).to_be_visible()
    desk.type(" for all.")
    assert desk.html == '<p>See <a href="/documents/9/" data-file="9">price-list.pdf</a> for all.</p>'


def test_pictures_are_chosen_by_a_button_and_files_that_are_none_become_links(desk):
    desk.takes_pictures()
    desk.takes_files((201, {"id": 9, "name": "list.csv", "address": "/documents/9/", "size": 12}))
    with desk.page.expect_file_chooser() as chooser:
        desk.tool("Picture").click()
    assert chooser.value.is_multiple()
    chooser.value.set_files([chosen("a.png", "image/png"), chosen("list.csv", "text/csv")])
    expect(desk.text.locator("figure")).to_have_count(1)
    expect(desk.text.locator("a[data-file='9']")).to_have_text("list.csv")
    desk.text.locator("figure img").click()
    desk.editor.get_by_role("button", name="Describe").click()
    expect(desk.editor.get_by_label("What it shows")).to_be_focused()
    desk.text.locator("figure img").click()
    desk.editor.get_by_role("button", name="Take away").last.click()
    expect(desk.text.locator("figure")).to_have_count(0)


def test_a_dropped_picture_stands_where_it_was_dropped(desk):
    desk.takes_pictures()
    desk.type("One.\nTwo.")
    desk.text.evaluate(
        """box => {
          const data = new DataTransfer();
          data.items.add(new File(["x"], "shelf.png", { type: "image/png" }));
          const { left, top, height } = box.querySelector("p").getBoundingClientRect();
          const at = { clientX: left + 5, clientY: top + height / 2 };
          box.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true, ...at }));
        }"""
    )
    expect(desk.text.locator("figure")).to_have_count(1)
    assert re.fullmatch(r'<p>One.</p><figure data-picture="5">.*</figure><p>Two.</p>', desk.html)


def test_a_picture_that_comes_with_a_copied_text_is_only_its_likeness(desk):
    sent = desk.takes_pictures()
    desk.paste(html="<p>From a word processor</p>", text="From a word processor", files=(("p.png", "image/png"),))
    assert desk.html == "<p>From a word processor</p>"
    assert not sent
