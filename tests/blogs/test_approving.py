"""Whoever says yes to a post has seen what goes out, and did not write it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from intranet.audit.models import Entry
from microblog.blogs import reviews, shelves, standing
from microblog.blogs.actions import posts, questions
from microblog.blogs.models import BlogPost, Departure, PostTag
from tests.factories import BlogFactory, MembershipFactory, PostFactory, TeamFactory
from tests.support import page, sign_in
from tests.support.pictures import png, upload

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("company", "media")]
LATER = timedelta(days=3)


@pytest.fixture
def draft(blog):
    PostFactory(blog=blog, waits=True, title="Another draft")  # noise
    return PostFactory(blog=blog, waits=True, title="We are moving", body="<p>To the river.</p>", tags=("office",))


def at(name: str, post) -> str:
    return reverse(f"blogs:{name}", args=[post.pk])


def fresh(post) -> BlogPost:
    return BlogPost.objects.get(pk=post.pk)


def plan(post, by, when=LATER) -> None:
    posts.schedule(by=by, post=post, base=fresh(post).head, goes_out_at=timezone.now() + when)


def cover(person, post) -> None:
    assert sign_in(person).post(at("post_cover", post), {"cover": upload(png())}).status_code == 302


def base_shown(person, post, name="publication") -> str:
    """What the button or the form there sends along."""
    shown = page(sign_in(person).get(post.get_absolute_url()))
    for button in shown.all("button", formaction=at(name, post)):
        return button.attrs["value"]
    return shown.form(at(name, post))["base"]


# --- Covers ----------------------------------------------------------------------------------------
def test_another_cover_has_to_be_approved_anew(draft, blog, clara, priya):
    hers = PostFactory(blog=blog, waits=True)
    for post, by in ((draft, priya), (hers, clara)):
        plan(post, clara)
        cover(by, post)
    assert [standing.of(fresh(post)).name for post in (draft, hers)] == ["changed", "planned"]
    Departure.objects.update(goes_out_at=timezone.now())
    assert posts.publish_due() == 1
    assert [fresh(post).live for post in (draft, hers)] == [False, True]


@pytest.mark.parametrize("name", ["publication", "approval", "departure"])
def test_nobody_says_yes_to_a_cover_that_they_have_not_seen(draft, clara, priya, name):
    posts.submit(by=priya, post=draft, goes_out_at=timezone.now() + LATER)
    base = base_shown(clara, draft, name)
    cover(priya, draft)
    when = f"{timezone.localtime() + LATER:%Y-%m-%dT%H:%M}"
    answer = sign_in(clara).post(at(name, draft), {"base": base, "goes_out_at": when})
    assert answer.status_code == 409
    assert "Somebody changed the cover of this post after you had opened it" in page(answer).text
    assert not fresh(draft).live
    assert not Departure.objects.exists()
    base = base_shown(clara, draft, name)
    assert sign_in(clara).post(at(name, draft), {"base": base, "goes_out_at": when}).status_code == 302
    assert fresh(draft).live or Departure.objects.filter(post=draft).exists()


# --- An earlier text -------------------------------------------------------------------------------
def test_an_earlier_text_is_approved_by_who_brings_it_back_if_they_may_publish(draft, clara, priya):
    first = draft.head
    for person, state in ((priya, "changed"), (clara, "planned")):
        typed = {"title": "Other", "body": "<p>Words.</p>", "base": fresh(draft).head, "tags": "office", "summary": ""}
        sign_in(clara).post(reverse("writing:edit", args=[draft.pk]), typed)
        plan(draft, clara)
        sent = {"revision": first, "base": fresh(draft).head}
        assert sign_in(person).post(reverse("writing:restore", args=[draft.pk]), sent).status_code == 302
        assert fresh(draft).title == "We are moving"
        assert standing.of(fresh(draft)).name == state
    assert [(each.person, each.part) for each in draft.credits.all()] == [(priya, "prepared"), (clara, "wrote")]
    assert list(PostTag.objects.filter(post=draft).values_list("tag__name", flat=True)) == ["office"]


def test_who_is_asked_to_read_a_post_reads_the_text_that_was_brought_back(draft, priya):
    first = draft.head
    typed = {"title": "Other", "body": "<p>Words.</p>", "base": first, "tags": "", "summary": ""}
    sign_in(priya).post(reverse("writing:edit", args=[draft.pk]), typed)
    posts.submit(by=priya, post=draft)
    sent = {"revision": first, "base": fresh(draft).head}
    assert sign_in(priya).post(reverse("writing:restore", args=[draft.pk]), sent).status_code == 302
    assert reviews.of(fresh(draft)).revision_id == fresh(draft).head


# --- The time --------------------------------------------------------------------------------------
def test_who_asks_again_after_a_typo_asks_for_the_same_time(draft, clara, priya):
    plan(draft, clara)
    goes_out_at = timezone.localtime(Departure.objects.get().goes_out_at)
    typed = {"title": "We are moving!", "body": "<p>To it.</p>", "base": draft.head, "tags": "", "summary": ""}
    sign_in(priya).post(reverse("writing:edit", args=[draft.pk]), typed)
    sent = page(sign_in(priya).get(fresh(draft).get_absolute_url())).form(at("review", draft))
    assert sent["goes_out_at"] == f"{goes_out_at:%Y-%m-%dT%H:%M}"
    assert sign_in(priya).post(at("review", draft), sent).status_code == 302
    sign_in(clara).post(at("approval", draft), {"base": base_shown(clara, fresh(draft), "approval")})
    assert not fresh(draft).live
    assert Departure.objects.get().goes_out_at == goes_out_at.replace(second=0, microsecond=0)


def test_what_was_sent_back_is_still_wanted_at_its_time_unless_that_has_passed(draft, clara, priya):
    wanted = timezone.localtime() + LATER
    posts.submit(by=priya, post=draft, goes_out_at=wanted)
    posts.send_back(by=clara, post=draft, why="Shorter, please")
    for moved, value in ((timedelta(), f"{wanted:%Y-%m-%dT%H:%M}"), (-2 * LATER, "")):
        draft.wish.goes_out_at = wanted + moved
        draft.wish.save()
        field = page(sign_in(priya).get(draft.get_absolute_url())).first("input", name="goes_out_at")
        assert field.attrs.get("value", "") == value


# --- The back office -------------------------------------------------------------------------------
def test_the_office_publishes_no_post_that_waits(clara, noor):
    whole = BlogFactory(title="Notes", person=noor)
    post = PostFactory(blog=whole, waits=True, title="Not yet")
    client = sign_in(clara)
    edit = reverse("wagtailadmin_pages:edit", args=[post.pk])
    sent = {**page(client.get(edit)).form(edit), "action-publish": "1"}
    heap = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    home = reverse("wagtailadmin_home")
    for address, fields in (
        (edit, sent),
        (f"{heap}?id={post.pk}&next={home}", {}),
        (f"{heap}?id={whole.pk}&next={home}", {"include_descendants": "on"}),
    ):
        answer = client.post(address, fields, follow=True)
        assert answer.status_code == 200
        assert "“Not yet” is not out yet. A post goes out from its own page" in page(answer).text
        assert post.get_absolute_url() in page(answer).text
        assert not Page.objects.get(pk=post.pk).live
    assert not Entry.objects.filter(action="blogpost.released").exists()


def test_the_office_still_publishes_everything_else(clara):
    blog = BlogFactory()
    Page.objects.filter(pk=blog.pk).update(live=False)
    heap = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    home = reverse("wagtailadmin_home")
    sign_in(clara).post(f"{heap}?id={blog.pk}&next={home}", {})
    assert Page.objects.get(pk=blog.pk).live


# --- Who wrote it ----------------------------------------------------------------------------------
def test_who_wrote_a_post_and_has_left_the_team_answers_no_questions_there(maya, tom, ines):
    blog = BlogFactory(team=TeamFactory(lead=maya, members=[tom]))
    post = PostFactory(blog=blog, author=tom)
    questions.ask(by=ines, post=post, text="How?", key="the-first-key")
    for status in (200, 403):
        assert sign_in(tom).get(at("answers", post), follow=True).status_code == status
        assert sign_in(tom).get(at("reach", post)).status_code == status
        blog.team.memberships.filter(person=tom).delete()
    assert sign_in(maya).get(at("answers", post), follow=True).status_code == 200


def test_a_lead_does_not_send_out_unread_what_she_wrote_herself(team_blog, maya, tom, olu):
    post = PostFactory(blog=team_blog, author=maya, waits=True)
    toms = PostFactory(blog=team_blog, author=tom, waits=True)
    client = sign_in(maya)
    assert client.post(at("publication", post), {"base": post.head}).status_code == 403
    assert client.post(at("review", post)).status_code == 302
    assert client.post(at("approval", post), {"base": post.head}).status_code == 403
    shown = page(client.get(post.get_absolute_url()))
    assert "Waits for somebody to read it" in shown.first("div", "status").text
    assert not shown.all("button", formaction=at("approval", post))
    posts.submit(by=tom, post=toms)
    assert [row.post.title for row in shelves.to_read(shelves.waiting(maya))] == [toms.title]
    assert {row.post.title for row in shelves.to_read(shelves.waiting(olu))} == {post.title, toms.title}
    assert sign_in(olu).post(at("approval", post), {"base": post.head}).status_code == 302
    assert client.post(at("publication", toms), {"base": toms.head}).status_code == 302
    assert [fresh(each).live for each in (post, toms)] == [True, True]


def test_a_lead_sends_it_out_where_nobody_else_could_read_it(team_blog, maya, tom, olu):
    post = PostFactory(blog=team_blog, author=maya, waits=True)
    olu.is_active = False
    olu.save(update_fields=["is_active"])
    MembershipFactory(is_lead=True)  # noise: leads another team
    assert sign_in(maya).post(at("publication", post), {"base": post.head}).status_code == 302
    assert fresh(post).live


def test_the_moderator_of_a_company_reads_nothing_for_a_closed_team_that_they_do_not_see(maya, noor, olu):
    blog = BlogFactory(team=TeamFactory(is_closed=True, lead=maya), is_reviewed=True)
    post = PostFactory(blog=blog, author=maya, waits=True)
    MembershipFactory(team=blog.team, person=noor, is_lead=True)
    assert sign_in(maya).post(at("publication", post), {"base": post.head}).status_code == 403
    blog.team.memberships.filter(person=noor).delete()
    assert sign_in(maya).post(at("publication", post), {"base": post.head}).status_code == 302
