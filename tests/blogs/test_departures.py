"""What was planned goes out only as it was approved, by somebody who still may, and leaves nothing behind."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from wagtail.models import TaskState

from intranet.writing.actions import texts
from microblog.blogs import reviews, standing
from microblog.blogs.actions import blogs, posts
from microblog.blogs.models import BlogPost, BlogWriter, Departure, Wish
from tests.factories import BlogFactory, PostFactory, TeamFactory
from tests.support import page, sign_in

pytestmark = pytest.mark.django_db
SOON = timedelta(minutes=5)


@pytest.fixture
def open_blog(maya, tom, ines):
    """Of a team that Maya leads and Tom is in; Ines was asked to write there. Nobody reads it before."""
    return BlogFactory(title="Shop talk", team=TeamFactory(lead=maya, members=[tom]), writers=(ines,))


def planned(blog, by, title="At eight") -> BlogPost:
    post = PostFactory(blog=blog, author=by, waits=True, title=title)
    posts.schedule(by=by, post=post, base=post.head, goes_out_at=timezone.now() + SOON)
    return post


def out_when_due() -> set[str]:
    """The titles of what is out after the time of everything has come, twice."""
    with time_machine.travel(timezone.now() + 2 * SOON, tick=False):
        posts.publish_due()
        posts.publish_due()
    return set(BlogPost.objects.filter(live=True).values_list("title", flat=True))


def leave_the_company(person, blog) -> None:
    person.is_active = False
    person.save(update_fields=["is_active"])


def leave_the_team(person, blog) -> None:
    blog.team.memberships.filter(person=person).delete()


def begin_a_review(person, blog) -> None:
    blogs.have_read(by=person, blog=blog, is_reviewed=True)


@pytest.mark.parametrize("happens", [leave_the_company, leave_the_team, begin_a_review])
def test_what_somebody_planned_who_may_no_longer_does_not_go_out_and_says_so(company, open_blog, maya, tom, happens):
    post = planned(open_blog, tom)
    planned(open_blog, maya, title="Of the lead")  # noise
    happens(tom, open_blog)
    assert out_when_due() == {"Of the lead"}
    shown = page(sign_in(maya).get(post.get_absolute_url()))
    assert "Tom Berger, who said so, may not publish it any more" in shown.first("div", "status").text
    posts.publish(by=maya, post=post, base=post.head)
    assert BlogPost.objects.get(pk=post.pk).live


def test_who_was_asked_to_write_and_is_no_longer_sends_nothing_out(company, open_blog, ines, maya):
    post = planned(open_blog, ines)
    BlogWriter.objects.filter(person=ines).delete()
    assert out_when_due() == set()
    assert standing.of(BlogPost.objects.get(pk=post.pk)).name == "lapsed"


def test_what_is_late_does_not_go_out_with_the_next_typo(company, open_blog, maya, tom):
    post = planned(open_blog, tom)
    leave_the_company(tom, open_blog)
    assert out_when_due() == set()
    with time_machine.travel(timezone.now() + 2 * SOON):
        typed = {"title": post.title, "body": "<p>Better.</p>", "base": post.head, "tags": "", "authors": [maya.pk]}
        assert sign_in(maya).post(reverse("writing:edit", args=[post.pk]), typed).status_code == 302
    assert out_when_due() == set()


def test_what_came_out_some_other_way_stays_withdrawn_though_it_was_planned(company, blog, clara, priya):
    post, other = planned(blog, clara), planned(blog, clara, title="At nine")
    Wish.objects.create(post=post, goes_out_at=timezone.now() + SOON, by=priya)
    texts.publish(by=clara, page=post, base=post.head)  # as the back office does
    assert list(Departure.objects.values_list("post", flat=True)) == [other.pk]
    assert not Wish.objects.exists()
    posts.withdraw(by=clara, post=BlogPost.objects.get(pk=post.pk))
    assert out_when_due() == {"At nine"}


def test_a_plan_that_somebody_left_beside_a_post_that_was_out_goes_with_it(company, blog, clara):
    post = PostFactory(blog=blog)
    at = timezone.now() + SOON
    Departure.objects.create(post=post, goes_out_at=at, by=clara, revision=post.head)
    posts.withdraw(by=clara, post=post)
    assert out_when_due() == set()


def test_what_is_out_or_was_changed_is_not_asked_about_every_few_seconds(company, blog, clara, priya, monkeypatch):
    changed = planned(blog, clara)
    texts.save(by=priya, page=changed, base=changed.head, changes={"title": "Other words"})
    ready = planned(blog, clara, title="At nine")
    tried = []
    monkeypatch.setattr(posts, "_depart", lambda number: bool(tried.append(number)))
    out_when_due()
    assert tried == [ready.pk] * 2


def test_what_cannot_go_out_is_tried_again_after_a_while(company, blog, clara, monkeypatch, caplog):
    post = planned(blog, clara)
    planned(blog, clara, title="At nine")  # noise
    publish, fails = texts.publish, [True]

    def failing(*, page, **said):
        if page.pk == post.pk and fails:
            raise OSError("The disk is full.")
        publish(page=page, **said)

    monkeypatch.setattr(texts, "publish", failing)
    assert out_when_due() == {"At nine"}
    assert [record.exc_info[0] for record in caplog.records if record.exc_info] == [OSError]
    fails.clear()
    with time_machine.travel(timezone.now() + 2 * SOON + timedelta(seconds=posts.PAUSE + 1)):
        assert posts.publish_due() == 1


@pytest.mark.parametrize("wanted", [None, SOON])
def test_what_was_approved_is_kept_as_approved_not_as_called_off(company, blog, clara, priya, wanted):
    post = PostFactory(blog=blog, waits=True)
    posts.submit(by=priya, post=post, goes_out_at=wanted and timezone.now() + wanted)
    step = reviews.of(post)
    posts.approve(by=clara, post=post, base=post.head)
    kept = TaskState.objects.get(pk=step.pk)
    assert (kept.status, kept.workflow_state.status) == ("approved", "approved")
    assert kept.finished_by == clara
