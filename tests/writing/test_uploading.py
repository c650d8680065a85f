"""What comes in at the desk: by what it is, under a name that only names, with a sentence when it is not taken."""

import io
import zipfile
from datetime import timedelta

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone
from PIL import Image as Picture

from intranet.jobs.models import Run
from intranet.writing.actions import files
from intranet.writing.models import Document, FileUse, Image
from intranet.writing.tasks import forget_unused_files
from tests.factories import UpdateFactory
from tests.kit.hostile import FILE_NAMES
from tests.support import sign_in
from tests.support.files import docx, office, pdf
from tests.support.pictures import png, upload

pytestmark = pytest.mark.django_db
DELETION = "wagtail.tasks.delete_file_from_storage_task"
PICTURES, FILES = "/writing/pictures/", "/writing/files/"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def send(person, data: bytes, name: str = "notes.txt", to: str = FILES, **options):
    return sign_in(person, **options).post(to, {"file": upload(data, name, "application/octet-stream")})


def test_maya_puts_a_picture_in_and_it_is_there_in_three_sizes(maya):
    answer = send(maya, png("secret note", size=(3000, 1500)), "Lunch in Porto.PNG", PICTURES)
    assert answer.status_code == 201
    about = answer.json()
    picture = Image.objects.get(pk=about["id"])
    assert about == {
        "id": picture.pk,
        "src": reverse("writing:picture", args=[picture.kept[1][0]]),
        "width": 1920,
        "height": 960,
        "name": "Lunch in Porto.PNG",
        "colour": "#c82828",
    }
    assert [kept[1:] for kept in picture.kept] == [[480, 240], [960, 480], [1920, 960]]
    for pk, width, height in picture.kept:
        shown = sign_in(maya).get(reverse("writing:picture", args=[pk]))
        data = b"".join(shown)
        assert b"secret note" not in data
        assert Picture.open(io.BytesIO(data), formats=["WEBP"]).size == (width, height)
        assert shown["Content-Type"] == "image/webp"
        assert shown["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in shown["Content-Security-Policy"]


def test_a_small_picture_is_kept_once(maya):
    answer = send(maya, png(size=(40, 30)), "small.png", PICTURES)
    assert [kept[1:] for kept in Image.objects.get(pk=answer.json()["id"]).kept] == [[40, 30]]


@pytest.mark.parametrize(
    ("data", "name", "kept_as"),
    [
        (pdf("Hello"), "Price list.pdf", "Price list.pdf"),
        (docx("Hello"), "Plan.docx", "Plan.docx"),
        (docx("Hello"), "Plan.exe", "Plan.exe.docx"),
        (office("xl/workbook.xml"), "Sums.xlsx", "Sums.xlsx"),
        (office("ppt/presentation.xml"), "Talk.pptx", "Talk.pptx"),
        (office("content.xml", mimetype="application/vnd.oasis.opendocument.text"), "Letter.odt", "Letter.odt"),
        (b"Some words", "notes.txt", "notes.txt"),
        (b"# Title", "README.md", "README.md"),
        ("Größe;Menge\n1;2".encode("cp1252"), "table.csv", "table.csv"),
        (b"@echo off", "run.bat", "run.bat.txt"),
        (pdf("Hello"), "photo\u202egnp.exe", "photognp.exe.pdf"),
    ],
)
def test_a_file_is_what_it_holds_whatever_it_is_called(maya, data, name, kept_as):
    answer = send(maya, data, name)
    assert answer.status_code == 201
    about = answer.json()
    assert about["name"] == kept_as
    assert about["size"] == len(data)
    given = sign_in(maya).get(about["address"])
    assert b"".join(given) == data
    assert given["Content-Disposition"].startswith("attachment;")
    assert given["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in given["Content-Security-Policy"]
    assert "html" not in given["Content-Type"]


SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
MACROS = office("word/document.xml", "word/vbaProject.bin")
MACRO_KIND = office("word/document.xml", types="application/vnd.ms-word.document.macroEnabled.main+xml")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (SVG, "no SVG"),
        (b"  <!DOCTYPE html><script>alert(1)</script>", "no web pages"),
        (b"<script>alert(1)</script>", "no web pages"),
        (MACROS, "without macros"),
        (MACRO_KIND, "without macros"),
        (office("content.xml", "Basic/script.xml", mimetype="application/vnd.oasis.opendocument.text"), "macros"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100, "old format"),
        (office("evil.exe"), "Unpack it"),
        (b"PK\x03\x04 nonsense", "damaged"),
        (b"MZ\x90\0\x03\0\0\0", "of this kind"),
        (b"\x7fELF\x02\x01\x01\0", "of this kind"),
        (b"", "empty"),
        (png(), "as a picture"),
    ],
    ids=lambda each: each if isinstance(each, str) else "file",
)
def test_what_could_run_or_is_not_known_is_refused_with_a_sentence(maya, data, says):
    for name in ("notes.txt", "report.pdf", "plan.docx"):
        answer = send(maya, data, name)
        assert answer.status_code == 422
        assert says in answer.json()["error"]
    assert not Document.objects.exists()


@pytest.mark.parametrize("data", [SVG, pdf("Hello"), b"", b"GIF89a"], ids=lambda data: ascii(data[:12]))
def test_what_is_no_picture_is_not_taken_as_one(maya, data, media):
    answer = send(maya, data, "photo.png", PICTURES)
    assert answer.status_code == 422
    assert "picture" in answer.json()["error"]
    assert not Image.objects.exists()
    assert not [file for file in media.rglob("*") if file.is_file()]


@pytest.mark.parametrize("name", FILE_NAMES, ids=lambda name: ascii(name)[:40])
def test_no_name_leads_out_of_its_place_or_turns_the_text_round(maya, name, media):
    row = files.take_file(by=maya, upload=upload(b"Some words", "notes.txt"))
    row = files.take_file(by=maya, upload=renamed(upload(b"Some words"), name))
    assert row.file.name.startswith("documents/") and row.file.name.endswith(".txt")
    assert not {"/", "\\", "\0", "\n", "\u202e"} & set(row.title)
    given = sign_in(maya).get(row.url)
    assert given.status_code == 200
    assert "\n" not in given["Content-Disposition"]


def renamed(file, name):
    file._name = name  # past Django, which would clean it
    return file


def test_too_big_a_file_is_refused_and_the_sentence_says_how_big_it_may_be(maya, settings):
    settings.MAX_UPLOAD = 1024 * 1024
    for to in (PICTURES, FILES):
        answer = send(maya, b"x" * (1024 * 1024 + 10_000), to=to)
        assert answer.status_code == 413
        assert "at most 1 MB" in answer.json()["error"]


def test_without_a_file_it_says_so(maya):
    answer = sign_in(maya).post(FILES)
    assert (answer.status_code, "Choose one" in answer.json()["error"]) == (422, True)


def test_who_was_signed_out_gets_a_sentence_and_no_page(client):
    answer = client.post(PICTURES, {"file": upload()}, headers={"Accept": "application/json"})
    assert answer.status_code == 403
    assert "Sign in again" in answer.json()["error"]


def test_a_page_of_another_site_cannot_send_a_file(maya):
    browser = sign_in(maya, enforce_csrf_checks=True)
    answer = browser.post(FILES, {"file": upload(b"words")}, headers={"Accept": "application/json"})
    assert answer.status_code == 403
    assert "Reload" in answer.json()["error"]
    assert not Document.objects.exists()


def test_a_flood_is_stopped_and_others_go_on(maya, tom, monkeypatch):
    monkeypatch.setattr(files, "MOST_AN_HOUR", 3)
    assert [send(maya, b"words").status_code for _ in range(4)] == [201, 201, 201, 429]
    assert send(maya, png(), to=PICTURES).status_code == 429
    assert send(tom, b"words").status_code == 201
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        assert send(maya, b"words").status_code == 201


def test_what_nothing_uses_is_gone_after_a_day_with_its_bytes(maya, media, django_capture_on_commit_callbacks):
    picture, file = files.take_picture(by=maya, upload=upload()), files.take_file(by=maya, upload=upload(b"a", "a.txt"))
    shown, used = files.take_picture(by=maya, upload=upload()), files.take_file(by=maya, upload=upload(b"b", "b.txt"))
    renditions = list(picture.renditions.values_list("file", flat=True))
    update = UpdateFactory(author=maya)
    files.use(by=maya, kind="update", number=update.pk, pictures=[shown.pk], documents=[used.pk])
    assert forget_unused_files.func() == 0
    with time_machine.travel(timezone.now() + timedelta(hours=25)), django_capture_on_commit_callbacks(execute=True):
        young = files.take_file(by=maya, upload=upload(b"c", "c.txt"))
        assert forget_unused_files.func() == 2
    assert set(Image.objects.all()) == {shown}
    assert set(Document.objects.all()) == {used, young}
    assert FileUse.objects.count() == 2
    to_be_deleted = str(list(Run.objects.filter(task_path=DELETION).values_list("args_kwargs", flat=True)))
    gone = [picture.file.name, file.file.name, *renditions]
    assert [name for name in gone if name not in to_be_deleted] == []
    assert shown.file.name not in to_be_deleted and used.file.name not in to_be_deleted
    assert default_storage.exists(shown.file.name) and default_storage.exists(used.file.name)


def test_however_much_nothing_uses_is_gone_in_one_night(maya, media, monkeypatch):
    monkeypatch.setattr(files, "BATCH", 2)
    for letter in "abcde":
        files.take_file(by=maya, upload=upload(letter.encode(), f"{letter}.txt"))
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        assert forget_unused_files.func() == 5
    assert not Document.objects.exists()


def test_an_administrator_puts_a_picture_in_through_the_back_office_and_it_is_drawn_anew(clara, maya):
    office_page = sign_in(clara)
    title = {"title": "Office", "collection": 1, "tags": ""}
    refused = office_page.post("/office/images/add/", {**title, "file": upload(SVG, "x.png")})
    assert refused.status_code == 200
    assert not Image.objects.exists()
    data = png("secret note", size=(800, 400))
    assert office_page.post("/office/images/add/", {**title, "file": upload(data, "x.png")}).status_code == 302
    picture = Image.objects.get()
    assert b"secret note" not in picture.file.open().read()
    assert [kept[1:] for kept in picture.kept] == [[480, 240], [800, 400]]
    again = {**title, "file": upload(png(size=(300, 300)), "y.png")}
    assert office_page.post(f"/office/images/{picture.pk}/", again).status_code == 302
    picture.refresh_from_db()
    assert [kept[1:] for kept in picture.kept] == [[300, 300]]
    assert sign_in(clara).get(picture.src).status_code == 200
    assert sign_in(maya).get(picture.src).status_code == 404
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        assert forget_unused_files.func() == 0  # noise: what is kept there on purpose stays


def test_a_file_of_the_back_office_passes_the_same_checks(clara):
    office_page = sign_in(clara)
    about = {"title": "Office", "collection": 1, "tags": ""}
    for data in (SVG, MACROS):
        page = office_page.post("/office/documents/add/", {**about, "file": upload(data, "x.pdf")})
        assert page.status_code == 200
    assert not Document.objects.exists()
    sent = office_page.post("/office/documents/add/", {**about, "file": upload(pdf("Hello"), "../x.pdf")})
    assert sent.status_code == 302
    assert Document.objects.get().ending == "pdf"


def test_an_archive_that_unpacks_to_very_much_is_not_unpacked(maya):
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", b" " * 50_000_000)
        archive.writestr("word/document.xml", b"<a/>")
    assert send(maya, written.getvalue(), "bomb.docx").status_code == 201
