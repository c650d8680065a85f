"""Every feed is one of Atom (RFC 4287), whatever people are called and whatever they type."""

from datetime import UTC, datetime
from urllib.parse import unquote

import feedparser
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from intranet.people.models import User
from microblog.blogs.actions import feed_keys
from microblog.blogs.models import BlogPost, Credit, FeedKey, Part
from tests.factories import BlogFactory, PersonFactory, PostFactory, TeamFactory
from tests.support.atom_rules import faults

pytestmark = pytest.mark.django_db

HOSTILE = {
    "control signs": "Before\x00\x01\x08\x0b\x0c\x1f\x7f\x85after".replace("\x00", ""),
    "no letters at all": "\x01\x02",
    "the end of a CDATA part": "]]> <![CDATA[ x ]]>",
    "markup": "<b>bold</b> & <script>alert(1)</script> &amp; &lt; &#0;",
    "quotes": '"double" \'single\' <a title="x\'y">',
    "no characters": "A\ufffeB\uffffC\ufdd0D",
    "emoji": "👩‍👩‍👧‍👦 🏳️‍🌈 𝔘𝔫𝔦 🇺🇳",
    "from right to left": "\u202eסוף\u202c العربية",
    "an entity": '<!DOCTYPE x [<!ENTITY a "b">]>&a;',
    "lines": "One\nTwo\r\nThree\tFour",
    "long": "W" * 200,
    "long and wide": "🦓" * 200,
}
NAMELESS = ("\x01", " ", "\u200b\u2060", "\ufeff")


@pytest.fixture
def token(maya) -> str:
    return feed_keys.renew(by=maya).token


def asked(token: str, kind: str, what: int | str):
    return Client().get(reverse(f"feeds:{kind}", args=[token, what]))


def read(answer) -> feedparser.FeedParserDict:
    """As a news reader sees it; and it keeps to every rule."""
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert faults(answer.content) == []
    assert b"<!DOCTYPE" not in answer.content
    seen = feedparser.parse(answer.content, response_headers={"content-type": answer["Content-Type"]})
    assert (seen.bozo, seen.version, seen.encoding) == (False, "atom10", "utf-8")
    [own] = [link.href for link in seen.feed.links if link.rel == "self"]
    assert unquote(own) == f"http://localhost:8000{answer.wsgi_request.path}"
    return seen


@pytest.mark.parametrize("typed", HOSTILE.values(), ids=HOSTILE.keys())
def test_whatever_somebody_types_the_feeds_of_a_blog_a_team_and_a_tag_are_valid(company, team, token, typed):
    title = typed[:200]
    blog = BlogFactory(title=title, team=team)
    odd = PostFactory(blog=blog, title=title, summary=typed[:300], tags=["moving"], body=f"<p>{'x ' * 400}</p>")
    PostFactory(blog=blog, title="Noise", tags=["moving"])
    User.objects.filter(pk=odd.credits.get().person_id).update(name=typed[:100])
    for kind, what in (("blog", blog.pk), ("team", team.pk), ("tag", "moving")):
        seen = read(asked(token, kind, what))
        assert seen.entries[0].title == "Noise"
        assert len(seen.entries) == 2
        assert [term.term for term in seen.entries[1].tags] == ["moving"]


def test_words_arrive_as_they_were_typed(company, team, token):
    blog = BlogFactory(team=team, title="Platform & friends")
    PostFactory(blog=blog, title="Moving <b>house</b>\x0b 🦓 ]]>", summary="A < B & “C” <i>x</i>")
    seen = read(asked(token, "blog", blog.pk))
    assert seen.feed.title == "Platform & friends"
    assert seen.entries[0].title_detail.type == "text/plain"
    assert seen.entries[0].title == "Moving <b>house</b> 🦓 ]]>"
    assert seen.entries[0].summary == "A &lt; B &amp; “C” &lt;i&gt;x&lt;/i&gt;"


@pytest.mark.parametrize("name", NAMELESS)
def test_whoever_has_a_name_that_nobody_can_see_goes_by_the_one_they_sign_in_with(company, team, token, name):
    blog = BlogFactory(team=team)
    writer, second = PersonFactory(username="zelda", name=name), PersonFactory(name="Second")
    post = PostFactory(blog=blog, author=writer)
    Credit.objects.create(post=post, person=second, part=Part.WROTE, place=1)
    Credit.objects.create(post=post, person=PersonFactory(name="Who prepared it"), part=Part.PREPARED)
    [entry] = read(asked(token, "blog", blog.pk)).entries
    assert [author.name for author in entry.authors] == ["zelda", "Second"]


def test_feeds_in_which_nothing_stands_are_valid_as_well(company, team, token):
    blog = BlogFactory(team=team)
    PostFactory(blog=blog, waits=True)
    for kind, what in (("blog", blog.pk), ("team", team.pk), ("tag", "nobody-used-it")):
        assert read(asked(token, kind, what)).entries == []


@pytest.mark.parametrize("name", ["über-uns", "日本語", "%", "a b", "\x01", "ᴬ", "<x>", "😀"])
def test_the_feed_of_every_tag_is_valid_and_says_where_it_is(company, token, name):
    blog = BlogFactory()
    if name in {"über-uns", "日本語"}:
        PostFactory(blog=blog, tags=[name])
    seen = read(asked(token, "tag", name))
    assert [[term.term for term in entry.tags] for entry in seen.entries] == [[name] for _ in seen.entries]
    assert len(seen.entries) == (name in {"über-uns", "日本語"})


def test_a_post_without_a_writer_has_the_blog_as_its_author(company, token):
    post = PostFactory(tags=["alone"])
    Credit.objects.filter(post=post).delete()
    assert len(read(asked(token, "tag", "alone")).entries) == 1


def test_a_feed_of_posts_from_all_times_is_valid_and_no_older_than_they_are(company, token, clara):
    blog = BlogFactory(person=clara)
    times = [datetime(1999, 12, 31, 23, 59, 59, 999999, tzinfo=UTC), timezone.now(), datetime(2024, 2, 29, tzinfo=UTC)]
    for at in times:
        post = PostFactory(blog=blog)
        BlogPost.objects.filter(pk=post.pk).update(first_published_at=at)
    seen = read(asked(token, "blog", blog.pk))
    assert [entry.published_parsed.tm_year for entry in seen.entries] == [timezone.now().year, 2024, 1999]


def test_two_people_read_the_same_feed_at_their_own_addresses(company, token, tom):
    blog = BlogFactory(team=TeamFactory())
    PostFactory(blog=blog)
    mine, his = (read(asked(each, "blog", blog.pk)) for each in (token, feed_keys.renew(by=tom).token))
    assert [entry.id for entry in mine.entries] == [entry.id for entry in his.entries]
    assert mine.feed.id == his.feed.id
    assert mine.feed.links != his.feed.links
    assert FeedKey.objects.of(tom).token not in str(mine)


GOOD = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><link rel="alternate" href="http://a.example/"/>
<link rel="self" href="http://a.example/f"/><id>http://a.example/1</id><updated>2026-01-02T00:00:00Z</updated>
<author><name>N</name></author><entry><title>E</title><link href="http://a.example/e"/>
<published>2026-01-01T00:00:00Z</published><updated>2026-01-01T00:00:00+01:00</updated><id>http://a.example/2</id>
<summary type="html">&amp;lt;b&gt;</summary><category term="t"/></entry></feed>"""
GOOD = GOOD.replace("<updated>2026-01-01T00:00:00+01:00", "<updated>2026-01-01T00:00:00-01:00")


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ("<title>T</title>", ""),
        ("<title>T</title>", "<title>T</title><title>U</title>"),
        ("<title>T</title>", "<title> </title>"),
        ("<title>E</title>", '<title type="html">&lt;b&gt;E</title>'),
        ("<title>E</title>", '<title type="markdown">E</title>'),
        ("<title>E</title>", "<title><b>E</b></title>"),
        ("<title>E</title>", "<title>\x0b</title>"),
        ("<title>E</title>", "<title>E</title>words"),
        ("<id>http://a.example/1</id>", "<id>/1</id>"),
        ("<id>http://a.example/1</id>", "<id>http://a.example/2</id>"),
        ("<id>http://a.example/2</id>", ""),
        ("2026-01-02T00:00:00Z", "2026-01-02 00:00:00Z"),
        ("2026-01-02T00:00:00Z", "2026-01-02T00:00:00"),
        ("2026-01-02T00:00:00Z", "2026-02-30T00:00:00Z"),
        ("2026-01-02T00:00:00Z", "2025-01-02T00:00:00Z"),
        ("<published>2026-01-01", "<published>2026-01-02"),
        ("<published>", "<published>2026-01-01T00:00:00Z</published><published>"),
        ("<author><name>N</name></author>", ""),
        ("<name>N</name>", ""),
        ("<name>N</name>", "<name>\u200b</name>"),
        ("<name>N</name>", "<name>N</name><age>3</age>"),
        ('<link rel="self" href="http://a.example/f"/>', ""),
        ('"http://a.example/f"', '"/f"'),
        ('"http://a.example/f"', '"http://a.example/ü"'),
        ('"http://a.example/f"', '"http://a.example/%"'),
        ('"http://a.example/e"', '"http://a.example/e" hreflang="_"'),
        ('<link href="http://a.example/e"/>', ""),
        ('<link href="http://a.example/e"/>', '<link href="http://a.example/e"/><link href="http://a.example/g"/>'),
        ('<category term="t"/>', "<category/>"),
        ('<category term="t"/>', '<category term="t" count="2"/>'),
        ('<category term="t"/>', "<pubDate>x</pubDate>"),
        ("http://www.w3.org/2005/Atom", "http://purl.org/atom/ns#"),
        ("<?xml", "\n<?xml"),
        ("</feed>", ""),
    ],
)
def test_the_rules_find_each_fault(good, bad):
    """Noise for the tests above."""
    assert faults(GOOD.encode()) == []
    assert good in GOOD
    assert faults(GOOD.replace(good, bad, 1).encode()) != []
