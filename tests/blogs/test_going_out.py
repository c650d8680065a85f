"""A post is prepared unseen, read by who answers for it, and goes out at its time."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from microblog.blogs.actions import posts
from microblog.blogs.models import Announcement, BlogPost
from microblog.models import Update
from tests.factories import ArticleFactory, BlogFactory, PersonFactory, PostFactory, TeamFactory
from tests.support import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def priya(db):
    """Clara's assistant."""
    return PersonFactory(username="priya", name="Priya Raman")


@pytest.fixture
def blog(clara, priya):
    return BlogFactory(title="From the top floor", person=clara, writers=(priya,))


def test_what_is_not_out_is_seen_only_by_those_who_write_there(company, blog, clara, priya, maya, olu):
    post = PostFactory(blog=blog, waits=True, title="We are moving")
    out = PostFactory(blog=blog, title="We stay")  # noise
    for person in (maya, olu):
        client = sign_in(person)
        assert client.get(post.get_absolute_url()).status_code == 404
        assert client.get(reverse("writing:history", args=[post.pk])).status_code == 404
        assert client.get(out.get_absolute_url()).status_code == 200
        assert "We are moving" not in client.get(blog.get_absolute_url()).content.decode()
    for person in (clara, priya):
        assert sign_in(person).get(post.get_absolute_url()).status_code == 200
    assert Update.objects.count() == 1


def test_the_assistant_prepares_the_chief_approves_and_the_page_says_so(company, blog, clara, priya, maya):
    client = sign_in(priya)
    address = reverse("writing:new", args=[blog.pk, "blogpost"])
    typed = {"title": "We are moving", "summary": "In spring.", "body": "<p>To the river.</p>", "tags": "office"}
    assert client.post(address, typed).status_code == 302
    post = BlogPost.objects.get(title="We are moving")
    assert not post.live
    assert not Update.objects.exists()
    posts.submit(by=priya, post=post)
    posts.approve(by=clara, post=post, base=post.head)
    post.refresh_from_db()
    assert post.live
    assert [(each.person.username, each.part) for each in post.credits.all()] == [
        ("priya", "prepared"), ("clara", "wrote")
    ]  # fmt: skip
    told = Announcement.objects.get(post=post).update
    assert told.author == clara
    assert told.card["title"] == "We are moving"
    assert "We are moving" in sign_in(maya).get("/").content.decode()


def test_a_post_goes_out_at_its_time_once(company, blog, clara, maya):
    post = PostFactory(blog=blog, waits=True, title="At eight")
    later = PostFactory(blog=blog, waits=True, title="At nine")  # noise
    for each, minutes in ((post, 5), (later, 65)):
        at = timezone.now() + timedelta(minutes=minutes)
        posts.schedule(by=clara, post=each, base=each.head, goes_out_at=at)
    assert posts.publish_due() == 0
    post.departure.goes_out_at = timezone.now()
    post.departure.save(update_fields=["goes_out_at"])
    assert [posts.publish_due(), posts.publish_due()] == [1, 0]
    assert list(BlogPost.objects.filter(live=True)) == [post]
    assert Announcement.objects.count() == Update.objects.count() == 1


def test_what_was_changed_after_it_was_approved_does_not_go_out_unread(company, blog, clara, priya):
    post = PostFactory(blog=blog, waits=True)
    posts.schedule(by=clara, post=post, base=post.head, goes_out_at=timezone.now() + timedelta(minutes=5))
    typed = {"title": "Other words", "body": "<p>Of mine.</p>", "base": post.head, "tags": ""}
    assert sign_in(priya).post(reverse("writing:edit", args=[post.pk]), typed).status_code == 302
    post.departure.goes_out_at = timezone.now()
    post.departure.save(update_fields=["goes_out_at"])
    assert posts.publish_due() == 0
    assert not BlogPost.objects.get(pk=post.pk).live


def test_a_withdrawn_post_is_gone_with_what_told_of_it_and_comes_back_in_the_same_place(company, blog, clara, maya):
    post = PostFactory(blog=blog, title="Too early")
    PostFactory(blog=blog, title="Stays")  # noise
    posts.withdraw(by=clara, post=post)
    shown = sign_in(maya).get("/").content.decode()
    assert "Too early" not in shown
    assert "Stays" in shown
    assert sign_in(maya).get(post.get_absolute_url()).status_code == 404
    post.refresh_from_db()
    posts.publish(by=clara, post=post, base=post.head)
    assert "Too early" in sign_in(maya).get("/").content.decode()
    assert Announcement.objects.count() == 2


def test_a_team_of_its_own_reads_its_blog_alone(company, maya, stranger):
    team = TeamFactory(is_closed=True)
    post = PostFactory(blog=BlogFactory(team=team, title="Secret plans"), title="Salary bands")
    client = sign_in(stranger)
    for path in ("/", "/blogs/", "/company/"):
        shown = client.get(path).content.decode()
        assert "Salary bands" not in shown
        assert "Secret plans" not in shown
    answer = client.get(post.get_absolute_url())
    assert (answer.status_code, answer.headers.get("Location")) == (404, None)
    assert sign_in(post.changed_by).get(post.get_absolute_url()).status_code == 200  # noise: a member reads it


def test_no_page_of_the_wiki_leads_to_a_post(company, blog, clara):
    post = PostFactory(blog=blog, title="Only here")
    gone = PostFactory(blog=blog, title="Withdrawn")
    posts.withdraw(by=clara, post=gone)
    article = ArticleFactory(title="An article")  # noise
    client = sign_in(clara)
    assert client.get(reverse("wiki:page", args=[article.pk, "an-article"])).status_code == 200
    for number in (blog.pk, post.pk, gone.pk):
        assert client.get(reverse("wiki:page", args=[number, "only-here"])).status_code == 404
        assert client.get(reverse("wiki:withdrawal", args=[number])).status_code == 404
        assert client.delete(reverse("wiki:withdrawal", args=[number])).status_code == 404
        assert client.post(reverse("wiki:watch", args=[number])).status_code == 404
