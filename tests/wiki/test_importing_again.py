"""What an import brings is repeated, broken off, edited here, and kept from those whom it is not for."""

from pathlib import Path

import pytest

from intranet.writing.actions import texts
from intranet.writing.models import Change, LongText
from tests.factories import ArticleFactory
from tests.support import sign_in
from tests.support.folders import ABOUT, HANDBOOK, HANDBOOK_TREE, body, bring, number, titled, tree, written
from wiki.importing import storing
from wiki.models import ImportedPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def handbook(tmp_path: Path, clara) -> Path:
    """A handbook to import, where an article stands already."""
    ArticleFactory(title="Lunch", body="<p>At noon.</p>", by=clara)  # noise: it must stay as it is
    return written(tmp_path / "handbook", HANDBOOK)


def test_a_second_run_changes_nothing(handbook: Path):
    bring(handbook)
    before = list(LongText.objects.order_by("pk").values_list("pk", "path", "head", "version", "body"))
    changes = Change.objects.count()
    assert "0 made, 0 changed, 7 unchanged" in bring(handbook)
    assert list(LongText.objects.order_by("pk").values_list("pk", "path", "head", "version", "body")) == before
    assert Change.objects.count() == changes


def test_what_changed_in_the_folder_is_taken_over(handbook: Path):
    bring(handbook)
    page = number("About us")
    about = ABOUT.replace("About us", "About Northwind").replace("bicycles", "boats")
    written(handbook, {"about.md": about, "tools/play-3.md": "Third.\n"})
    assert "1 made, 1 changed, 6 unchanged" in bring(handbook)
    assert LongText.objects.get(pk=page).title == "About Northwind"
    assert body("About Northwind") == "<p>We sell boats.</p>"
    assert tree()[-3:] == ["  Play 2", "  Play 3", "  Play 10"], "a new file stands where it would have stood"


def test_what_people_edited_here_stays_and_is_listed(handbook: Path, maya):
    bring(handbook)
    edited = titled("About us")
    texts.save(by=maya, page=edited, base=edited.head, changes={"body": "<p>Ours.</p>"})
    texts.withdraw(by=maya, page=titled("Play 2"))
    assert "0 changed, 7 unchanged" in bring(handbook), "while the folder is as it was, there is nothing to tell"
    about = ABOUT.replace("We sell bicycles", "Theirs")
    written(handbook, {"about.md": about, "tools/play-2.md": "New.\n", "tools/play-10.md": "10.\n"})
    said = bring(handbook)
    assert "1 changed" in said
    assert body("About us") == "<p>Ours.</p>"
    assert "Edited here since, left as it is (2)" in said
    assert "  about.md  About us" in said
    assert not titled("Play 2").live


def test_what_is_gone_from_the_folder_stays_and_is_listed(handbook: Path):
    bring(handbook)
    (handbook / "about.md").unlink()
    assert "No longer in the folder, left as it is (1)\n  about.md  About us" in bring(handbook)
    assert titled("About us").live


def test_an_import_that_was_broken_off_ends_like_one_that_was_not(handbook: Path, stranger, monkeypatch):
    write = storing.Writer.write

    def breaks(self, row, source, *rest, **options):
        if source.title == "Chat":
            raise KeyboardInterrupt
        write(self, row, source, *rest, **options)

    monkeypatch.setattr(storing.Writer, "write", breaks)
    with pytest.raises(KeyboardInterrupt):
        bring(handbook)
    assert tree() == ["Lunch", "How we work", "About us", "Tools"]
    waiting = LongText.objects.get(title="Rooms here").specific
    assert sign_in(stranger).get(waiting.get_absolute_url()).status_code == 404
    monkeypatch.undo()
    assert "4 made, 0 changed, 3 unchanged" in bring(handbook)
    assert tree() == ["Lunch", *HANDBOOK_TREE]
    assert Change.objects.filter(page=waiting).count() == 1
    assert ImportedPage.objects.count() == 7


@pytest.mark.parametrize("there", ["nothing", "an open team"])
def test_a_page_for_a_team_that_is_not_closed_here_is_refused_with_all_below_it(tmp_path, clara, stranger, team, there):
    name = "Platform" if there == "an open team" else "Pay round"
    folder = written(
        tmp_path / "book",
        {
            "pay/index.md": f"---\ntitle: Pay\naudience: {name}\n---\nSecret.\n",
            "pay/bands.md": "# Bands\n\nSecret, too.\n",
            "a.md": "# A\n\n[Bands](pay/bands.md)\n",
        },
    )
    said = bring(folder)
    assert tree() == ["A"]
    assert body("A") == "<p>Bands</p>"
    assert "Not taken over (2)\n  pay/index.md  " in said


def test_a_team_that_is_missing_is_made_closed_when_the_administrator_says_so(tmp_path: Path, clara, stranger, olu):
    folder = written(
        tmp_path / "book",
        {"pay/index.md": "---\ntitle: Pay\naudience: Pay round\n---\n", "pay/bands.md": "# Bands\n\nSecret.\n"},
    )
    bring(folder, make_teams=True)
    bands = titled("Bands")
    assert bands.audience.is_closed
    assert sign_in(stranger).get(bands.get_absolute_url()).status_code == 404
    assert sign_in(clara).get(bands.get_absolute_url()).status_code == 200


def test_a_page_that_became_closed_in_the_folder_is_not_written_where_everybody_reads(tmp_path, clara, closed_team):
    folder = written(tmp_path / "book", {"pay.md": "# Pay\n\nHello.\n"})
    bring(folder)
    written(folder, {"pay.md": "---\ntitle: Pay\naudience: Pay review\n---\nSecret.\n"})
    assert "for Pay review alone, but it was given to others here" in bring(folder)
    assert body("Pay") == "<p>Hello.</p>"
