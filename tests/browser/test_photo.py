"""A new photo: seen before it is sent, and refused with a sentence when it cannot be taken."""

import io

from PIL import Image
from playwright.sync_api import Page, expect

MEGABYTE = 1024 * 1024


def jpeg(colour: tuple[int, int, int] = (30, 90, 160)) -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (640, 480), colour).save(written, "JPEG")
    return written.getvalue()


def choose(page: Page, name: str, data: bytes, kind: str = "image/jpeg") -> None:
    page.get_by_label("Choose a picture, or drop one here").set_input_files(
        {"name": name, "mimeType": kind, "buffer": data}
    )


def test_jun_sees_the_picture_before_it_is_sent_and_everywhere_afterwards(browse):
    page = browse("jun", "/people/jun/edit/")
    choose(page, "jun.jpg", jpeg())
    preview = page.locator("trellis-photo .avatar img")
    expect(preview).to_be_visible()
    assert preview.get_attribute("src").startswith("blob:")
    page.get_by_role("button", name="Upload").click()
    expect(page.get_by_text("Your new photo is shown everywhere.")).to_be_visible()
    page.goto("/people/jun/")
    photo = page.locator(".profile img.avatar")
    expect(photo).to_be_visible()
    assert photo.evaluate("image => image.complete && image.naturalWidth") == 320
    page.goto("/people/")
    in_list = page.locator("#people li", has_text="Jun Park").locator("img")
    in_list.scroll_into_view_if_needed()
    page.wait_for_function("image => image.complete && image.naturalWidth > 0", arg=in_list.element_handle())


def test_jun_removes_the_photo_again(browse):
    page = browse("jun", "/people/jun/edit/")
    choose(page, "jun.jpg", jpeg((160, 90, 30)))
    page.get_by_role("button", name="Upload").click()
    expect(page.get_by_text("Your new photo is shown everywhere.")).to_be_visible()
    page.get_by_role("button", name="Remove the photo").click()
    expect(page.get_by_role("button", name="Remove the photo")).to_have_count(0)
    page.goto("/people/jun/")
    expect(page.locator(".profile img")).to_have_count(0)


def test_a_picture_that_is_too_large_is_refused_before_it_is_sent(browse, watch, tmp_path):
    page = browse("jun", "/people/jun/edit/")
    huge = tmp_path / "huge.jpg"  # as a file: so many bytes would take seconds to be handed over
    huge.write_bytes(jpeg() + b"\0" * (10 * MEGABYTE))
    page.get_by_label("Choose a picture, or drop one here").set_input_files(huge)
    expect(page.get_by_role("alert")).to_have_text("This picture is too large; at most 10 MB.")
    page.get_by_role("button", name="Upload").click()
    page.wait_for_timeout(300)
    assert "/people/jun/photo/" not in watch.paths
    choose(page, "small.jpg", jpeg())
    expect(page.get_by_role("alert")).to_be_hidden()


def test_what_is_no_picture_is_refused_before_it_is_sent(browse, watch):
    page = browse("jun", "/people/jun/edit/")
    choose(page, "notes.pdf", b"%PDF-1.7", "application/pdf")
    expect(page.get_by_role("alert")).to_contain_text("not a picture")
    assert "/people/jun/photo/" not in watch.paths


def test_a_page_that_calls_itself_a_picture_is_refused_by_the_server_and_nothing_else_is_lost(browse, watch):
    watch.expect("status of 422")
    page = browse("jun", "/people/jun/edit/")
    page.get_by_label("Bio").fill("Typed before the upload.")
    choose(page, "innocent.jpg", b"<!doctype html><script>alert(1)</script>")
    with page.expect_response("**/people/jun/photo/") as answer:
        page.get_by_role("button", name="Upload").click()
    assert answer.value.status == 422
    expect(page.get_by_role("alert")).to_contain_text("picture")
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("Bio")).to_have_value("Typed before the upload.")
    assert page.url.endswith("/people/jun/edit/")


def test_a_lost_connection_is_said_and_the_picture_can_be_sent_again(browse, watch):
    watch.expect("ERR_FAILED")
    page = browse("jun", "/people/jun/edit/")
    choose(page, "jun.jpg", jpeg())
    page.route("**/photo/", lambda route: route.abort())
    page.get_by_role("button", name="Upload").click()
    expect(page.get_by_role("alert")).to_contain_text("did not arrive")
    page.unroute("**/photo/")
    page.get_by_role("button", name="Upload").click()
    expect(page.get_by_text("Your new photo is shown everywhere.")).to_be_visible()
