"""What people find on the pages of blogs, and what they do not."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from intranet.live.models import Event
from intranet.people.models import Role
from microblog.blogs.actions import posts
from microblog.blogs.models import Announcement, BlogPost, BlogsHome, Credit, Part
from microblog.models import Update
from tests.factories import BlogFactory, ImageFactory, PersonFactory, PostFactory, TeamFactory
from tests.support import page, sign_in
from tests.support.live_page import LivePage, newest
from tests.support.pictures import upload

pytestmark = pytest.mark.django_db

MOST = 24  # questions to the database of one page
ADDRESSES = ("blog", "post")
NUMBERED = ("settings", "blog_cover")
OF_A_POST = ("post_cover", "publication", "departure", "review", "approval", "refusal", "withdrawal")


def out_on(post: BlogPost, *day: int) -> BlogPost:
    at = timezone.make_aware(datetime(*day, 12))
    BlogPost.objects.filter(pk=post.pk).update(first_published_at=at)
    return post


def titles(client, address: str) -> list[str]:
    """Of the posts that are listed there, in their order."""
    return [line.first("h2").text for line in page(client.get(address)).all("article", "post-line")]


def test_whoever_may_begin_a_blog_is_shown_how_and_others_learn_what_it_is_for(company, maya, olu):
    address = reverse("writing:new", args=[BlogsHome.the_one().pk, "blog"])
    shown = page(sign_in(olu).get(reverse("blogs:home")))
    assert shown.all("a", href=address)
    assert sign_in(olu).get(address).status_code == 200
    shown = page(sign_in(maya).get(reverse("blogs:home")))
    assert "tells the others" in shown.text
    assert not shown.all("a", href=address)


def test_all_blogs_stand_there_with_their_last_post_and_those_one_writes_in_first(company, blog, priya, maya):
    other = BlogFactory(title="Another one")
    out_on(PostFactory(blog=other, title="Old news"), 2026, 1, 5)
    PostFactory(blog=other, title="New news")
    PostFactory(blog=blog, title="Not yet", waits=True)  # noise
    shown = page(sign_in(priya).get(reverse("blogs:home")))
    cards = shown.all("section", "blog-card")
    assert [card.first("h2").text for card in cards] == ["From the top floor", "Another one"]
    assert cards[0].all("a", href=reverse("writing:new", args=[blog.pk, "blogpost"]))
    assert "Nothing is out yet" in cards[0].text
    assert "New news" in cards[1].text
    assert "Old news" not in cards[1].text
    assert not cards[1].all("a", href=reverse("writing:new", args=[other.pk, "blogpost"]))
    assert "Not yet" in shown.text
    assert "Not yet" not in page(sign_in(maya).get(reverse("blogs:home"))).text


def test_what_waits_for_somebody_stands_first_and_only_before_them(company, blog, clara, priya, olu):
    asked, draft = (PostFactory(blog=blog, waits=True, title=title) for title in ("Please read", "Half done"))
    posts.submit(by=priya, post=asked)
    shown = page(sign_in(clara).get(reverse("blogs:home")))
    assert "Please read" in shown.first("section", aria_labelledby="to-read").text
    assert "Half done" in shown.first("section", aria_labelledby="waiting").text
    shown = page(sign_in(priya).get(reverse("blogs:home")))
    assert not shown.all("section", aria_labelledby="to-read")
    assert "Please read" in shown.first("section", aria_labelledby="waiting").text
    assert "Please read" not in page(sign_in(olu).get(reverse("blogs:home"))).text
    assert sign_in(olu).get(draft.get_absolute_url()).status_code == 404


def test_a_moderator_reads_what_a_team_asks_about_and_none_of_its_drafts(company, team_blog, tom, olu, stranger):
    asked, draft = (PostFactory(blog=team_blog, author=tom, waits=True) for _ in range(2))
    posts.submit(by=tom, post=asked)
    assert [sign_in(olu).get(each.get_absolute_url()).status_code for each in (asked, draft)] == [200, 404]
    assert sign_in(stranger).get(asked.get_absolute_url()).status_code == 404


def test_a_blog_shows_its_posts_newest_first_page_by_page(company, blog, clara, maya):
    for day in range(1, 13):
        out_on(PostFactory(blog=blog, title=f"Day {day}"), 2026, 3, day)
    PostFactory(title="Of another blog")  # noise
    client, address = sign_in(maya), blog.get_absolute_url()
    assert titles(client, address) == [f"Day {day}" for day in range(12, 2, -1)]
    older = page(client.get(address)).first("a", rel="next").attrs["href"]
    assert titles(client, address + older) == ["Day 2", "Day 1"]


def test_a_reader_chooses_by_month_tag_and_author(company, team_blog, maya, tom, clara, stranger):
    out_on(PostFactory(blog=team_blog, author=maya, title="March", tags=["spring"]), 2026, 3, 31)
    out_on(PostFactory(blog=team_blog, author=maya, title="April", tags=["rain", "spring"]), 2026, 4, 1)
    chosen = out_on(PostFactory(blog=team_blog, author=tom, waits=True, title="By Tom"), 2026, 4, 2)
    posts.publish(by=maya, post=chosen, base=chosen.head)
    out_on(chosen, 2026, 4, 2)
    out_on(PostFactory(author=clara, title="Elsewhere", tags=["snow"]), 2026, 2, 1)  # noise
    client, address = sign_in(stranger), team_blog.get_absolute_url()
    assert titles(client, address) == ["By Tom", "April", "March"]
    assert titles(client, f"{address}?month=2026-04") == ["By Tom", "April"]
    assert titles(client, f"{address}?tag=spring") == ["April", "March"]
    assert titles(client, f"{address}?author=tom") == ["By Tom"]
    assert titles(client, f"{address}?tag=spring&month=2026-04") == ["April"]
    assert [client.get(f"{address}?month={odd}").status_code for odd in ("2026-13", "x", "0000-01")] == [404] * 3
    links = {
        link.attrs["href"] for link in page(client.get(address)).all("a") if link.attrs.get("href", "").startswith("?")
    }
    months, tags, authors = {"?month=2026-04", "?month=2026-03"}, {"?tag=rain", "?tag=spring"}, {"?author=maya"}
    assert links == months | tags | authors | {"?author=tom"}


def test_a_post_says_who_wrote_and_who_prepared_it_and_leads_on(company, blog, clara, priya, maya):
    first = out_on(PostFactory(blog=blog, title="The first"), 2026, 1, 1)
    post = PostFactory(blog=blog, author=clara, waits=True, title="The second", summary="In short.", tags=["move"])
    typed = {
        "title": "The second",
        "summary": "In short.",
        "body": "<p>Of hers.</p>",
        "base": post.head,
        "tags": "move",
    }
    typed["why"] = "Imported"  # what she says of it is no way to hide
    assert sign_in(priya).post(reverse("writing:edit", args=[post.pk]), typed).status_code == 302
    post.refresh_from_db()
    posts.publish(by=clara, post=post, base=post.head)
    out_on(post, 2026, 1, 2)
    last = out_on(PostFactory(blog=blog, title="The third"), 2026, 1, 3)
    PostFactory(blog=blog, title="Waiting", waits=True)  # noise
    shown = page(sign_in(maya).get(post.get_absolute_url()))
    byline = shown.first("div", "meta").text
    assert byline.startswith("Written by CD Clara Duarte, prepared by Priya Raman, ")
    assert byline.endswith(", 1 minute to read")
    assert shown.first("p", "lead").text == "In short."
    assert shown.first("a", rel="prev").attrs["href"] == first.get_absolute_url()
    assert shown.first("a", rel="next").attrs["href"] == last.get_absolute_url()
    assert shown.all("a", href=f"{blog.get_absolute_url()}?tag=move")
    assert shown.first("div", id="post-page").attrs["data-streams"] == f"page:{post.pk} page:{post.of_blog_id}"
    assert not shown.all("a", href=reverse("writing:edit", args=[post.pk]))
    assert "Where this post stands" not in str([each.attrs for each in shown.walk()])


def test_whoever_reads_a_blog_is_told_of_its_next_post(company, blog, clara, maya):
    other = BlogFactory()  # noise
    client = sign_in(maya)

    def versions() -> list[int]:
        places = [
            page(client.get(each.get_absolute_url())).first("div", id=f"page-{each.pk}") for each in (blog, other)
        ]
        return [int(place.attrs["data-version"]) for place in places]

    before, told = versions(), Event.objects.filter(stream=f"page:{blog.pk}").count()
    post = PostFactory(blog=blog, waits=True)
    assert versions() == before
    posts.publish(by=clara, post=post, base=post.head)
    after = versions()
    assert (after[0] > before[0], after[1] == before[1]) == (True, True)
    assert Event.objects.filter(stream=f"page:{blog.pk}").count() == told + 1


def test_whoever_reads_a_blog_is_told_when_something_of_it_changed(company, blog, clara, maya, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    other = BlogFactory(person=maya, title="Another")  # noise: what happens to it is told to others
    words = {"title": "From the attic", "purpose": "Every Monday", "hue": "2", "body": "<p>More.</p>"}
    named = {"people": "priya maya"}
    for name, typed in [("writing:edit", words), ("blogs:settings", named), ("blogs:blog_cover", {})]:
        blog.refresh_from_db()
        other.refresh_from_db()
        shown, mark = LivePage(sign_in(maya).get(blog.get_absolute_url()), maya), newest()
        sign_in(maya).post(reverse(name, args=[other.pk]), typed | {"base": other.head, "cover": upload()})
        assert "This page was changed" not in shown.hear_since(mark).tree.text, name
        answer = sign_in(clara).post(reverse(name, args=[blog.pk]), typed | {"base": blog.head, "cover": upload()})
        assert answer.status_code == 302, name
        assert "This page was changed" in shown.hear_since(mark).tree.text, name
    mark = newest()
    sign_in(clara).post(reverse("blogs:settings", args=[blog.pk]), named)
    assert newest() == mark  # the same once more is no change


def test_an_old_address_leads_on(company, blog, maya):
    post = PostFactory(blog=blog, title="New name")
    client = sign_in(maya)
    for name, each in zip(ADDRESSES, (blog, post), strict=True):
        answer = client.get(reverse(f"blogs:{name}", args=[each.pk, "old-name"]))
        assert answer["Location"] == each.get_absolute_url()


def test_a_stranger_to_a_closed_team_finds_nothing_at_any_address(company, maya, stranger):
    team = TeamFactory(is_closed=True, lead=maya)
    blog = BlogFactory(team=team, title="Secret plans")
    out, waits = PostFactory(blog=blog, author=maya), PostFactory(blog=blog, author=maya, waits=True)
    client, insider = sign_in(stranger), sign_in(maya)
    addresses = [blog.get_absolute_url(), *(each.get_absolute_url() for each in (out, waits))]
    addresses += [reverse(f"blogs:{name}", args=[each.pk, "x"]) for name, each in (("blog", blog), ("post", out))]
    addresses += [reverse(f"blogs:{name}", args=[blog.pk]) for name in NUMBERED]
    addresses += [reverse(f"blogs:{name}", args=[each.pk]) for name in OF_A_POST for each in (out, waits)]
    for address in addresses:
        for answer in (client.get(address), client.post(address, {"base": out.head, "why": "x"})):
            found = (answer.status_code, answer.headers.get("Location"))
            assert found in {(404, None), (405, None)}, address
    assert insider.get(blog.get_absolute_url()).status_code == 200  # noise
    assert insider.get(out.get_absolute_url()).status_code == 200


def test_a_preview_shows_the_post_without_anything_to_press(company, blog, clara):
    address = reverse("writing:preview_new", args=[blog.pk, "blogpost"])
    shown = page(sign_in(clara).post(address, {"title": "Soon", "body": "<p>Words</p>", "tags": ""}))
    assert "Soon" in shown.text
    assert not shown.all("section", "publication")
    address = reverse("writing:preview", args=[blog.pk])
    typed = {"title": "Renamed", "purpose": "For all", "hue": "2", "body": "<p>Words</p>"}
    shown = page(sign_in(clara).post(address, typed))
    assert "Renamed" in shown.text
    assert "For all" in shown.text


def test_the_writing_page_says_that_a_draft_is_kept(company, blog, clara, priya):
    post = PostFactory(blog=blog, waits=True)
    out = PostFactory(blog=blog)
    words = "saved as a draft"
    client = sign_in(clara)
    assert words in page(client.get(reverse("writing:new", args=[blog.pk, "blogpost"]))).text
    assert words in page(client.get(reverse("writing:edit", args=[post.pk]))).text
    assert words not in page(client.get(reverse("writing:edit", args=[out.pk]))).text


def test_the_pages_ask_as_often_for_many_rows_as_for_few(company, clara, flat):
    communicator = PersonFactory(role=Role.COMMUNICATIONS)
    blog = BlogFactory(person=clara, writers=(communicator,), cover=ImageFactory())
    post = PostFactory(blog=blog, tags=["one"])
    sizes: dict[str, list[int]] = {}
    client = sign_in(clara)

    def grow(count: int = 4) -> None:
        for number in range(count):
            other = BlogFactory(team=TeamFactory(lead=PersonFactory()), is_reviewed=True, cover=ImageFactory())
            member = other.team.memberships.get().person
            PostFactory(blog=other, author=member)
            asked = PostFactory(blog=other, author=member, waits=True)
            posts.submit(by=member, post=asked, goes_out_at=timezone.now() + timedelta(days=1))
            PostFactory(blog=blog, tags=[f"tag{number}-{count}"], cover=ImageFactory())
            mine = PostFactory(blog=blog, waits=True)
            Credit.objects.create(post=post, person=PersonFactory(), part=Part.PREPARED)
            planned = PostFactory(blog=blog, waits=True)
            posts.schedule(
                by=clara, post=planned, base=planned.head, goes_out_at=timezone.now() + timedelta(days=number + 1)
            )
            posts.submit(by=communicator, post=mine)

    grow(2)
    grown = {"home": reverse("blogs:home"), "blog": blog.get_absolute_url(), "post": post.get_absolute_url()}

    def reading(name: str, address: str):
        def read() -> None:
            answer = client.get(address)
            assert answer.status_code == 200
            sizes.setdefault(name, []).append(len(answer.content))

        return read

    asked = flat(grow, {name: reading(name, address) for name, address in grown.items()})
    assert all(few < many for few, many in sizes.values())  # noise: there was more to show
    assert max(asked.values()) <= MOST, asked
    assert Update.objects.count() == Announcement.objects.count()
