"""Who subscribes to a blog knows how much is new in it, and nobody else knows that they do."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.db import OperationalError
from django.urls import reverse

from intranet.people.models import Membership
from microblog.blogs.actions import posts, subscriptions
from microblog.blogs.models import Subscription
from microblog.blogs.subscribing import news_for
from tests.factories import BlogFactory, PostFactory
from tests.support import page, sign_in

pytestmark = pytest.mark.django_db


def at(blog) -> str:
    return reverse("blogs:subscription", args=[blog.pk])


def test_maya_subscribes_sees_what_is_new_and_has_seen_it_when_she_looked(warehouse, top_floor, maya, tom):
    client = sign_in(maya)
    noise = BlogFactory(title="From the cellar")
    answer = client.post(at(top_floor), follow=True)
    assert page(answer).first("button", formaction=at(top_floor)).text == "Subscribed"
    assert news_for(maya) == {}  # what was there before is not new
    PostFactory(blog=top_floor), PostFactory(blog=top_floor), PostFactory(blog=noise)
    PostFactory(blog=top_floor, waits=True)
    assert news_for(maya) == {top_floor.pk: 2}
    assert news_for(tom) == {}
    client.head(top_floor.get_absolute_url())
    client.get(noise.get_absolute_url())
    assert news_for(maya) == {top_floor.pk: 2}
    client.get(top_floor.get_absolute_url())
    assert news_for(maya) == {}


def test_a_post_that_is_withdrawn_is_not_new(top_floor, clara, maya):
    sign_in(maya).post(at(top_floor))
    post, _ = PostFactory(blog=top_floor), PostFactory(blog=top_floor)
    posts.withdraw(by=clara, post=post)
    assert news_for(maya) == {top_floor.pk: 1}


def test_subscribing_twice_and_leaving_twice_is_the_same_as_once(top_floor, maya, tom):
    client = sign_in(maya)
    sign_in(tom).post(at(top_floor))  # noise
    for _ in range(2):
        assert client.post(at(top_floor)).status_code == 302
    assert Subscription.objects.filter(person=maya).count() == 1
    for sends in ({"_method": "delete"}, {"_method": "delete"}):
        answer = client.post(at(top_floor), sends, follow=True)
        assert page(answer).first("button", formaction=at(top_floor)).text == "Subscribe"
    assert list(Subscription.objects.values_list("person", flat=True)) == [tom.pk]


def test_a_blog_is_read_while_nobody_can_write_and_its_news_stay_new(top_floor, maya, monkeypatch):
    def refuse(**_) -> None:
        raise OperationalError("database is locked")

    client = sign_in(maya)
    client.post(at(top_floor))
    PostFactory(blog=top_floor, title="In the canteen")
    monkeypatch.setattr(subscriptions, "looked", refuse)
    assert "In the canteen" in client.get(top_floor.get_absolute_url()).content.decode()
    assert news_for(maya) == {top_floor.pk: 1}
    monkeypatch.undo()
    client.get(top_floor.get_absolute_url())
    assert news_for(maya) == {}  # noise


def test_whoever_only_looks_is_not_kept(warehouse, top_floor, maya):
    sign_in(maya).get(top_floor.get_absolute_url())
    assert not Subscription.objects.exists()


def test_whoever_left_a_closed_team_learns_nothing_more_of_its_blog(company, closed_team, maya, noor, stranger):
    blog = BlogFactory(team=closed_team)
    sign_in(maya).post(at(blog))
    sign_in(noor).post(at(blog))
    PostFactory(blog=blog, author=noor)
    assert news_for(maya) == news_for(noor) == {blog.pk: 1}
    Membership.objects.filter(person=maya, team=closed_team).delete()
    assert news_for(maya) == {}
    assert news_for(noor) == {blog.pk: 1}
    for person in (maya, stranger):
        client = sign_in(person)
        assert [client.post(at(blog)).status_code, client.delete(at(blog)).status_code] == [404, 404]
    assert not Subscription.objects.filter(person=stranger).exists()


def test_the_news_of_many_blogs_are_one_question(top_floor, maya, tom, django_assert_num_queries):
    blogs, other = [BlogFactory() for _ in range(5)], BlogFactory()
    Subscription.objects.create(blog=other, person=tom)  # noise: his, not hers
    for blog in blogs:
        Subscription.objects.create(blog=blog, person=maya)
    for blog in (*blogs, other, top_floor):
        PostFactory(blog=blog)
    with django_assert_num_queries(1):
        assert news_for(maya) == {blog.pk: 1 for blog in blogs}


def test_of_what_was_kept_before_the_moments_are_forgotten(warehouse, top_floor, maya, tom):
    rows = [Subscription.objects.create(blog=top_floor, person=person) for person in (maya, tom)]
    empty = Subscription.objects.create(blog=BlogFactory(), person=maya)
    early, late = (warehouse.first_published_at + timedelta(hours=hours) for hours in (-1, 1))
    Subscription.objects.filter(person=maya).update(seen_until=late)
    Subscription.objects.filter(person=tom).update(seen_until=early, at=early)  # noise: he has yet to see it
    import_module("microblog.blogs.migrations.0003_what_was_seen").forget(apps, None)
    for row in (*rows, empty):
        row.refresh_from_db()
    assert [row.seen_until for row in (*rows, empty)] == [warehouse.first_published_at, early, empty.at]
