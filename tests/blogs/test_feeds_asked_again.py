"""What a news reader is told that has a feed already, asks for its head, or has a key that opens nothing any more."""

import itertools
import time

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.http import http_date

from intranet.people.actions import people
from intranet.people.models import User
from microblog.blogs.actions import feed_keys, posts
from tests.factories import BlogFactory, MembershipFactory, PostFactory
from tests.support import sign_in
from tests.support.feeds import address, get, titles

pytestmark = pytest.mark.django_db


@pytest.fixture
def blog(top_floor):
    return top_floor


def test_a_reader_that_knows_only_the_time_is_told_what_was_withdrawn_and_what_it_may_read_from_now_on(
    blog, clara, maya, closed_team, tom
):
    """What changes then is not the time of the newest post."""
    PostFactory(blog=blog, title="Older", tags=["any"])
    newest = PostFactory(blog=blog, title="Newest", tags=["any"])
    PostFactory(blog=BlogFactory(team=closed_team), title="Closed", tags=["any"])
    PostFactory(blog=blog, title="Last of all", tags=["any"])

    def again() -> list[str]:
        return titles(get(tom, "tag", "any", if_modified_since=http_date(time.time() + 5)))

    assert again() == ["Last of all", "Newest", "Older"]
    posts.withdraw(by=clara, post=newest)
    assert again() == ["Last of all", "Older"]
    MembershipFactory(team=closed_team, person=tom)
    assert again() == ["Last of all", "Closed", "Older"]
    assert "Last-Modified" not in get(tom, "tag", "any")


def test_a_mark_changes_with_whatever_a_feed_says_and_with_nothing_else(blog, clara, maya):
    post = PostFactory(blog=blog, title="First", summary="Short", tags=["one"])

    def mark() -> str:
        return get(maya, "blog", blog.pk)["ETag"]

    def save(**changes: str) -> None:
        fields = {"title": "First", "summary": "Short", "tags": "one", "body": "<p>x</p>"} | changes
        post.refresh_from_db()
        answer = sign_in(clara).post(reverse("writing:edit", args=[post.pk]), {**fields, "base": post.head})
        assert answer.status_code == 302

    save()
    marks = [mark()]
    for act in (
        lambda: save(title="Second"),
        lambda: save(title="Second", summary="Shorter"),
        lambda: save(title="Second", summary="Shorter", tags="two"),
        lambda: User.objects.filter(pk=clara.pk).update(name="Clara D."),
    ):
        act()
        marks.append(mark())
    assert len(set(marks)) == 5
    PostFactory(title="Noise")
    assert mark() == marks[-1]


def test_the_head_of_a_feed_is_asked_for_alone(blog, maya):
    PostFactory(blog=blog)
    feed = address(maya, "blog", blog.pk)
    whole, head = Client().get(feed), Client().head(feed)
    assert (head.status_code, head.content) == (200, b"")
    names = ("ETag", "Content-Type", "Cache-Control", "X-Robots-Tag")
    assert [head[name] for name in names] == [whole[name] for name in names]
    assert Client().head(feed, headers={"if_none_match": whole["ETag"]}).status_code == 304
    assert Client().head(feed.replace("atom", "x")).status_code == 404


def test_a_feed_leaves_no_cookies_and_asks_for_none(blog, closed_blog, stranger, maya):
    """Whoever is signed in reads with the key of the address, and not with what they may read themselves."""
    PostFactory(blog=closed_blog, title="Canary bands", tags=["canary"])
    of_the_stranger = address(stranger, "tag", "canary")
    for client in (Client(), sign_in(maya)):
        answer = client.get(of_the_stranger)
        assert titles(answer) == []
        assert not answer.cookies
        assert not client.get(address(stranger, "blog", closed_blog.pk)).cookies
        assert not client.get(of_the_stranger, headers={"if_none_match": answer["ETag"]}).cookies


def test_a_revoked_token_stops_at_once_for_a_reader_that_has_it_already(blog, maya, tom):
    """Also when nothing has changed since, and however it asks."""
    PostFactory(blog=blog, title="Noise")
    for person, act in (
        (maya, lambda: feed_keys.revoke(by=maya)),
        (tom, lambda: people.give_standing(by=maya, person=tom, role="member", is_active=False)),
    ):
        client, feed = Client(), address(person, "blog", blog.pk)
        known = {"if_none_match": client.get(feed)["ETag"]}
        assert client.get(feed, headers=known).status_code == 304
        act()
        for ask, headers in itertools.product((client.get, client.head), ({}, known, {"if_none_match": "*"})):
            answer = ask(feed, headers=headers)
            assert answer.status_code == 404
            assert "ETag" not in answer
