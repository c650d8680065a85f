"""A news reader follows blogs without signing in: what it may read is what its person may read, at every request."""

import logging
import sys
from datetime import datetime, timedelta
from urllib.parse import quote
from xml.etree.ElementTree import Element, tostring

import pytest
from defusedxml.ElementTree import fromstring
from django.core.signing import Signer
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from intranet.audit.models import Entry
from intranet.kit import logs
from intranet.people.models import Membership
from microblog.blogs.actions import posts
from microblog.blogs.models import Credit, FeedKey, Part, Subscription
from tests.factories import BlogFactory, PersonFactory, PostFactory
from tests.support import page, sign_in
from tests.support.atom_rules import ATOM, faults
from tests.support.feeds import address, get, titles

pytestmark = pytest.mark.django_db


@pytest.fixture
def blog(top_floor):
    return top_floor


def assert_valid(answer) -> Element:
    assert faults(answer.content) == []
    return fromstring(answer.content)


def test_every_feed_is_valid_and_has_titles_summaries_and_links_alone(blog, clara, maya, team):
    of_team = BlogFactory(title="Platform & friends", team=team)
    wrote = PostFactory(
        blog=of_team, title="Moving <b>house</b>\x0b", summary="A < B & “C”", body="<p>Words.</p>", tags=["moving"]
    )
    Credit.objects.create(post=wrote, person=clara, part=Part.WROTE, place=1)
    PostFactory(blog=blog, title="Noise")
    for kind, what in (("blog", of_team.pk), ("team", team.pk), ("tag", "moving")):
        feed = assert_valid(get(maya, kind, what))
        [entry] = feed.findall(f"{ATOM}entry")
        assert entry.findtext(f"{ATOM}title") == "Moving <b>house</b>"
        assert entry.findtext(f"{ATOM}summary") == "A &lt; B &amp; “C”"  # said to be HTML
        names = [author.findtext(f"{ATOM}name") for author in entry.findall(f"{ATOM}author")]
        assert names == [wrote.credits.first().person.name, "Clara Duarte"]
        assert entry.find(f"{ATOM}content") is None
        assert "Words" not in tostring(feed, "unicode")
    for kind, what in (("blog", BlogFactory().pk), ("tag", "nobody-used-it")):
        assert titles(get(maya, kind, what)) == []
        assert_valid(get(maya, kind, what))


def test_an_entry_keeps_its_id_when_its_title_changes(blog, clara, maya):
    post = PostFactory(blog=blog, title="First")
    PostFactory(title="Noise")  # newer, in another blog
    before = assert_valid(get(maya, "blog", blog.pk)).find(f"{ATOM}entry")
    client = sign_in(clara)
    client.post(reverse("writing:edit", args=[post.pk]), {"title": "Second", "body": "<p>x</p>", "base": post.head})
    after = assert_valid(get(maya, "blog", blog.pk)).find(f"{ATOM}entry")
    assert after.findtext(f"{ATOM}title") == "Second"
    assert after.findtext(f"{ATOM}id") == before.findtext(f"{ATOM}id")
    moments = [datetime.fromisoformat(each.findtext(f"{ATOM}updated")) for each in (before, after)]
    assert moments[0] <= moments[1]


def test_a_feed_holds_the_newest_fifty_and_asks_as_often_for_many_as_for_few(blog, maya, flat):
    def grow() -> None:
        for number in range(60):
            PostFactory(blog=blog, title=f"Post {number}", tags=["many"])

    PostFactory(blog=blog, tags=["many"])
    get(maya, "tag", "many")  # writes once a day that it was used
    flat(grow, {kind: lambda k=kind, w=what: get(maya, k, w) for kind, what in (("blog", blog.pk), ("tag", "many"))})
    assert titles(get(maya, "blog", blog.pk)) == [f"Post {number}" for number in range(59, 9, -1)]


def test_a_reader_that_has_it_already_is_told_so_until_something_changes(blog, clara, maya):
    post = PostFactory(blog=blog)
    first = get(maya, "blog", blog.pk)
    assert first["Cache-Control"] == "private, no-cache"
    assert first["X-Robots-Tag"] == "noindex"
    again = get(maya, "blog", blog.pk, if_none_match=first["ETag"])
    assert (again.status_code, again.content, again["Cache-Control"]) == (304, b"", "private, no-cache")
    posts.withdraw(by=clara, post=post)
    assert titles(get(maya, "blog", blog.pk, if_none_match=first["ETag"])) == []
    assert Client().post(address(maya, "blog", blog.pk)).status_code == 405


def test_a_revoked_a_forged_and_a_foreign_token_are_answered_alike_at_once(blog, maya, tom):
    PostFactory(blog=blog, title="Noise")
    old, of_tom = address(maya, "blog", blog.pk), address(tom, "blog", blog.pk)
    assert titles(Client().get(old)) == ["Noise"]
    client = sign_in(maya)
    assert client.post(reverse("feeds:key")).status_code == 302
    gone = Client().get(old)
    assert gone.status_code == 404
    new = address(maya, "blog", blog.pk)
    assert titles(Client().get(new)) == ["Noise"]
    client.post(reverse("feeds:key"), {"_method": "delete"})
    token = Signer(salt="people.welcome", sep=".").sign("1-0000000000000000")
    missing = reverse("feeds:blog", args=[FeedKey.objects.of(tom).token, 9999])
    forged = [old, new, reverse("feeds:blog", args=[token, blog.pk]), new.replace("-", "-0"), missing]
    forged += [f"/feeds/{FeedKey.objects.of(tom).token}x/tags/any.atom", "/feeds/x/tags/any.atom"]
    answers = [Client().get(each) for each in forged]
    assert {(each.status_code, each.content) for each in answers} == {(404, gone.content)}
    assert len({str(sorted(each.headers.items())) for each in answers}) == 1
    assert titles(Client().get(of_tom)) == ["Noise"]
    trail = Entry.objects.filter(action__startswith="feedkey", by_id=maya.pk).order_by("pk")
    assert [entry.action for entry in trail] == ["feedkey.made", "feedkey.made", "feedkey.revoked"]


def test_whoever_leaves_the_company_or_the_closed_team_reads_its_feed_no_longer(closed_blog, closed_team, maya, clara):
    PostFactory(blog=closed_blog, title="Canary bands", tags=["canary"])
    asked = (("blog", closed_blog.pk), ("team", closed_team.pk))
    for kind, what in (*asked, ("tag", "canary")):
        assert titles(get(maya, kind, what)) == ["Canary bands"]
    etag = get(maya, "blog", closed_blog.pk)["ETag"]
    Membership.objects.filter(team=closed_team, person=maya).delete()
    for kind, what in asked:
        assert get(maya, kind, what, if_none_match=etag).status_code == 404
    assert titles(get(maya, "tag", "canary")) == []
    feed = address(maya, "tag", "canary")
    maya.is_active = False
    maya.save(update_fields=["is_active"])
    assert Client().get(feed).status_code == 404


def test_nothing_of_a_closed_team_and_nothing_that_is_not_out_is_in_the_feeds_of_others(
    closed_blog, closed_team, blog, clara, stranger
):
    PostFactory(blog=closed_blog, title="Canary bands", tags=["canary"])
    PostFactory(blog=blog, title="Canary that waits", waits=True, tags=["canary"])
    later = PostFactory(blog=blog, title="Canary for tomorrow", waits=True, tags=["canary"])
    posts.schedule(by=clara, post=later, base=later.head, goes_out_at=timezone.now() + timedelta(days=1))
    posts.withdraw(by=clara, post=PostFactory(blog=blog, title="Canary taken back", tags=["canary"]))
    PostFactory(blog=blog, title="Everybody's", tags=["canary"])
    for kind, what in (("blog", blog.pk), ("tag", "canary")):
        for person in (stranger, PersonFactory()):
            assert titles(get(person, kind, what)) == ["Everybody's"]
            assert b"Canary " not in get(person, kind, what).content
    assert titles(get(clara, "blog", blog.pk)) == ["Everybody's"], "nor in that of who wrote them"
    for kind, what in (("blog", closed_blog.pk), ("team", closed_team.pk)):
        missing = get(stranger, kind, 9999)
        assert get(stranger, kind, what).content == missing.content
    assert "Canary" not in sign_in(stranger).get(reverse("feeds:home")).content.decode()


def test_no_log_tells_a_token_and_no_row_keeps_one(blog, maya, caplog, monkeypatch):
    feed = address(maya, "blog", blog.pk)
    key = FeedKey.objects.of(maya)
    Client().get(feed)
    Client().get(feed + "/nothing")
    formatter = logs.formatter()
    with caplog.at_level(logging.DEBUG):
        Client().get(feed.replace("atom", "atom/"))
        Client().get(reverse("feeds:blog", args=[key.token, 9999]))
        log = logging.getLogger("house")
        log.warning("Somebody came from /sign-in/?next=%s", quote(feed, safe=""))
        try:
            raise LookupError(f"nothing at {feed[1:]} and {feed}")
        except LookupError:
            log.exception("Internal Server Error: %s", feed)
    told = [formatter.format(record) for record in caplog.records]
    assert any("/feeds/" in line for line in told), "there was something to tell"
    assert any("LookupError: nothing at feeds/" in line for line in told)
    assert not any(key.nonce in line or key.token in line for line in told)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    assert not any(key.nonce in logs.formatter().format(record) for record in caplog.records)
    key.refresh_from_db()
    assert key.token not in str(vars(key))
    assert key.last_used_on == timezone.localdate()
    assert all(key.nonce not in f"{entry.details}{entry.about_name}" for entry in Entry.objects.all())


def test_a_person_makes_addresses_copies_them_and_makes_new_ones(blog, maya, tom):
    other = BlogFactory(title="Another")
    Subscription.objects.create(blog=blog, person=maya)
    client = sign_in(maya)
    assert "You have no addresses yet" in page(client.get(reverse("feeds:home"))).text
    client.post(reverse("feeds:key"))
    shown = client.get(reverse("feeds:home"), {"tag": "#Moving"})
    assert "no-store" in shown["Cache-Control"]
    fields = {each.attrs["id"]: each.attrs["value"] for each in page(shown).all("input", readonly="")}
    token = FeedKey.objects.of(maya).token
    assert list(fields) == [f"feed-{blog.pk}", f"feed-{other.pk}", "feed-tag"], "what she subscribes to stands first"
    assert fields["feed-tag"] == f"http://localhost:8000/feeds/{token}/tags/moving.atom"
    assert titles(Client().get(fields[f"feed-{blog.pk}"].removeprefix("http://localhost:8000"))) == []
    client.post(reverse("feeds:key"))
    assert token not in client.get(reverse("feeds:home")).content.decode()
    assert FeedKey.objects.filter(person=maya).count() == 2
    assert FeedKey.objects.of(tom) is None
    assert client.get(reverse("feeds:key")).status_code == 405
