"""A folder of Markdown becomes a part of the wiki: in its order, with its links, and without touching what is here."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError
from django.urls import reverse

from intranet.writing.models import Document, Image, LongText
from tests.bench import stage
from tests.factories import ArticleFactory, SectionFactory
from tests.support import sign_in
from tests.support.folders import HANDBOOK, HANDBOOK_TREE, body, bring, number, titled, tree, written
from tests.support.pictures import png
from wiki.models import Article, Section, WantedPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def handbook(tmp_path: Path, clara) -> Path:
    """A handbook to import, where an article stands already."""
    ArticleFactory(title="Lunch", body="<p>At noon.</p>", by=clara)  # noise: it must stay as it is
    return written(tmp_path / "handbook", HANDBOOK)


def test_folders_become_nested_sections_in_the_order_of_their_names(handbook: Path):
    bring(handbook)
    assert tree() == ["Lunch", *HANDBOOK_TREE]
    assert body("Chat").startswith("<p>How to write.</p>"), "the file named like its folder is the section's text"
    assert Section.objects.get(title="Tools").body == ""
    assert body("Lunch") == "<p>At noon.</p>"


def test_links_between_files_lead_to_pages_and_their_headings(handbook: Path):
    said = bring(handbook)
    assert body("Chat").count(f'<a data-page="{number("Rooms here")}" data-part="small-rooms">Rooms</a>') == 1
    assert f'<a data-page="{number("Chat")}"><em>Back</em></a>' in body("Rooms here")
    about = number("About us")
    assert body("How we work") == (
        f'<p>See <a data-page="{about}">about</a> and <a data-page="{about}">the old address</a>.</p>'
    )
    assert "18f/index.md:4  #x" in said, "About us has no such heading"


def test_a_link_to_a_page_that_is_not_there_is_a_wanted_page_and_listed(handbook: Path):
    said = bring(handbook)
    assert '<a data-wanted="Emoji">Emoji</a>' in body("Chat")
    assert WantedPage.objects.get().title == "Emoji"
    assert "Links to pages that are not there, now wanted pages (1)\n  tools/chat.md:6  emoji/\n" in said


def test_every_imported_page_opens(handbook: Path, stranger):
    bring(handbook)
    browser = sign_in(stranger)
    for page in LongText.objects.filter(live=True).specific():
        assert browser.get(page.get_absolute_url()).status_code == 200, page.title


def test_signs_of_other_wikis_are_spelled_out(tmp_path: Path, clara):
    text = """---
title: Leave
---
{% alert "Heads up", "warning" %}
  Ask {% slack_channel "people" %} or {% slack_channel "#pay" "the pay room" %}.
{% endalert %}

{% comment %}not for readers{% endcomment %}[Chat]({% page "tools/chat/#rooms" %}) and
<a href="{% page "/tools/chat" %}">once more</a>, [here]({{ site.base_url }}/tools/chat/).

{% raw %}{% page "x" %}{% endraw %} and `{% raw %}{% alert %}{% endraw %}`

```
{% raw %}{% comment %}kept{% endcomment %}{% endraw %}
{% whatever %}
```

{% include "banner.html" %} {{ page.date }}
"""
    chat = "# Chat\n\n## About the rooms {#rooms}\n\nText.\n"
    said = bring(written(tmp_path / "book", {"leave.md": text, "tools/chat.md": chat}))
    page = number("Chat")
    assert body("Leave") == (
        '<aside data-tone="warning"><p><strong>Heads up</strong></p>'
        "<p>Ask #people or the pay room (#pay).</p></aside>"
        f'<p><a data-page="{page}" data-part="about-the-rooms">Chat</a> and <a data-page="{page}">once more</a>, '
        f'<a data-page="{page}">here</a>.</p>'
        '<p>{% page "x" %} and <code>{% alert %}</code></p>'
        "<pre><code>{% comment %}kept{% endcomment %}\n{% whatever %}</code></pre>"
    )
    assert 'left out (2)\n  leave.md:18  {% include "banner.html" %}\n  leave.md:18  {{ page.date }}\n' in said


def test_pictures_and_files_come_along_once(tmp_path: Path, clara, stranger):
    folder = written(
        tmp_path / "book",
        {
            "a.md": '# A\n\n![A map](_img/map.png)\n\n[Prices]({% download "files/prices.txt" %})\n',
            "b/c.md": '# C\n\n{% image "_img/map.png" "The same map" %}\n\n<img src="../_img/map.png" alt="Again">\n',
            "_img/map.png": png(size=(64, 48)),
            "files/prices.txt": "A bicycle: 300",
        },
    )
    assert "1 pictures and 1 files taken in" in bring(folder)
    picture, file = Image.objects.get(), Document.objects.get()
    assert (picture.width, picture.height, file.title) == (64, 48, "prices.txt")
    assert f'<figure data-picture="{picture.pk}"><img alt="A map"></figure>' in body("A")
    assert f'<a data-file="{file.pk}">Prices</a>' in body("A")
    assert body("C").count(f'data-picture="{picture.pk}"') == 2
    assert sign_in(stranger).get(file.url).status_code == 200
    assert "0 pictures and 0 files taken in" in bring(folder)


def test_what_is_not_there_or_not_taken_leaves_its_words_and_is_listed(tmp_path: Path, clara):
    text = (
        "# A\n\n![A map](map.png) ![](https://maps.example/m.png)\n\n[Form](form.pdf) [Page](run.svg) [Here](#there)\n"
        "[Secret](../secret.txt) [Linked](linked.txt)\n"
    )
    (tmp_path / "secret.txt").write_text("not of the folder")
    folder = written(tmp_path / "book", {"a.md": text, "run.svg": "<svg onload=alert(1)>"})
    (folder / "linked.txt").symlink_to(tmp_path / "secret.txt")
    said = bring(folder)
    assert body("A") == (
        '<p><em>A map</em> <a href="https://maps.example/m.png">https://maps.example/m.png</a></p>'
        "<p>Form Page Here Secret Linked</p>"
    )
    for line in (
        "a.md:3  map.png",
        "a.md:5  form.pdf",
        "a.md:6  ../secret.txt",
        "a.md:6  linked.txt",
        "a.md:5  #there",
    ):
        assert line in said
    assert "run.svg  " in said
    assert not Document.objects.exists()


def test_a_page_that_only_leads_elsewhere_is_listed_and_links_follow_it(tmp_path: Path, clara):
    folder = written(
        tmp_path / "book",
        {
            "a.md": "# A\n\n[Old](old.md#big) [Away](/away/) [Round](round.md)\n",
            "old.md": "---\ntitle: Old\nredirect_to: /new/\n---\n",
            "away.md": "---\nredirect_to: https://example.com/x\n---\n",
            "round.md": "---\nredirect_to: /round/\n---\n",
            "new.md": "# New\n\n## Big\n",
        },
    )
    said = bring(folder)
    assert tree() == ["A", "New"]
    new = f'<a data-page="{number("New")}" data-part="big">Old</a>'
    assert body("A") == f'<p>{new} <a href="https://example.com/x">Away</a> Round</p>'
    assert "links to it go on (3)" in said


def test_front_matter_says_who_cares_for_an_article(tmp_path: Path, clara, tom, team):
    text = """---
title: "18F: how?"
owner: tom
team: Platform
topic: Invoices
tags: [Billing, late payments]
keywords: onboarding, getting started, a very long phrase indeed
short_answer: Like this.
verified_until: 2030-05-01
created: 2020-01-02
colour: red
---
Text.
"""
    said = bring(written(tmp_path / "book", {"how.md": text}))
    article = titled("18F: how?")
    assert (article.owner, article.owner_team, str(article.topic)) == (tom, team, "Invoices")
    assert {row.tag.name for row in article.tag_rows.all()} == {"billing", "getting-started", "onboarding"}
    assert (article.short_answer, str(article.verified_until)) == ("Like this.", "2030-05-01")
    assert article.first_published_at.year == 2020
    assert "how.md  tags: late payments, a very long phrase indeed" in said
    assert "colour  in 1 file" in said


def test_an_article_is_owned_by_nobody_unless_its_file_says_so(handbook: Path):
    bring(handbook)
    assert titled("About us").owner is None


def test_what_people_say_of_an_imported_article_stays(handbook: Path, tom):
    bring(handbook)
    Article.objects.filter(title="About us").update(owner=tom)
    written(handbook, {"about.md": "---\ntitle: About us\ntags: us\n---\nNew.\n"})
    bring(handbook)
    assert (titled("About us").owner, body("About us")) == (tom, "<p>New.</p>")


def test_a_folder_can_come_into_a_section_and_into_two_with_two_names(handbook: Path, clara, closed_team, stranger):
    section = SectionFactory(title="Old handbook", team=closed_team, by=clara)
    bring(handbook, into=section.pk)
    assert tree() == ["Lunch", "Old handbook", *(f"  {line}" for line in HANDBOOK_TREE)]
    assert sign_in(stranger).get(titled("About us").get_absolute_url()).status_code == 404
    assert "7 made" in bring(handbook, name="once more")


def test_the_folders_own_text_stands_on_the_page_it_comes_into_only_if_that_is_empty(tmp_path: Path, clara):
    folder = written(tmp_path / "book", {"README.md": "# Book\n\nWelcome.\n", "a.md": "# A\n"})
    full = SectionFactory(title="Full", body="<p>Mine.</p>", by=clara)
    empty = SectionFactory(title="Empty", body="", by=clara)
    assert "README.md  Full has a text of its own here" in bring(folder, into=full.pk)
    bring(folder, into=empty.pk, name="second")
    assert (body("Full"), body("Empty")) == ("<p>Mine.</p>", "<p>Welcome.</p>")
    assert "2 unchanged" in bring(folder, into=empty.pk, name="second")


def test_files_that_cannot_be_read_are_listed_and_the_others_come(tmp_path: Path, clara):
    folder = written(
        tmp_path / "book",
        {
            "bad.md": b"\xff\xfe\x00",
            "yaml.md": "---\ntitle: Tea: or coffee\ntags: [\n---\nBoth.\n",
            "twin.md": "# A\n",
            "a.md": "# A\n",
            ".hidden/x.md": "# X\n",
            "_drafts/y.md": "# Y\n",
            "empty.md": "",
        },
    )
    said = bring(folder)
    assert tree() == ["A", "Empty", "A", "Tea: or coffee"]
    for line in ("bad.md  not written in UTF-8", "front matter (1)\n  yaml.md", "twin.md  A, as in a.md"):
        assert line in said


def test_the_report_is_written_with_old_addresses(handbook: Path, tmp_path: Path):
    bring(handbook, report=tmp_path / "report.txt")
    report = (tmp_path / "report.txt").read_text()
    assert report.startswith("7 made")
    assert f"  /who-we-are/  {titled('About us').get_absolute_url()}\n" in report
    assert "tools/chat.md:6  emoji/" in report


def test_only_an_administrator_imports(handbook: Path, maya):
    with pytest.raises(CommandError, match="maya is no administrator here"):
        bring(handbook, by="maya")
    with pytest.raises(CommandError, match="no folder"):
        bring(handbook / "nowhere")
    with pytest.raises(CommandError, match="no section 999"):
        bring(handbook, into=999)
    assert tree() == ["Lunch"]


def test_where_no_site_was_ever_started_one_is_told_how(handbook: Path, tmp_path: Path):
    env = stage.environment(tmp_path / "empty", "intranet.settings.production")
    for words in (["import_articles", str(handbook)], ["export_articles", str(tmp_path / "out")]):
        command = [sys.executable, str(stage.ROOT / "manage.py"), *words]
        told = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
        assert told.returncode == 1
        assert "make run DEMO=no" in told.stderr
        assert "Traceback" not in told.stderr


def test_a_house_without_an_administrator_says_so(handbook: Path, clara):
    clara.role = "member"
    clara.save()
    with pytest.raises(CommandError, match="Nobody is an administrator here yet"):
        bring(handbook)


def test_imported_articles_are_found_and_say_who_brought_them(handbook: Path, clara, stranger):
    bring(handbook)
    page = sign_in(stranger).get(reverse("writing:history", args=[titled("About us").pk]))
    assert "Imported" in page.content.decode()
    assert LongText.objects.get(title="About us").changed_by == clara
