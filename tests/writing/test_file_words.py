"""A worker reads the words of files, and who may see what uses them finds them."""

import io
import subprocess
import zipfile

import pytest

from intranet.jobs.models import Run
from intranet.writing import file_reader, file_words
from intranet.writing.actions import files
from intranet.writing.file_words import read_words
from intranet.writing.models import Document, FileWords
from microblog.actions import updates
from microblog.attaching import Attaching
from search.models import Document as Found
from tests.support.files import docx, office, pdf
from tests.support.pictures import upload

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def take(person, data: bytes, name: str) -> Document:
    """A file comes in, and a worker reads it."""
    row = files.take_file(by=person, upload=upload(data, name))
    assert Run.objects.filter(task_path=read_words.module_path).exists()  # in the request nothing was read
    assert not FileWords.objects.filter(document=row).exists()
    read_words.func(row.pk)
    return row


def post(person, row: Document, *teams, text: str = "Have a look", key: str = "key-of-a-file"):
    attached = Attaching(files=(row.pk,))
    return updates.post(by=person, text=text, teams=teams, key=key, attached=attached)


def found() -> dict[str, Found]:
    return {document.title: document for document in Found.objects.standing().filter(kind="file")}


SLIDE = '<p:sld xmlns:p="p" xmlns:a="a"><a:p><a:r><a:t>Heliotrope</a:t></a:r></a:p></p:sld>'
CELLS = '<sst xmlns="s"><si><t>Heliotrope</t></si><si><r><t>and </t></r><r><t>more</t></r></si></sst>'
LETTER = '<o:d xmlns:o="o" xmlns:text="t"><text:p>The <text:span>helio</text:span>trope is</text:p></o:d>'


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (pdf("The heliotrope flowers", "on page two"), "a.pdf", "The heliotrope flowers\non page two"),
        (docx("The heliotrope", "flowers"), "a.docx", "The heliotrope\nflowers"),
        (b"# Heliotrope\n\n\nflowers  in   May", "a.md", "# Heliotrope\nflowers in May"),
        ("Größe;Helio".encode("cp1252"), "a.csv", "Größe;Helio"),
        (office("ppt/presentation.xml", "ppt/slides/slide1.xml", slide1=SLIDE), "a.pptx", "Heliotrope"),
        (office("xl/workbook.xml", "xl/sharedStrings.xml", sharedStrings=CELLS), "a.xlsx", "Heliotrope\nand more"),
        (
            office("content.xml", mimetype="application/vnd.oasis.opendocument.text", content=LETTER),
            "a.odt",
            "The heliotrope is",
        ),
    ],
    ids=lambda each: each if isinstance(each, str) and "." in each else "",  # bytes of an archive tell the time
)
def test_the_words_of_each_kind_are_read(maya, data, name, words):
    assert take(maya, data, name).words.text == words


def bomb() -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b"<w:t>" + b"a" * 200_000_000)
    return written.getvalue()


LAUGHS = '<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;">]><a><p>&c;</p></a>'
OUTSIDE = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a><p>&b;</p></a>'


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"%PDF-1.7\nnonsense", "broken.pdf"),
        (pdf("Words")[:200], "half.pdf"),
        (office("word/document.xml", document="<w:p>not closed"), "broken.docx"),
        (office("word/document.xml", document=LAUGHS), "laughs.docx"),
        (office("word/document.xml", document=OUTSIDE), "outside.docx"),
        (bomb(), "bomb.docx"),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_a_broken_or_hostile_file_has_no_words_and_bothers_nobody(maya, data, name):
    row = take(maya, data, name)
    assert row.words.text == ""
    post(maya, row)
    assert name in found()  # noise: its name finds it


def test_a_file_that_takes_too_long_is_given_up(maya, monkeypatch):
    def late(*args, **options):
        raise subprocess.TimeoutExpired(args, options["timeout"])

    monkeypatch.setattr(file_words.subprocess, "run", late)
    assert take(maya, b"words", "a.txt").words.text == ""


def test_very_long_texts_are_cut_and_very_many_pages_too():
    assert len(file_reader.words("txt", b"word " * 100_000)) <= file_reader.LETTERS
    pages = pdf(*(f"page{number}" for number in range(file_reader.PAGES + 5)))
    read = file_reader.words("pdf", pages)
    assert f"page{file_reader.PAGES - 1}" in read and f"page{file_reader.PAGES}" not in read


def test_a_file_is_found_where_it_is_used_by_who_may_read_there(maya, noor, closed_team, company):
    row = take(maya, docx("The heliotrope flowers"), "garden plan.docx")
    assert not found()  # nobody uses it yet
    update = post(maya, row, closed_team)
    document = found()["garden plan.docx"]
    assert (document.text, document.address) == ("The heliotrope flowers", update.get_absolute_url())
    assert document.audience_numbers == [closed_team.pk]
    openly = post(maya, row, key="another-key")
    document = found()["garden plan.docx"]
    assert document.audience_numbers == sorted({0, closed_team.pk})
    assert document.address == row.url  # those who find it do not share one place
    updates.retract(by=maya, update=update)
    document = found()["garden plan.docx"]
    assert (document.audience_numbers, document.address) == ([0], openly.get_absolute_url())
    updates.edit(by=maya, update=openly, text="Without it", edits=0, attached=Attaching())
    assert not found()


def test_words_that_were_read_later_find_it_too(maya, company):
    row = files.take_file(by=maya, upload=upload(b"heliotrope", "notes.txt"))
    post(maya, row)
    assert found()["notes.txt"].text == ""
    read_words.func(row.pk)
    assert found()["notes.txt"].text == "heliotrope"


def test_what_was_undone_is_not_found(maya, company):
    row = take(maya, b"heliotrope", "notes.txt")
    updates.undo(by=maya, update=post(maya, row))
    assert not found()


def test_an_update_is_found_by_the_words_for_its_pictures(maya, company):
    picture = files.take_picture(by=maya, upload=upload())
    attached = Attaching({picture.pk: "A heliotrope in bloom"})
    updates.post(by=maya, text="Look", key="key-of-a-picture", attached=attached)
    assert "heliotrope" in Found.objects.get(kind="update").text
