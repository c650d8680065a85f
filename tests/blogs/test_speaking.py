"""In whose name the feed tells of a post, and what the trail knows of who said so."""

import pytest
from django.core.management import call_command
from django.urls import reverse

from intranet.audit.models import Entry
from intranet.audit.sentences import sentence
from tests.factories import BlogFactory, PersonFactory, PostFactory, TeamFactory
from tests.support import page, sign_in
from tests.support.blogs import update_of
from tests.support.folders import written

pytestmark = pytest.mark.django_db


@pytest.fixture
def open_blog(company, maya, tom, ines):
    """Of a team that Maya leads; nobody reads first."""
    return BlogFactory(title="Back on the shelf", team=TeamFactory(lead=maya, members=[tom, ines]))


def save(person, post, **typed):
    sent = {"title": post.title, "body": post.body, "base": post.head, "tags": "", **typed}
    return sign_in(person).post(reverse("writing:edit", args=[post.pk]), sent)


def told(action: str) -> list[str]:
    return [sentence(entry) for entry in Entry.objects.filter(action=action).order_by("pk")]


def tells_of(person, post) -> bool:
    """Does that person's page tell of the post?"""
    shown = page(sign_in(person).get(person.get_absolute_url()))
    return bool(shown.all("article", id=f"update-{update_of(post).pk}"))


def test_when_others_are_named_as_authors_the_feed_tells_of_it_in_their_name(open_blog, tom, ines):
    post, noise = PostFactory(blog=open_blog, author=tom), PostFactory(blog=open_blog, author=tom)
    assert (tells_of(tom, post), tells_of(ines, post)) == (True, False)
    assert save(tom, post, authors=[ines.pk]).status_code == 302
    assert update_of(post).author == ines
    assert update_of(noise).author == tom
    assert (tells_of(tom, post), tells_of(ines, post)) == (False, True)


def test_the_trail_names_the_authors_of_what_somebody_released_and_who_named_others_later(open_blog, tom, ines, maya):
    PostFactory(blog=open_blog, author=maya, title="Noise")
    post = PostFactory(blog=open_blog, author=ines, title="To the river", waits=True)
    save(ines, post, authors=[tom.pk, maya.pk])
    post.refresh_from_db()
    sign_in(ines).post(reverse("blogs:publication", args=[post.pk]), {"base": post.head})
    assert told("blogpost.released")[1:] == [
        "Ines Lindqvist published To the river, written by Maya Okafor, Tom Berger"
    ]
    assert told("blogpost.credited") == []
    post.refresh_from_db()
    save(ines, post, authors=[maya.pk])
    post.refresh_from_db()
    save(ines, post, authors=[maya.pk], body="<p>Others.</p>")
    assert told("blogpost.credited") == ["Ines Lindqvist said that To the river was written by Maya Okafor"]
    Entry.objects.create(action="blogpost.released", by_name="Tom Berger", about_name="Older")  # before they were named
    assert told("blogpost.released")[-1] == "Tom Berger published Older, written by —"


def test_of_what_was_brought_without_a_known_author_a_lead_speaks_and_not_who_brought_it(
    open_blog, maya, tom, tmp_path
):
    admin = PersonFactory(username="root", admin=True)
    words = {
        "2024-01-01-old.md": "---\ntitle: Old\nauthor: Jo Bloggs\n---\nWords.\n",
        "2024-01-02-known.md": "---\ntitle: Known\nauthor: tom\n---\nWords.\n",
    }
    call_command("import_posts", written(tmp_path / "old", words), team=open_blog.team.name, by="root")
    speakers = {post.title: update_of(post).author for post in open_blog.posts.all()}
    assert speakers == {"Old": maya, "Known": tom}
    assert admin not in speakers.values()


def test_a_blog_is_published_once_and_changed_from_then_on(open_blog, maya):
    BlogFactory(title="Noise", person=maya)
    assert told("blog.published")[0].endswith("published the blog Back on the shelf")
    for title in ("To the shelf", "From the shelf"):
        save(maya, open_blog, title=title, purpose="What we learn.", hue="3")
        open_blog.refresh_from_db()
    assert len(told("blog.published")) == 2
    assert told("blog.changed") == [
        "Maya Okafor changed the blog To the shelf", "Maya Okafor changed the blog From the shelf"
    ]  # fmt: skip
