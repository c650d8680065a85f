"""Posts that were written elsewhere come with their days, authors, tags and pictures, and without any noise."""

from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from intranet.audit.models import Entry
from intranet.live.models import Event
from intranet.writing.actions import texts
from intranet.writing.models import Change, Image
from microblog.blogs.actions import posts
from microblog.blogs.models import Announcement, BlogPost, ImportedPost
from microblog.models import Update
from tests.factories import BlogFactory, PersonFactory, UpdateFactory
from tests.support import sign_in
from tests.support.folders import written
from tests.support.pictures import png

pytestmark = pytest.mark.django_db

RIVER = """---
title: To the river
date: 2024-05-01 09:30:00 +0200
authors: [maya, Tom Berger]
tags: [office, Big Move!]
summary: We move in spring.
image: pictures/river.png
mood: sunny
---
We move. See [how it began](/2024/04/03/first-steps/) and ![the river](pictures/river.png "Wide").

{% include banner.html %}
"""
STEPS = "---\nauthor: Jo *Bloggs*\nexcerpt: How it began.\n---\nThen [on](2024-05-01-to-the-river.md).\n"
OLD: dict[str, str | bytes] = {
    "2024-05-01-to-the-river.md": RIVER,
    "pictures/river.png": png(),
    "2024-04-03-first-steps.md": STEPS,
    "bundle/index.md": "---\ntitle: A folder of its own\ndate: 2024-06-01\n---\nWith [nothing](nowhere.md).\n",
    "not-yet.md": "---\ntitle: Not yet\ndate: 2024-06-02\ndraft: true\n---\nHidden.\n",
    "some-day.md": "---\ntitle: Without a day\n---\nx\n",
    "2024-02-03-strange.md": "---\ntitle: Strange\ntags: [ok, Big Move!]\n---\nx\n",
    "_index.md": "---\ntitle: All posts\n---\n",
}


@pytest.fixture
def blog(company, team, clara):
    UpdateFactory(text="What was said today")  # noise: it stays the newest
    return BlogFactory(title="Platform notes", team=team)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return written(tmp_path / "old-blog", OLD)


def bring(folder: Path, **options) -> str:
    said = StringIO()
    whose = {} if {"blog", "person"} & options.keys() else {"team": "Platform"}
    call_command("import_posts", folder, **{"stdout": said, **whose, **options})
    return said.getvalue()


def titled(title: str) -> BlogPost:
    return BlogPost.objects.get(title=title)


def test_a_post_comes_with_its_day_authors_tags_summary_and_pictures(blog, folder, maya, tom, stranger):
    bring(folder)
    post = titled("To the river")
    assert post.first_published_at == datetime(2024, 5, 1, 7, 30, tzinfo=UTC)
    assert [(each.person, each.part) for each in post.credits.all()] == [(maya, "wrote"), (tom, "wrote")]
    assert [row.tag.name for row in post.tag_rows.all()] == ["office"]
    assert post.summary == "We move in spring."
    picture = Image.objects.get()
    assert post.cover == picture
    first = titled("First steps")
    assert f'<a data-page="{first.pk}">how it began</a>' in post.body
    assert f'<a data-page="{post.pk}">on</a>' in first.body
    assert f'data-picture="{picture.pk}"' in post.body
    assert first.summary == "How it began."
    client = sign_in(stranger)
    assert "We move." in client.get(post.get_absolute_url()).content.decode()
    assert client.get(titled("A folder of its own").get_absolute_url()).status_code == 200


def test_whoever_is_not_here_is_named_in_the_text_and_listed(blog, folder, maya):
    said = bring(folder)
    first = titled("First steps")
    assert first.body.startswith("<p><em>Written by Jo *Bloggs*.</em></p>")
    assert not first.credits.exists(), "who brings a post has neither written nor prepared it"
    assert "Authors who are not here, named in the text (1)\n  2024-04-03-first-steps.md:2  Jo *Bloggs*\n" in said


def test_what_cannot_be_taken_over_is_listed_with_file_and_line(blog, folder, tmp_path):
    said = bring(folder, report=tmp_path / "report.txt")
    for line in (
        "  some-day.md:1  no day in its front matter or its name, such as 2024-05-01\n",
        "  2024-02-03-strange.md:3  tags: Big Move!\n",
        "  2024-05-01-to-the-river.md:5  tags: Big Move!\n",
        "  2024-05-01-to-the-river.md:12  {% include banner.html %}\n",
        "  bundle/index.md:5  nowhere.md\n",
        "  not-yet.md:4  a draft, waits\n",
        "  _index.md  tells of its folder, which is no post\n",
        "Fields that nobody knows here, left out (1)\n  mood  in 1 file\n",
    ):
        assert line in said
        assert line in (tmp_path / "report.txt").read_text()
    assert "5 made, 0 changed, 0 unchanged" in said
    assert titled("Strange").first_published_at.date().isoformat() == "2024-02-03"
    assert not BlogPost.objects.filter(title="Without a day").exists()


BROKEN = {  # file -> (what it says, the line that is to be mended, what is said about it)
    "2024-07-01-open.md": ("---\ntitle: Open\ntags: [river]\n\nSecret plan.\n", 1, "two lines of ---"),
    "2024-07-02-late.md": ("\n\n---\ntitle: Late\n---\nText.\n", 3, "two lines of ---"),
    "2024-07-03-loose.md": ("---\ntitle: Loose\nwritten at night\ntags: [a]\n---\nText.\n", 3, "name: value"),
    "2024-07-04-colon.md": ("---\ndate: 2024-07-04\ntitle: Tea: or coffee\n---\nText.\n", 3, "stands in quotes"),
    "2024-07-05-list.md": ("---\ntitle: List\ntags: [a\nsummary: x\n---\nText.\n", 3, "a bracket"),
    "2024-07-06-rule.md": ("---\ntitle: Rule\n\nSome words.\n\n---\n\nMore.\n", 4, "name: value"),
    "2024-07-07-day.md": ("---\ntitle: Day\ndate: 31 June\n---\nText.\n", 3, "date: 31 June is no day such as"),
    "2024-07-08-words.md": ("---\njust words\n---\nText.\n", 2, "name: value"),
}


def test_a_file_whose_front_matter_is_broken_is_left_out_until_it_is_mended(blog, folder, tmp_path):
    written(folder, {path: text for path, (text, _, _) in BROKEN.items()})
    said = bring(folder)
    assert "5 made, 0 changed, 0 unchanged" in said
    refused = said.partition("Not taken over (10)\n")[2].partition("\nFields")[0].splitlines()
    for path, (_, line, why) in BROKEN.items():
        (remark,) = [each for each in refused if path in each]
        assert remark.startswith(f"  {path}:{line}  ")
        assert why in remark
    assert not BlogPost.objects.filter(title__in=["Open", "Late", "Rule", "Day", "Tea: or coffee"]).exists()
    assert not BlogPost.objects.filter(body__contains="Secret plan").exists()
    written(folder, {"2024-07-01-open.md": "---\ntitle: Open\ntags: [river]\n---\n\nNo secret any more.\n"})
    assert "1 made, 0 changed, 5 unchanged" in bring(folder)
    assert titled("Open").body == "<p>No secret any more.</p>"
    written(folder, {"2024-07-01-open.md": BROKEN["2024-07-01-open.md"][0]})
    said = bring(folder)
    assert "0 made, 0 changed, 5 unchanged" in said, "what is here stays as it was"
    assert "No longer in the folder" not in said
    assert titled("Open").body == "<p>No secret any more.</p>"


def test_a_text_that_begins_with_a_rule_or_a_table_of_values_is_taken_over_whole(blog, tmp_path):
    files = {"2024-07-01-rule.md": "---\n\nAfter a rule.\n"}
    files["2024-07-02-values.md"] = (
        '---\n# a remark\ntitle: "Tea: or coffee"\nsummary: >\n  Two lines\n  of it: here\nauthors:\n- maya\n---\nx\n'
    )
    assert "2 made, 0 changed, 0 unchanged" in bring(written(tmp_path / "odd", files))
    assert "After a rule." in titled("Rule").body
    assert titled("Tea: or coffee").summary == "Two lines of it: here"


def test_old_posts_make_no_noise_and_stand_far_down_in_the_feed_with_room_for_comments(blog, folder, maya, tom, team):
    before = Event.objects.count()
    bring(folder)
    assert Event.objects.count() == before
    post = titled("To the river")
    told = Announcement.objects.get(post=post).update
    assert told.posted_at == post.first_published_at
    assert [each.team for each in told.audiences.all()] == [team]
    newest = Update.objects.order_by("-posted_at").first()
    assert newest.text == "What was said today"
    client = sign_in(tom)
    answer = {"text": "I remember", "key": "a-key-of-a-reply"}
    assert client.post(f"/updates/{told.pk}/replies/", answer).status_code in {200, 302}
    assert told.replies.get().text == "I remember"


def test_a_post_of_today_is_told_as_any_other(blog, tmp_path):
    today = timezone.now() - timedelta(hours=2)
    soon = timezone.now() + timedelta(days=3)
    files = {"a.md": f"---\ntitle: New\ndate: {today:%Y-%m-%d %H:%M:%S}\n---\nx\n"}
    files["b.md"] = f"---\ntitle: Soon\ndate: {soon:%Y-%m-%d}\n---\nx\n"
    said = bring(written(tmp_path / "new", files))
    told = Announcement.objects.get().update
    assert told.posted_at > timezone.now() - timedelta(minutes=10)
    assert Event.objects.filter(name="update.posted", ref=told.pk).exists()
    assert f"b.md:3  out on {soon:%Y-%m-%d}, and waits until somebody publishes it" in said
    assert not titled("Soon").live


def test_a_draft_waits_until_its_file_says_otherwise(blog, folder, stranger):
    bring(folder)
    draft = titled("Not yet")
    assert (draft.live, draft.first_published_at) == (False, None)
    assert sign_in(stranger).get(draft.get_absolute_url()).status_code == 404
    written(folder, {"not-yet.md": str(OLD["not-yet.md"]).replace("true", "false")})
    assert "0 made, 1 changed, 4 unchanged" in bring(folder)
    assert titled("Not yet").live
    assert Announcement.objects.get(post=draft).update.posted_at.date().isoformat() == "2024-06-02"


def test_a_second_run_changes_nothing_and_what_was_edited_here_stays(blog, folder, maya, clara):
    bring(folder)
    rows = list(BlogPost.objects.order_by("pk").values_list("pk", "head", "version", "body", "first_published_at"))
    counted = (Change.objects.count(), Update.objects.count(), Image.objects.count(), Event.objects.count())
    assert "0 made, 0 changed, 5 unchanged" in bring(folder)
    now = list(BlogPost.objects.order_by("pk").values_list("pk", "head", "version", "body", "first_published_at"))
    assert now == rows
    assert (Change.objects.count(), Update.objects.count(), Image.objects.count(), Event.objects.count()) == counted
    assert [entry.details for entry in Entry.objects.filter(action="blog.imported")] == [{"made": 5, "changed": 0}]
    edited, withdrawn = titled("To the river"), titled("Strange")
    texts.save(by=maya, page=edited, base=edited.head, changes={"body": "<p>Ours.</p>"})
    posts.withdraw(by=maya, post=withdrawn)
    for name in ("2024-05-01-to-the-river.md", "2024-02-03-strange.md", "bundle/index.md"):
        written(folder, {name: f"{OLD[name]}\nTheirs.\n"})
    said = bring(folder)
    assert "0 made, 1 changed, 2 unchanged" in said
    assert "Edited here since, left as it is (2)" in said
    assert titled("To the river").body == "<p>Ours.</p>"
    assert not titled("Strange").live
    assert "Theirs" in titled("A folder of its own").body
    (folder / "bundle/index.md").unlink()
    assert "No longer in the folder, left as it is (1)\n  bundle/  A folder of its own" in bring(folder)


def test_an_import_that_was_broken_off_goes_on(blog, folder, monkeypatch):
    from microblog.blogs.actions import imports

    bring_one, left = imports.bring, [2]

    def breaks(**said):
        if not left[0]:
            raise KeyboardInterrupt
        left[0] -= 1
        bring_one(**said)

    monkeypatch.setattr(imports, "bring", breaks)
    with pytest.raises(KeyboardInterrupt):
        bring(folder)
    assert BlogPost.objects.filter(live=True).count() == 2
    monkeypatch.undo()
    assert "3 made, 0 changed, 2 unchanged" in bring(folder)
    assert ImportedPost.objects.count() == 5


def test_a_closed_teams_posts_stay_with_it_and_a_personal_blog_speaks_for_one(
    company, clara, maya, stranger, closed_team, tmp_path
):
    closed = BlogFactory(title="Pay notes", team=closed_team)
    BlogFactory(title="From the top", person=clara)
    folder = written(tmp_path / "pay", {"2024-01-01-bands.md": "---\ntitle: Bands\nauthor: maya\n---\nSecret.\n"})
    bring(folder, blog="Pay notes")
    post = titled("Bands")
    assert post.of_blog == closed
    told = Announcement.objects.get(post=post).update
    for path, status in ((post.get_absolute_url(), 404), (told.get_absolute_url(), 404)):
        assert sign_in(stranger).get(path).status_code == status
        assert sign_in(maya).get(path).status_code == 200
    bring(folder, person="clara", name="again")
    mine = BlogPost.objects.get(title="Bands", of_blog__person=clara)
    assert [each.person for each in mine.credits.all()] == [clara]
    assert "Written by Maya Okafor." in mine.body


@pytest.mark.parametrize(
    ("options", "why"),
    [
        ({"team": "Nobody"}, "There is not a blog of the team Nobody here"),
        ({"person": "maya"}, "There is not a blog of maya here"),
        ({"by": "maya"}, "maya is no administrator here"),
        ({"name": "x" * 101}, "Name the folder in at most 100"),
    ],
)
def test_what_is_asked_wrongly_is_said_in_a_sentence(blog, folder, maya, options, why):
    PersonFactory()  # noise
    with pytest.raises(CommandError, match=why):
        bring(folder, **options)
    assert not BlogPost.objects.exists()


def test_a_folder_belongs_to_one_blog(blog, folder, clara):
    BlogFactory(title="From the top", person=clara)
    bring(folder)
    with pytest.raises(CommandError, match='was imported into "Platform notes"'):
        bring(folder, person="clara")
