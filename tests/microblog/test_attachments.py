"""Updates carry pictures and files: kept on any error, shown to their audience, gone with what was taken back."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from intranet.writing.actions import files
from intranet.writing.models import Document, FileUse, Image
from microblog.actions import updates
from microblog.attaching import MOST
from microblog.models import Update
from tests.factories import UpdateFactory
from tests.support import again, said, sign_in
from tests.support.files import pdf
from tests.support.pictures import png, upload

pytestmark = pytest.mark.django_db
POST = "/updates/"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def picture(maya) -> Image:
    return files.take_picture(by=maya, upload=upload(png(size=(1200, 900)), "dock.png"))


@pytest.fixture
def file(maya) -> Document:
    return files.take_file(by=maya, upload=upload(pdf("Prices"), "price list.pdf"))


def attached(picture: Image | None, file: Document | None, alt: str = "The dock at noon") -> dict:
    fields = {"pictures": [picture.pk], f"alt-{picture.pk}": alt} if picture else {}
    return fields | ({"files": [file.pk]} if file else {})


def html(response) -> str:
    return response.content.decode()


def test_maya_posts_a_picture_with_words_for_those_who_cannot_see_it_and_a_file(maya, tom, company, picture, file):
    answer = sign_in(maya).post(POST, said("Look at this", **attached(picture, file)))
    assert answer.status_code == 302
    UpdateFactory(text="Noise")
    shown = html(sign_in(tom).get("/"))
    [image] = re.findall(r'<img src="(/pictures/[^>]*)>', shown)
    assert 'alt="The dock at noon"' in image
    assert 'width="1200" height="900"' in image and f"{picture.largest} 1200w" in image
    assert f'fill="{picture.colour}"' in shown
    assert f'href="{file.url}"' in shown and "price list.pdf" in shown
    assert sign_in(tom).get(picture.src).status_code == 200
    assert b"".join(sign_in(tom).get(file.url)).startswith(b"%PDF")


def test_a_picture_needs_no_words(maya, company, picture):
    assert sign_in(maya).post(POST, said("", **attached(picture, None))).status_code == 302
    assert Update.objects.get().text == ""
    empty = sign_in(maya).post(POST, said("", key="second-key"))
    assert empty.status_code == 422
    assert "Write something first." in html(empty)


def test_without_a_script_the_files_come_with_the_form(maya, company):
    fields = said("Without a script") | {"upload": [upload(name="a.png"), upload(pdf("Hello"), "plan.pdf")]}
    assert sign_in(maya).post(POST, fields).status_code == 302
    uses = FileUse.objects.of("update", [Update.objects.get().pk])
    assert [(bool(use.picture), use.document and use.document.title) for use in uses] == [
        (True, None),
        (False, "plan.pdf"),
    ]


def test_pressed_twice_without_a_script_it_is_posted_once(maya, company):
    for _ in range(2):
        fields = said("Once") | {"upload": [upload(name="a.png"), upload(pdf("Hello"), "plan.pdf")]}
        assert sign_in(maya).post(POST, fields).status_code == 302
    assert Update.objects.count() == 1


def test_the_same_key_with_another_picture_is_not_the_same_form(maya, company, picture):
    browser = sign_in(maya)
    assert browser.post(POST, said("Words", **attached(picture, None))).status_code == 302
    assert browser.post(POST, said("Words", **attached(picture, None))).status_code == 302
    assert browser.post(POST, said("Words", **attached(picture, None, alt="Another"))).status_code == 422
    assert browser.post(POST, said("Words")).status_code == 422
    assert Update.objects.count() == 1


@pytest.mark.parametrize("htmx", [{}, {"HX-Request": "true"}])
def test_text_and_attachments_are_kept_on_any_error(maya, company, picture, file, htmx):
    fields = said("x" * 5001, **attached(picture, file)) | {"upload": [upload(b"<svg/>", "evil.svg"), upload()]}
    answer = sign_in(maya).post(POST, fields, headers=htmx)
    assert answer.status_code == 422
    shown = html(answer)
    assert "evil.svg: We take no web pages and no SVG" in shown and "longer than 5,000" in shown
    kept = Image.objects.exclude(pk=picture.pk).get()
    for pk in (picture.pk, kept.pk):
        assert f'name="pictures" value="{pk}" checked' in shown
    assert f'name="files" value="{file.pk}" checked' in shown
    assert 'value="The dock at noon"' in shown
    assert not Update.objects.exists()


def test_a_file_that_is_too_big_says_so_and_keeps_the_text(maya, company, settings):
    settings.MAX_UPLOAD = 1024 * 1024
    fields = said("My words") | {"upload": [upload(b"x" * 1_100_000, "big.txt")]}
    answer = sign_in(maya).post(POST, fields)
    assert answer.status_code == 422
    assert "at most 1 MB" in html(answer) and "My words" in html(answer)


def test_at_most_ten_go_with_an_update(maya, company):
    rows = [files.take_picture(by=maya, upload=upload()) for _ in range(MOST + 1)]
    browser = sign_in(maya)
    answer = browser.post(POST, said("Many", pictures=[row.pk for row in rows]))
    assert (answer.status_code, "At most 10" in html(answer)) == (422, True)
    assert browser.post(POST, said("Many", pictures=[row.pk for row in rows[1:]])).status_code == 302


def test_nobody_attaches_what_they_may_not_see(maya, stranger, company, closed_team, picture, file):
    sign_in(maya).post(POST, said("Bands", teams=[closed_team], **attached(picture, file)))
    answer = sign_in(stranger).post(POST, said("Mine now", **attached(picture, file)))
    assert answer.status_code == 422
    assert "no longer here" in html(answer)
    assert "dock.png" not in html(answer) and "price list" not in html(answer)
    never = sign_in(stranger).post(POST, said("Mine now", pictures=[987654], key="another-key"))
    assert "no longer here" in html(never)
    for address in (picture.src, picture.largest, file.url):
        assert sign_in(stranger).get(address).status_code == 404


def test_tom_replies_with_a_picture(maya, tom, company):
    update = UpdateFactory(author=maya)
    mine = files.take_picture(by=tom, upload=upload(name="answer.png"))
    answer = sign_in(tom).post(
        reverse("microblog:replies", args=[update.pk]), said("Like this", **attached(mine, None))
    )
    assert answer.status_code == 302
    for address in (reverse("microblog:thread", args=[update.pk]), "/", "/people/tom/?show=replies"):
        assert mine.src in html(sign_in(maya).get(address)), address


def test_an_edit_takes_one_away_and_puts_another_in_and_the_history_says_so(maya, tom, company, picture, file):
    browser = sign_in(maya)
    browser.post(POST, said("The dock", **attached(picture, file)))
    update = Update.objects.get()
    edit = reverse("microblog:edit", args=[update.pk])
    assert 'value="The dock at noon"' in html(browser.get(edit))
    fields = {"text": "The dock", "edits": 0, "pictures": [picture.pk], f"alt-{picture.pk}": "The dock by night"}
    assert browser.post(edit, fields).status_code == 302
    shown = html(sign_in(tom).get("/"))
    assert 'alt="The dock by night"' in shown and "price list.pdf" not in shown
    assert sign_in(tom).get(file.url).status_code == 404
    history = html(sign_in(tom).get(reverse("microblog:history", args=[update.pk])))
    assert all(word in history for word in ("price list", "noon", "night"))
    stale = browser.post(edit, fields | {"text": "Other words"})
    assert stale.status_code == 409
    assert f'name="pictures" value="{picture.pk}" checked' in html(stale)


def test_an_edit_by_a_command_that_knows_no_files_leaves_them(maya, company, picture):
    sign_in(maya).post(POST, said("The dock", **attached(picture, None)))
    updates.edit(by=maya, update=Update.objects.get(), text="The new dock", edits=0)
    assert FileUse.objects.filter(picture=picture).exists()


def test_what_was_undone_comes_back_with_its_files(maya, tom, company, picture, file):
    browser: Client = sign_in(maya)
    browser.post(POST, said("Too soon", **attached(picture, file)))
    undone = browser.post(reverse("microblog:thread", args=[Update.objects.get().pk]), {"_method": "delete"})
    assert not FileUse.objects.exists()
    assert sign_in(tom).get(picture.src).status_code == 404
    shown = html(again(browser, undone))
    assert "Too soon" in shown and f'name="pictures" value="{picture.pk}" checked' in shown
    assert 'value="The dock at noon"' in shown and f'name="files" value="{file.pk}" checked' in shown


def test_what_was_retracted_is_out_of_sight_with_its_bytes(maya, tom, company, picture, file):
    sign_in(maya).post(POST, said("Sorry", **attached(picture, file)))
    update = Update.objects.get()
    UpdateFactory(author=tom, root=update, text="Too late")
    sign_in(maya).post(reverse("microblog:retraction", args=[update.pk]))
    shown = html(sign_in(tom).get(reverse("microblog:thread", args=[update.pk])))
    assert "This update was retracted." in shown
    assert "price list" not in shown and picture.src not in shown and "dock" not in shown
    assert [sign_in(tom).get(address).status_code for address in (picture.src, file.url)] == [404, 404]


def test_a_feed_asks_as_often_for_many_pictures_as_for_none(maya, tom, company, flat):
    def grow():
        for number in range(4):
            update = UpdateFactory(author=maya, text=f"Update {number}")
            reply = UpdateFactory(author=maya, root=update)
            for one in (update, reply):
                mine = [files.take_picture(by=maya, upload=upload()).pk for _ in range(2)]
                paper = files.take_file(by=maya, upload=upload(b"words", "notes.txt"))
                files.use(by=maya, kind="update", number=one.pk, pictures=mine, documents=[paper.pk])

    UpdateFactory(author=maya)
    UpdateFactory(author=maya, root=Update.objects.get())
    browser = sign_in(tom)
    assert flat(grow, {"home": lambda: browser.get("/")})["home"] <= 9
