"""A tag that stands on posts or articles is met by those who may read them, and for others it is not there."""

import pytest
from django.urls import reverse

from microblog.blogs.actions import posts
from microblog.models import Tag
from search.drain import drain_all
from tests.factories import ArticleFactory, BlogFactory, PostFactory
from tests.support import page, sign_in, texts
from tests.support.search import engines_know, found, say
from wiki.actions import care

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def noise(company, ines):
    say(ines, "Noise #harbour")
    engines_know()


def met(person, name: str) -> tuple[bool, bool, bool, bool]:
    """Is it offered, is it found, does it narrow a search, and does its page show anything?"""
    client = sign_in(person)
    offers = page(client.get(reverse("microblog:complete"), {"q": name[:5]})).all("li")
    drain_all()
    shown = page(client.get(reverse("microblog:tag", args=[name]))).first("main").text
    return (
        f"#{name}" in [each.text for each in offers],
        f"#{name}" in found(client, "kind:tag"),
        bool(found(client, f"tag:{name}")),
        "Nothing that you can read carries this tag." not in shown,
    )


def others(client, name: str) -> list[tuple[str, str]]:
    """What stands beside the updates on the page of a tag."""
    panels = page(client.get(reverse("microblog:tag", args=[name]))).all("section", aria_labelledby="others")
    return [(link.text, link.attrs["href"]) for panel in panels for link in panel.first("ul").all("a")]


ALL, NONE = (True,) * 4, (False,) * 4


def test_a_tag_of_a_post_alone_is_there_for_its_readers_and_for_nobody_else(closed_team, noor, maya, stranger):
    PostFactory(blog=BlogFactory(team=closed_team), author=noor, title="Bands", tags=["severance"])
    post = PostFactory(title="Lighthouse", tags=["lantern"])
    PostFactory(title="Noise", tags=["harbour"])
    assert [met(person, "severance") for person in (noor, maya, stranger)] == [ALL, ALL, NONE]
    assert [met(person, "lantern") for person in (noor, stranger)] == [ALL, ALL]
    assert others(sign_in(stranger), "lantern") == [("Lighthouse", post.get_absolute_url())]
    hidden, unused = (
        page(sign_in(stranger).get(reverse("microblog:tag", args=[name]))).first("main").text.replace(name, "…")
        for name in ("severance", "nobodyusedit")
    )
    assert hidden == unused


def test_a_tag_comes_and_goes_with_its_post(clara, stranger):
    post = PostFactory(blog=BlogFactory(person=clara), waits=True, title="Lighthouse", tags=["lantern", "harbour"])
    assert Tag.objects.filter(name="lantern").exists()
    for person in (clara, stranger):
        assert met(person, "lantern") == NONE
    posts.publish(by=clara, post=post, base=post.head)
    assert met(stranger, "lantern") == ALL
    post.refresh_from_db()
    posts.was_written(by=clara, post=post, authors=[clara], tags=["beacon"])
    assert [met(stranger, name) for name in ("lantern", "beacon", "harbour")] == [NONE, ALL, ALL]
    posts.withdraw(by=clara, post=post)
    assert [met(stranger, name) for name in ("beacon", "harbour")] == [NONE, ALL]


def test_a_tag_stays_as_long_as_something_carries_it(clara, ines, closed_team, noor, stranger):
    blog = BlogFactory(person=clara)
    first, second = (PostFactory(blog=blog, title=title, tags=["lantern"]) for title in ("First", "Second"))
    PostFactory(blog=BlogFactory(team=closed_team), author=noor, title="Closed", tags=["lantern"])
    posts.withdraw(by=clara, post=first)
    assert met(stranger, "lantern") == ALL
    posts.withdraw(by=clara, post=second)
    assert [met(person, "lantern") for person in (stranger, noor)] == [NONE, ALL]
    say(ines, "Also lit #lantern")
    assert met(stranger, "lantern") == ALL
    engines_know()  # made anew, it says the same
    assert [met(person, "lantern") for person in (stranger, noor)] == [ALL, ALL]


def test_a_tag_of_an_article_is_like_that_of_a_post(maya, closed_team, noor, stranger):
    article, other = ArticleFactory(title="How the light turns"), ArticleFactory(title="Noise")
    kept = dict.fromkeys(("owner", "owner_team", "topic", "verified_until"), None) | {"is_evergreen": False}
    care.entrust(by=maya, article=other, tags=["harbour"], **kept)
    assert met(stranger, "lantern") == NONE
    care.entrust(by=maya, article=article, tags=["lantern"], **kept)
    assert met(stranger, "lantern") == ALL
    assert [title for title, _ in others(sign_in(stranger), "lantern")] == ["How the light turns"]
    ArticleFactory(team=closed_team, tags=["severance"], title="Bands")
    engines_know()
    assert [met(person, "severance") for person in (noor, stranger)] == [ALL, NONE]


def test_the_page_of_a_tag_shows_updates_posts_and_articles_newest_first(ines, maya, flat):
    say(ines, "Lit at eight #lantern")
    for number in range(12):
        PostFactory(title=f"Light {number}", tags=["lantern"])
    PostFactory(title="Noise", tags=["harbour"])
    client = sign_in(maya)
    assert texts(client.get("/tags/lantern/")) == ["Lit at eight #lantern"]
    assert [title for title, _ in others(client, "lantern")] == [f"Light {number}" for number in range(11, 1, -1)]
    panel = page(client.get("/tags/lantern/")).first("section", aria_labelledby="others")
    assert panel.all("a")[-1].attrs["href"] == "/search/?q=tag:lantern"
    assert [title for title, _ in others(client, "harbour")] == ["Noise"]
    flat(lambda: [PostFactory(tags=["harbour"]) for _ in range(5)], {"tag": lambda: client.get("/tags/harbour/")})
