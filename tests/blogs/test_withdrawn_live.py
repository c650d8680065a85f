"""Whoever has a post open that is withdrawn is told that it was, and nothing else of it."""

import pytest
from django.urls import reverse

from intranet.live import log
from intranet.live.models import Event
from intranet.people.actions import teams
from intranet.writing.actions import texts
from microblog.blogs.actions import posts
from microblog.blogs.models import BlogPost
from tests.factories import PostFactory
from tests.support import sign_in
from tests.support.live_page import LivePage

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("company")]


def opened(person, address: str) -> tuple[LivePage, int]:
    """The page, which hears what it may, and the last event that it shows."""
    shown = LivePage(sign_in(person).get(address), person)
    assert shown.granted == shown.asked
    return shown, log.newest()


def test_an_open_page_says_that_the_post_was_withdrawn_and_leads_to_the_blog(warehouse, top_floor, clara, maya):
    stays = PostFactory(blog=top_floor)
    every = reverse("blogs:questions", args=[warehouse.pk])
    pages = [opened(maya, address) for address in (warehouse.get_absolute_url(), every)]
    other, mark = opened(maya, stays.get_absolute_url())
    texts.save(by=clara, page=warehouse, base=warehouse.head, changes={"title": "Another title"})
    posts.withdraw(by=clara, post=BlogPost.objects.get(pk=warehouse.pk))
    for shown, since in pages:
        shown.hear_since(since)
        (notice,) = shown.tree.all("div", id=f"blogpost-{warehouse.pk}")
        assert notice.text == "This post was withdrawn. From the top floor"
        assert notice.all("a", href=top_floor.get_absolute_url())
        assert "data-gone" in notice.attrs
        assert not notice.all("article")
        assert "Another title" not in shown.tree.text
        assert shown.has_ended
    other.hear_since(mark)
    assert "withdrawn" not in other.tree.text  # noise
    assert sign_in(maya).get(warehouse.get_absolute_url()).status_code == 404


def test_those_outside_a_closed_team_hear_nothing_of_it(closed_blog, noor, stranger):
    post = PostFactory(blog=closed_blog, author=noor)
    theirs, mark = opened(noor, post.get_absolute_url())
    posts.withdraw(by=noor, post=post)
    foreign = LivePage(sign_in(stranger).get("/blogs/"), stranger)
    foreign.hear_since(mark)
    assert f"page:{closed_blog.pk}" in theirs.granted
    assert f"page:{closed_blog.pk}" not in foreign.granted
    assert Event.objects.filter(name="blogpost.withdrawn").get().stream == f"page:{closed_blog.pk}"


def test_who_loses_the_right_is_not_told_that_it_was_withdrawn(closed_blog, closed_team, noor, maya):
    post = PostFactory(blog=closed_blog, author=noor)
    theirs, mark = opened(maya, post.get_absolute_url())
    teams.leave(by=maya, team=closed_team)
    theirs.hear_since(mark)
    assert theirs.has_ended
    assert "withdrawn" not in theirs.tree.text
    assert not Event.objects.filter(name="blogpost.withdrawn").exists()
