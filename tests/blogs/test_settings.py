"""Who writes in a blog, whether somebody reads it first, and covers."""

import pytest
from django.urls import reverse

from intranet.audit.models import Entry
from intranet.people.models import Role
from intranet.writing.models import FileUse, Image
from microblog.blogs.actions import posts
from microblog.blogs.models import Announcement, Blog, BlogPost
from tests.factories import BlogFactory, PersonFactory, PostFactory, TeamFactory
from tests.support import page, sign_in
from tests.support.pictures import png, upload

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media")]


def at(name: str, thing) -> str:
    return reverse(f"blogs:{name}", args=[thing.pk])


def writers(blog) -> set[str]:
    return set(blog.writers.values_list("person__username", flat=True))


def test_the_owner_says_who_else_writes_and_those_who_stay_were_asked_before(company, blog, clara, priya, tom):
    other = BlogFactory(writers=(priya,))  # noise
    client = sign_in(clara)
    before = blog.writers.get()
    form = page(client.get(at("settings", blog))).form("")
    assert (form["people"], "is_reviewed" in form) == ("priya", False)  # her approval is asked for anyway
    assert client.post(at("settings", blog), {"people": "@priya, tom"}).status_code == 302
    assert writers(blog) == {"priya", "tom"}
    assert blog.writers.get(person=priya) == before
    assert sign_in(tom).get(reverse("writing:new", args=[blog.pk, "blogpost"])).status_code == 200
    client.post(at("settings", blog), {"people": "tom"})
    client.post(at("settings", blog), {"people": "tom"})
    assert (writers(blog), writers(other)) == ({"tom"}, {"priya"})
    assert sign_in(priya).get(reverse("writing:new", args=[blog.pk, "blogpost"])).status_code == 403
    assert Entry.objects.filter(action="blog.writers").count() == 2


def test_an_unknown_username_comes_back_beside_the_field(company, blog, clara):
    PersonFactory(username="gone", former=True)
    for name in ("nobody", "gone"):
        answer = sign_in(clara).post(at("settings", blog), {"people": f"priya {name}"})
        assert answer.status_code == 422
        assert f"Nobody here has the username “{name}”." in page(answer).text
        assert page(answer).first("input", name="people").attrs["value"] == f"priya {name}"
    assert writers(blog) == {"priya"}


def test_a_writer_who_has_left_the_company_keeps_nobody_from_saving(company, blog, clara, priya, tom):
    blog.writers.create(person=tom, asked_by=clara)
    tom.is_active = False
    tom.save(update_fields=["is_active"])
    shown = page(sign_in(clara).get(at("settings", blog))).form("")
    assert shown["people"] == "priya"
    assert sign_in(clara).post(at("settings", blog), {"people": shown["people"]}).status_code == 302
    assert writers(blog) == {"priya"}


def test_who_cannot_read_the_blog_of_a_closed_team_cannot_be_asked_to_write_there(company, maya, tom, stranger):
    blog = BlogFactory(team=TeamFactory(is_closed=True, lead=maya, members=[tom]))
    answer = sign_in(maya).post(at("settings", blog), {"people": "tom stranger"})
    assert answer.status_code == 422
    assert "cannot read this blog" in page(answer).first("p", "error").text
    assert sign_in(maya).post(at("settings", blog), {"people": "tom"}).status_code == 302
    assert writers(blog) == {"tom"}


def test_the_lead_says_whether_somebody_reads_first(company, team_blog, maya, tom):
    other = BlogFactory(team=TeamFactory(lead=maya), is_reviewed=True)  # noise
    assert sign_in(tom).get(at("settings", team_blog)).status_code == 403
    assert sign_in(maya).post(at("settings", team_blog), {"people": ""}).status_code == 302
    assert not Blog.objects.get(pk=team_blog.pk).is_reviewed
    sign_in(maya).post(at("settings", team_blog), {"people": "", "is_reviewed": "on"})
    assert Blog.objects.get(pk=team_blog.pk).is_reviewed
    assert Blog.objects.get(pk=other.pk).is_reviewed
    assert Entry.objects.filter(action="blog.changed").count() == 2


def test_only_those_who_answer_for_a_blog_open_its_settings(company, blog, clara, priya, maya):
    BlogFactory(person=maya)  # noise: she answers for another one
    for name in ("settings", "blog_cover"):
        for person in (priya, maya):
            assert sign_in(person).get(at(name, blog)).status_code == 403
            assert sign_in(person).post(at(name, blog), {"people": ""}).status_code == 403
        assert sign_in(clara).get(at(name, blog)).status_code == 200
    assert writers(blog) == {"priya"}


def test_communications_look_after_the_blog_of_the_ceo_and_do_not_say_who_reads_her_drafts(
    company, blog, clara, priya, maya
):
    draft = PostFactory(blog=blog, waits=True, title="We close a branch")
    speaker = PersonFactory(username="speaker", role=Role.COMMUNICATIONS)
    admin, client = sign_in(PersonFactory(admin=True)), sign_in(speaker)
    assert client.post(at("settings", blog), {"people": "priya speaker"}).status_code == 403
    assert client.get(at("settings", blog)).status_code == 403
    assert writers(blog) == {"priya"}
    assert client.get(draft.get_absolute_url()).status_code == 404
    assert client.post(at("blog_cover", blog), {"cover": upload()}).status_code == 302  # how it looks is theirs, too
    shown = {a.attrs["href"] for a in page(client.get(blog.get_absolute_url())).all("a")}
    assert at("blog_cover", blog) in shown
    assert at("settings", blog) not in shown
    assert admin.post(at("settings", blog), {"people": "maya"}).status_code == 302
    assert writers(blog) == {"maya"}
    of_team = BlogFactory(team=TeamFactory())  # noise: the blog of a team speaks for nobody alone
    assert client.post(at("settings", of_team), {"people": "priya"}).status_code == 302
    assert writers(of_team) == {"priya"}


def test_a_cover_is_seen_by_readers_and_the_one_before_no_longer(company, blog, clara, maya):
    client, reader = sign_in(clara), sign_in(maya)
    other = BlogFactory(person=maya)  # noise: keeps its own
    reader.post(at("blog_cover", other), {"cover": upload(png("third"), name="three.png")})
    assert client.post(at("blog_cover", blog), {"cover": upload()}).status_code == 302
    first = Blog.objects.get(pk=blog.pk).cover
    assert page(reader.get(blog.get_absolute_url())).first("img", "cover").attrs["src"] == first.src
    assert reader.get(first.src).status_code == 200
    client.post(at("blog_cover", blog), {"cover": upload(png("second"), name="two.png")})
    second = Blog.objects.get(pk=blog.pk).cover
    assert [reader.get(each.src).status_code for each in (first, second)] == [404, 200]
    assert client.post(at("blog_cover", blog), {"_method": "delete"}).status_code == 302
    assert Blog.objects.get(pk=blog.pk).cover is None
    assert reader.get(Blog.objects.get(pk=other.pk).cover.src).status_code == 200
    assert not FileUse.objects.of("blog", [blog.pk]).exists()


def test_the_cover_of_a_post_waits_with_it_and_then_stands_in_the_feed(company, blog, clara, priya, maya):
    post = PostFactory(blog=blog, waits=True)
    assert sign_in(priya).post(at("post_cover", post), {"cover": upload()}).status_code == 302
    post.refresh_from_db()
    cover = post.cover
    assert [sign_in(person).get(cover.src).status_code for person in (clara, maya)] == [200, 404]
    posts.publish(by=clara, post=post, base=post.head)
    told = Announcement.objects.get(post=post).update
    assert told.card["picture"]["src"] == cover.src
    assert sign_in(maya).get(cover.src).status_code == 200
    assert sign_in(priya).post(at("post_cover", post), {"cover": upload()}).status_code == 403  # it is out now
    sign_in(clara).post(at("post_cover", post), {"cover": upload(png("other"))})
    told.refresh_from_db()
    assert told.card["picture"]["src"] == BlogPost.objects.get(pk=post.pk).cover.src != cover.src
    changed = {"title": "Other words", "body": "<p>Of mine.</p>", "base": post.head, "tags": ""}
    assert sign_in(clara).post(reverse("writing:edit", args=[post.pk]), changed).status_code == 302
    now = BlogPost.objects.get(pk=post.pk)
    assert now.title == "Other words"
    assert sign_in(maya).get(now.cover.src).status_code == 200


def test_what_is_no_picture_is_refused_beside_the_field(company, blog, clara, settings):
    post = PostFactory(blog=blog)
    client = sign_in(clara)
    for thing, name in ((blog, "blog_cover"), (post, "post_cover")):
        for sent in ({}, {"cover": upload(b"words", name="words.png")}):
            answer = client.post(at(name, thing), sent)
            assert answer.status_code == 422
            assert page(answer).all("p", "error")
    settings.MAX_UPLOAD = 20
    answer = client.post(at("blog_cover", blog), {"cover": upload()})
    assert answer.status_code == 413
    assert "too big" in page(answer).first("p", "error").text
    assert not Image.objects.exists()
