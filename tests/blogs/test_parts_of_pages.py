"""What stands on the page of a post, or does not, in its smaller parts."""

import re

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from wagtail.models import TaskState, WorkflowState

from microblog.blogs import reviews
from microblog.blogs.actions import posts
from microblog.blogs.actions.blogs import put_cover
from microblog.blogs.models import BlogPost, Credit, Part
from microblog.models import Update
from tests.factories import ImageFactory, PostFactory
from tests.support import page, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def somewhere(company):
    """All of this is in one company."""


def test_those_who_wrote_a_post_are_told_apart_in_words_from_those_who_prepared_it(blog, clara, tom, ines, priya, maya):
    post = PostFactory(blog=blog, title="Together")
    for place, person in enumerate((tom, ines), start=1):
        Credit.objects.create(post=post, person=person, part=Part.WROTE, place=place)
    Credit.objects.create(post=post, person=priya, part=Part.PREPARED)
    BlogPost.objects.filter(pk=post.pk).update(version=F("version") + 1)
    client = sign_in(maya)
    alone = page(client.get(post.get_absolute_url())).first("article").first("div", "meta").text
    listed = page(client.get(blog.get_absolute_url())).first("article", "post-line").first("p", "meta").text
    wrote = "Written by Clara Duarte, Tom Berger and Ines Lindqvist"
    heard = [re.sub(r"\b[A-Z]{2} ", "", words).replace(" ,", ",") for words in (alone, listed)]  # without initials
    assert [words[: len(wrote)] for words in heard] == [wrote, wrote]
    day = f"{timezone.localtime(post.first_published_at):%-d %b %Y, %H:%M}"
    assert [words[len(wrote) :] for words in heard] == [
        f", prepared by Priya Raman, {day}, 1 minute to read",
        f", {day}, 1 minute to read",
    ]


def test_a_post_that_waits_offers_a_cover_in_plain_sight_until_it_has_one(blog, clara, priya):
    post = PostFactory(blog=blog, waits=True)
    client, address = sign_in(priya), reverse("blogs:post_cover", args=[post.pk])

    def offers() -> list[str]:
        shown = page(client.get(post.get_absolute_url())).first("main")
        return [link.text for link in shown.all("a", "button") if link.attrs["href"] == address]

    assert offers() == ["Add a cover"]
    put_cover(by=priya, page=post, picture=ImageFactory(uploaded_by_user=priya))
    assert offers() == []


def test_what_waits_to_be_read_elsewhere_shows_no_draft_that_has_the_same_number(team_blog, maya, tom, olu):
    asked, draft = (PostFactory(blog=team_blog, author=tom, waits=True) for _ in range(2))
    posts.submit(by=tom, post=asked)
    step = reviews.of(asked)
    kind = ContentType.objects.get_for_model(Update)
    other = WorkflowState.objects.create(
        content_type=kind, base_content_type=kind, object_id=str(draft.pk), workflow=step.workflow_state.workflow
    )
    TaskState.objects.create(workflow_state=other, revision=draft.latest_revision, task=step.task)
    assert list(BlogPost.objects.worked_on_by(olu)) == [asked]
    assert set(BlogPost.objects.worked_on_by(tom)) == {asked, draft}
