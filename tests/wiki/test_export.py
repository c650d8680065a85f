"""The wiki leaves as a folder of Markdown, and comes back from it as it was."""

import re
from pathlib import Path

import pytest
import yaml
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError
from wagtail.models import Page

from intranet.people.models import Team, Topic
from intranet.writing.actions import files
from intranet.writing.models import Document, Image, LongText
from tests.factories import ArticleFactory, SectionFactory
from tests.support.folders import bring, take_away, titled, tree
from tests.support.pictures import png, upload
from wiki.models import Article, ImportedFile, ImportedPage, Section, WikiHome

pytestmark = pytest.mark.django_db

EVERYTHING = (
    "<h2>What &amp; how</h2><p>Plain, <strong>strong</strong>, <em>em</em>, <s>s</s>, <code>code</code>, "
    '<kbd>Ctrl</kbd>, H<sub>2</sub>O, x<sup>2</sup><br>a second line with *stars*, [brackets] and {% page "x" %}.</p>'
    '<p><a data-page="{near}">near</a>, <a data-page="{far}" data-part="bands">far</a>, '
    '<a data-page="{self}" data-part="what-how">above</a>, <a data-wanted="Not yet">not yet</a>, '
    '<a data-person="{tom}">@tom</a>, <a data-file="{file}">price list.txt</a>, '
    '<a href="https://example.com/a_b?c=d&amp;e">outside</a>, <a href="/people/tom/">inside</a></p>'
    "<h3>Lists</h3><ul><li>one<ul><li>two</li></ul></li><li><p>a</p><p>b</p></li></ul>"
    '<ol start="4"><li>four</li><li>five</li></ol><blockquote><p>Said.</p></blockquote><hr>'
    '<pre data-language="python"><code>print("[x](page:{near}) &lt;a data-page=\'1\'&gt;")\n{{% raw %}}</code></pre>'
    '<aside data-tone="warning"><p>Careful: <a data-page="{near}">near</a>.</p><ul><li>a</li></ul></aside>'
    '<figure data-picture="{picture}"><img alt="A &quot;map&quot; [1]"><figcaption>Where <em>we</em> are</figcaption>'
    "</figure><table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>1</td><td>"
    '<a data-page="{near}">near</a></td></tr></tbody></table>'
    '<table><tbody><tr><td colspan="2"><a data-page="{far}" data-part="bands">far</a>, '
    '<a data-file="{file}">file</a></td></tr><tr><td><figure data-picture="{picture}"><img alt="small"></figure></td>'
    "<td><p>x</p><ul><li>y</li></ul></td></tr></tbody></table>"
)


@pytest.fixture
def wiki(clara, maya, tom, team, closed_team):
    """A wiki in which all that can be said is said."""
    home = WikiHome.the_one()
    texts = SectionFactory(title="Support", summary="How we help", hue=3, publishers=[team, maya], by=clara)
    inner = SectionFactory(title="Index", parent=texts, body="<p>Inside.</p>", by=clara)
    pay = SectionFactory(title="Pay", team=closed_team, body="<p>For few.</p>", by=clara)
    bands = ArticleFactory(title="Bands?", parent=pay, body="<h2>Bands</h2><p>Secret.</p>", by=clara)
    near = ArticleFactory(
        title="Near", parent=inner, by=maya, tags=["billing", "late"], topic=Topic.objects.create(name="Pay")
    )
    ArticleFactory(title="Near", parent=inner, by=maya, body="<p>Its twin.</p>")
    ArticleFactory(title="support", by=maya, body="")  # named like a folder beside it
    ArticleFactory(title="???", slug="odd", by=maya, body="<p>{{ x }} {% y %}</p><h2>Part {#x}</h2>")
    ArticleFactory(title="Taken out", by=maya, out=True)
    whole = ArticleFactory(
        title="1: Übersicht, 'all' \"of\" it #1",
        parent=texts,
        by=tom,
        owner=tom,
        owner_team=team,
        short_answer="Yes: all\nof it.",
        verified_until="2031-02-03",
    )
    Article.objects.filter(pk=near.pk).update(is_evergreen=True, owner=None)
    picture = files.take_picture(by=clara, upload=upload(png(size=(70, 50)), "map.png"))
    file = files.take_file(by=clara, upload=SimpleUploadedFile("price list.txt", b"A bicycle: 300"))
    named = {"near": near, "far": bands, "self": whole, "tom": tom, "file": file, "picture": picture}
    body = EVERYTHING.replace("{% page", "{{% page").replace('"x" %}', '"x" %}}')
    _say(whole, body.format(**{name: thing.pk for name, thing in named.items()}))
    _say(home, f'<p>Begin with <a data-page="{near.pk}">this</a>.</p>')
    return whole


def _say(page: LongText, body: str) -> None:
    fresh = page.specific_class.objects.get(pk=page.pk)
    fresh.body = body
    fresh.save_revision(clean=False).publish()


def described() -> list[dict]:
    """Every published page in its order, with the things in its body by their names instead of their numbers."""
    home = WikiHome.the_one()
    names = {page.pk: page.title for page in Page.objects.all()}
    pictures = {picture.pk: f"{picture.width}x{picture.height}" for picture in Image.objects.all()}
    kept = {file.pk: f"{file.title}: {file.file.read().decode()}" for file in Document.objects.all()}
    things = {"page": names, "picture": pictures, "file": kept}

    def named(link: re.Match[str]) -> str:
        return f'data-{link[1]}="{things[link[1]][int(link[2])]}"'

    found = []
    for page in LongText.objects.filter(path__startswith=home.path, live=True).order_by("path").specific():
        facts = {"depth": page.depth, "kind": page._meta.model_name, "title": page.title, "audience": page.audience_id}
        facts["body"] = re.sub(r'data-(page|picture|file)="(\d+)"', named, page.body)
        facts["at"] = [page.first_published_at and page.first_published_at, page.changed_at]
        if isinstance(page, Article):
            facts["tags"] = sorted(row.tag.name for row in page.tag_rows.all())
            facts["care"] = [page.owner, page.owner_team, page.topic, page.verified_until, page.is_evergreen]
            facts["short_answer"] = page.short_answer
        elif isinstance(page, Section):
            writers = [str(each.team or each.person.username) for each in page.publishers.all()]
            facts |= {"summary": page.summary, "hue": page.hue, "writers": sorted(writers)}
        else:
            del facts["at"]  # the home was there before
        found.append(facts)
    return found


def emptied() -> None:
    """An install with the same people and teams, and an empty wiki."""
    for model in (ImportedPage, ImportedFile):
        model.objects.all().delete()
    for page in WikiHome.the_one().get_children():
        Page.objects.get(pk=page.pk).delete()
    WikiHome.objects.all().delete()
    Image.objects.all().delete()
    Document.objects.all().delete()
    WikiHome.the_one()


def test_what_is_exported_and_imported_again_is_the_same(wiki, tmp_path: Path):
    take_away(tmp_path / "out")
    before = described()
    emptied()
    assert tree() == []
    said = bring(tmp_path / "out")
    after = described()
    assert [page["title"] for page in after] == [page["title"] for page in before]
    for one, other in zip(before, after, strict=True):
        assert other == one
    assert "\n10 made, 0 changed" in said
    assert "nobody knows" not in said


def test_an_export_of_the_import_is_the_same_folder(wiki, tmp_path: Path):
    take_away(tmp_path / "one")
    emptied()
    bring(tmp_path / "one")
    take_away(tmp_path / "two")
    pages = sorted(file.relative_to(tmp_path / "one") for file in (tmp_path / "one").rglob("*.md"))
    assert pages == sorted(file.relative_to(tmp_path / "two") for file in (tmp_path / "two").rglob("*.md"))
    for page in pages:
        one, two = ((tmp_path / each / page).read_text() for each in ("one", "two"))
        numberless = [re.sub(r"_files/\d+/", "_files/", text) for text in (one, two)]
        assert numberless[0] == numberless[1]


def test_the_folder_can_be_read_by_people_and_other_programs(wiki, tmp_path: Path):
    said, complained = take_away(tmp_path / "out")
    out = tmp_path / "out"
    assert sorted(str(file.relative_to(out)) for file in out.rglob("*.md")) == [
        "index.md",
        "page.md",
        "pay/bands.md",
        "pay/index.md",
        "support-2.md",
        "support/1-übersicht-all-of-it-1.md",
        "support/index-page/index.md",
        "support/index-page/near-2.md",
        "support/index-page/near.md",
        "support/index.md",
    ]
    written = (out / "support/1-übersicht-all-of-it-1.md").read_text()
    facts = yaml.safe_load(written.split("---\n")[1])
    assert (facts["owner"], facts["team"], facts["title"]) == ("tom", "Platform", "1: Übersicht, 'all' \"of\" it #1")
    assert "[near](index-page/near.md)" in written
    assert "[far](../pay/bands.md#bands)" in written
    assert "[[Not yet|not yet]]" in written
    assert "](page:" in written, "code speaks of what it likes"
    assert "audience: Pay review" in (out / "pay/index.md").read_text()
    assert "audience" not in (out / "pay/bands.md").read_text(), "it is below one that says so"
    assert "Taken out" not in "".join(file.read_text() for file in out.rglob("*.md"))
    assert "10 pages, 1 pictures and 1 files written" in said
    assert not complained
    assert out.stat().st_mode & 0o077 == 0, "closed sections are in it"


def test_where_a_team_is_missing_its_pages_are_refused_or_its_team_is_made(wiki, tmp_path: Path, closed_team):
    take_away(tmp_path / "out")
    emptied()
    closed_team.delete()
    said = bring(tmp_path / "out")
    assert "Not taken over (2)" in said
    assert not Page.objects.filter(title__in=["Pay", "Bands?"]).exists()
    bring(tmp_path / "out", make_teams=True)
    assert titled("Bands?").audience == Team.objects.get(name="Pay review", is_closed=True)


def test_a_link_to_a_page_that_is_taken_out_leaves_its_words(clara, tmp_path: Path):
    out = ArticleFactory(title="Gone", by=clara, out=True)
    ArticleFactory(title="A", by=clara, body=f'<p>See <a data-page="{out.pk}">gone</a>.</p>')
    take_away(tmp_path / "out")
    emptied()
    bring(tmp_path / "out")
    assert titled("A").body == "<p>See gone.</p>"


def test_a_file_whose_bytes_are_lost_is_told_and_the_rest_is_written(wiki, tmp_path: Path):
    file = Document.objects.get()
    file.file.storage.delete(file.file.name)
    said, complained = take_away(tmp_path / "out")
    assert "price list.txt" in complained
    assert "1 pictures and 0 files" in said


def test_nothing_is_written_into_a_folder_that_holds_something(wiki, tmp_path: Path):
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(CommandError, match="not an empty folder"):
        take_away(tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["notes.txt"]


def test_an_export_asks_the_database_as_often_for_many_pages(
    wiki, clara, tmp_path: Path, django_assert_max_num_queries
):
    for number in range(30):
        ArticleFactory(title=f"More {number}", by=clara, tags=["more"])
    with django_assert_max_num_queries(40):
        take_away(tmp_path / "out")
