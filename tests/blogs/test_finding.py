"""What stands in blogs is found by those who may read it: a post once, and every comment under it."""

import pytest

from microblog.blogs.actions import posts
from microblog.blogs.models import Announcement
from microblog.models import Tag
from search import engines
from search.models import Document
from tests.factories import BlogFactory, PostFactory
from tests.support import page, sign_in
from tests.support.search import answer, engines_know, found, results, say

pytestmark = pytest.mark.django_db


@pytest.fixture
def blog(company, clara, maya):
    say(maya, "Noise about harbours #harbour")
    return BlogFactory(title="From the top floor", person=clara)


def told(post):
    return Announcement.objects.get(post=post).update


def titles(client, typed: str) -> set[str]:
    return {hit.first("h2").text for hit in results(client, typed).all("li", "hit") if hit.all("h2")}


def test_a_post_is_found_once_and_its_announcement_is_not(blog, ines):
    post = PostFactory(blog=blog, title="Lighthouse", summary="Why we bought it.", body="<p>It shines.</p>")
    engines_know()
    client = sign_in(ines)
    for typed in ("lighthouse", "bought", "shines"):
        [hit] = results(client, typed).all("li", "hit")
        assert "Lighthouse" in hit.text
        assert hit.all("a")[0].attrs["href"].startswith(post.get_absolute_url().rstrip("/"))
    assert not Document.objects.filter(kind="update", number=told(post).pk).exists()


def test_a_comment_is_found_by_whoever_may_read_the_post(blog, closed_team, noor, maya, ines, stranger):
    answer(ines, told(PostFactory(blog=blog, title="Lighthouse")), "Can one sleep in it?")
    closed = PostFactory(blog=BlogFactory(team=closed_team), title="Canary bands", body="<p>Canary sleep.</p>")
    answer(noor, told(closed), "Canary sleep over it")
    engines_know()
    assert found(sign_in(stranger), "sleep") == ["Can one sleep in it?"]
    assert set(found(sign_in(maya), "sleep")) >= {"Can one sleep in it?", "Canary sleep over it"}
    assert found(sign_in(stranger), "canary") == []
    for typed in ("canary", "bands", "kind:blogpost canary", "by:noor"):
        assert "Canary" not in results(sign_in(stranger), typed).first("section", id="results").text


def test_posts_are_found_by_author_tag_and_kind(blog, team, tom, clara, ines):
    of_team = BlogFactory(title="Platform notes", team=team)
    PostFactory(blog=blog, title="Lighthouse", body="<p>Stone by the sea.</p>", tags=["harbour"])
    PostFactory(blog=of_team, author=tom, title="Crane", body="<p>Steel by the sea.</p>", tags=["cranes"])
    engines_know()
    client = sign_in(ines)
    assert titles(client, "sea") >= {"Lighthouse", "Crane"}
    for typed, title in (("sea by:clara", "Lighthouse"), ("sea by:tom", "Crane"), ("sea tag:cranes", "Crane")):
        [hit] = results(client, typed).all("li", "hit")
        assert title in hit.text, typed
    assert len(results(client, "tag:harbour").all("li", "hit")) == 2  # the post, and what Maya said
    for kind in ("blogpost", "post", "Posts"):
        hits = results(client, f"sea kind:{kind}").all("li", "hit")
        assert len(hits) == 2
        assert all(hit.first("footer").text.startswith("Post") for hit in hits)


@pytest.mark.parametrize("engine", [engines.WHOOSH, engines.DATABASE])
def test_a_post_of_several_is_found_by_each_and_counted_once_for_each(blog, tom, clara, ines, noor, settings, engine):
    if engine == engines.DATABASE:
        settings.WAGTAILSEARCH_BACKENDS = {engine: settings.WAGTAILSEARCH_BACKENDS[engine]}
    alone = PostFactory(blog=blog, title="Lighthouse", body="<p>Stone by the sea.</p>")
    both = PostFactory(blog=blog, title="Crane", body="<p>Steel by the sea.</p>")
    say(noor, "Noise by the sea")
    posts.was_written(by=clara, post=both, authors=[clara, tom, ines], tags=[])
    engines_know()
    client = sign_in(noor)
    assert titles(client, "sea by:clara") == {"Lighthouse", "Crane"}
    for typed in ("sea by:tom", "sea by:ines", "by:tom", "by:tom by:ines", "sea by:tom by:ines after:2020"):
        assert titles(client, typed) == {"Crane"}, typed
        assert len(results(client, typed).all("li", "hit")) == 1, typed
    shown = page(client.get("/search/", {"q": "sea", "facets": "1"}))
    [authors] = [each for each in shown.all("section", "panel") if each.first("h2").text == "Author"]
    counted = {link.all("span")[0].text: link.all("span")[1].text for link in authors.all("a")}
    assert counted == {clara.name: "2", tom.name: "1", ines.name: "1", noor.name: "1"}
    posts.was_written(by=clara, post=both, authors=[tom], tags=[])
    engines_know()
    assert [titles(client, f"sea by:{name}") for name in ("clara", "tom", "ines")] == [{alone.title}, {"Crane"}, set()]


def test_a_tag_that_stands_only_on_what_somebody_may_not_read_narrows_to_nothing(blog, closed_team, noor, stranger):
    PostFactory(blog=BlogFactory(team=closed_team), title="Bands", body="<p>Canary.</p>", tags=["severance"])
    engines_know()
    assert Tag.objects.filter(name="severance").exists()
    assert found(sign_in(stranger), "tag:severance") == []
    assert len(found(sign_in(noor), "tag:severance")) == 1


def test_what_waits_and_what_was_withdrawn_is_found_by_nobody(blog, clara, ines):
    PostFactory(blog=blog, title="Canary that waits", waits=True)
    post = PostFactory(blog=blog, title="Canary taken back")
    PostFactory(blog=blog, title="Canary that stays")
    posts.withdraw(by=clara, post=post)
    engines_know()
    for person in (clara, ines):
        [hit] = results(sign_in(person), "canary").all("li", "hit")
        assert "Canary that stays" in hit.text
    post.refresh_from_db()
    posts.publish(by=clara, post=post, base=post.head)
    engines_know()
    assert len(results(sign_in(ines), "canary").all("li", "hit")) == 2
