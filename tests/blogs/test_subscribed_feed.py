"""Who subscribes to a blog finds its posts in their own feed, as they come."""

import pytest

from intranet.people.models import Membership
from microblog.blogs.actions import posts
from microblog.blogs.actions.subscriptions import subscribe, unsubscribe
from tests.factories import BlogFactory, MuteFactory, PostFactory, TeamFactory
from tests.support import page, sign_in
from tests.support.live_page import LivePage, newest

pytestmark = pytest.mark.django_db


@pytest.fixture
def open_blog(company, tom):
    """Of an open team that neither Maya nor Ines is in."""
    return BlogFactory(title="Back on the shelf", team=TeamFactory(members=[tom]))


@pytest.fixture
def noise(company, tom):
    return BlogFactory(title="From the cellar", team=TeamFactory(members=[tom]))


def titles(person) -> list[str]:
    return titles_in(page(sign_in(person).get("/")))


def titles_in(tree) -> list[str]:
    return [each.text for each in tree.all("p", "told-title")]


def test_the_posts_of_an_open_team_come_to_those_who_subscribed_to_its_blog(open_blog, noise, maya, ines, tom):
    subscribe(by=maya, blog=open_blog)
    PostFactory(blog=open_blog, author=tom, title="Counted")
    PostFactory(blog=noise, author=tom, title="Noise")
    assert titles(maya) == ["Counted"]
    assert titles(ines) == []
    unsubscribe(by=maya, blog=open_blog)
    assert titles(maya) == []


def test_they_come_to_her_open_page_too_and_go_when_they_are_withdrawn(open_blog, noise, maya, ines, tom):
    subscribe(by=maya, blog=open_blog)
    open_pages = {person: LivePage(sign_in(person).get("/"), person) for person in (maya, ines)}
    before = newest()
    PostFactory(blog=noise, author=tom, title="Noise")
    post = PostFactory(blog=open_blog, author=tom, title="Counted")
    for opened in open_pages.values():
        opened.hear_since(before)
    assert [titles_in(opened.tree) for opened in open_pages.values()] == [["Counted"], []]
    before = newest()
    posts.withdraw(by=tom, post=post)
    assert titles_in(open_pages[maya].hear_since(before).tree) == titles(maya) == []


def test_a_closed_team_that_she_left_and_a_colleague_whom_she_muted_do_not_come(
    closed_team, company, maya, open_blog, tom
):
    blog = BlogFactory(team=closed_team)
    for each in (blog, open_blog):
        subscribe(by=maya, blog=each)
    PostFactory(blog=blog, title="Bands")
    PostFactory(blog=open_blog, author=tom, title="Counted")
    assert set(titles(maya)) == {"Bands", "Counted"}
    Membership.objects.filter(person=maya, team=closed_team).delete()
    assert titles(maya) == ["Counted"]
    MuteFactory(by=maya, whom=tom)
    assert titles(maya) == []
