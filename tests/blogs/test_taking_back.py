"""Who asked for approval may take that back; whoever comes too late to say yes is told so."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import TaskState

from intranet.audit.models import Entry
from microblog.blogs import reviews, standing
from microblog.blogs.actions import posts
from microblog.blogs.models import BlogPost
from tests.factories import BlogFactory, PersonFactory, PostFactory, TeamFactory
from tests.support import page, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("company")]
TOO_LATE = "This post no longer waits for approval"


@pytest.fixture
def asked(team_blog, tom):
    """Tom asks, in a blog that Maya answers for, and Olu as a moderator."""
    other, post = (PostFactory(blog=team_blog, author=tom, waits=True) for _ in range(2))
    for each in (other, post):
        posts.submit(by=tom, post=each)
    return post


def at(name: str, post) -> str:
    return reverse(f"blogs:{name}", args=[post.pk])


def fresh(post) -> BlogPost:
    return BlogPost.objects.get(pk=post.pk)


def said(answer, client) -> str:
    """What stands on the page that one is led to."""
    assert answer.status_code == 302
    return page(client.get(answer.headers["Location"])).text


def take_back(person, post):
    client = sign_in(person)
    return client.post(at("review", post), {"_method": "delete"}), client


def test_who_asked_takes_it_back_and_the_post_is_a_draft_again(asked, tom, mailoutbox):
    step = reviews.of(asked)
    (button,) = page(sign_in(tom).get(asked.get_absolute_url())).all("button", formaction=at("review", asked))
    assert (button.text, button.attrs["value"]) == ("Take the request back", "delete")
    assert "It is a draft again, and waits for nobody." in said(*take_back(tom, asked))
    assert standing.of(fresh(asked)).name == "draft"
    state = TaskState.objects.get(pk=step.pk)
    assert (state.status, state.workflow_state.status) == ("cancelled", "cancelled")
    assert Entry.objects.filter(action="blogpost.called_off", by_id=tom.pk).count() == 1
    assert TOO_LATE in said(*take_back(tom, asked))  # pressed twice
    assert Entry.objects.filter(action="blogpost.called_off").count() == 1
    assert reviews.of(BlogPost.objects.exclude(pk=asked.pk).get())  # noise
    assert mailoutbox == []
    assert sign_in(tom).post(at("review", asked)).status_code == 302
    assert standing.of(fresh(asked)).name == "asked"


def test_so_may_whoever_writes_there_and_nobody_else(asked, team_blog, maya, olu, stranger):
    colleague = PersonFactory()
    team_blog.team.memberships.create(person=colleague)
    for person, status in ((olu, 403), (stranger, 404), (PersonFactory(), 404)):
        assert take_back(person, asked)[0].status_code == status
    assert reviews.of(fresh(asked))
    assert not page(sign_in(olu).get(asked.get_absolute_url())).all("button", formaction=at("review", asked))
    for person in (colleague, maya):
        assert take_back(person, asked)[0].status_code == 302
        assert reviews.of(fresh(asked)) is None
        posts.submit(by=colleague, post=asked)


@pytest.mark.parametrize(("name", "sent"), [("approval", {}), ("refusal", {"why": "Too long"})])
def test_whoever_was_about_to_answer_is_told_that_it_no_longer_waits(asked, team_blog, tom, maya, olu, name, sent):
    titles = {"title": "Other words", "body": "<p>Of mine.</p>", "base": asked.head, "tags": "", "summary": ""}
    take_back(tom, asked)
    for person in (maya, olu):
        client = sign_in(person)
        answer = client.post(at(name, asked), {"base": fresh(asked).as_read, **sent})
        assert TOO_LATE in said(answer, client)
    sign_in(tom).post(reverse("writing:edit", args=[asked.pk]), titles)
    address = fresh(asked).get_absolute_url()
    for ask in (lambda: client.post(at(name, asked), sent), lambda: client.get(address)):
        answer = ask()
        assert answer.headers["Location"] == team_blog.get_absolute_url()
        shown = said(answer, client)
        assert TOO_LATE in shown
        assert "Other words" not in shown
    assert standing.of(fresh(asked)).name == "draft"
    assert not fresh(asked).live


def test_whoever_was_never_asked_is_told_nothing(asked, team_blog, blog, tom, olu, stranger, closed_team, noor):
    never = PostFactory(blog=team_blog, author=tom, waits=True)
    hidden = PostFactory(blog=BlogFactory(team=closed_team, is_reviewed=True), author=noor, waits=True)
    was_out = PostFactory(blog=team_blog, author=tom)
    posts.submit(by=noor, post=hidden)
    posts.withdraw(by=olu, post=was_out)
    for post in (asked, hidden):
        posts.call_off(by=tom, post=post)
    for person, post in ((olu, never), (olu, hidden), (olu, was_out), (stranger, asked), (PersonFactory(), asked)):
        client = sign_in(person)
        for answer in (client.post(at("approval", post)), client.get(post.get_absolute_url())):
            assert (answer.status_code, answer.headers.get("Location")) == (404, None)


def test_a_moderator_who_sends_it_back_or_plans_it_comes_to_the_blog(asked, team_blog, tom, olu):
    client = sign_in(olu)
    answer = client.post(at("refusal", asked), {"why": "Too long"})
    assert answer.headers["Location"] == team_blog.get_absolute_url()
    assert "It is sent back. Those who write there see why." in said(answer, client)
    when = timezone.localtime() + timedelta(days=2)
    posts.submit(by=tom, post=asked, goes_out_at=when)
    answer = client.post(at("approval", asked), {"base": fresh(asked).as_read})
    assert f"It goes out {when:%A %H:%M}. Until then only those who write in" in said(answer, client)


# --- What became true ------------------------------------------------------------------------------
def test_each_press_is_answered_with_what_became_true(blog, clara, priya):
    post = PostFactory(blog=blog, waits=True)
    when = timezone.localtime() + timedelta(days=2)
    time = {"goes_out_at": f"{when:%Y-%m-%dT%H:%M}"}
    steps = (
        (
            priya,
            "review",
            time,
            f"It waits for Clara Duarte to read it. It goes out when it is approved, but not before {when:%A}",
        ),
        (
            clara,
            "approval",
            {},
            f"It goes out {when:%A %H:%M}. Until then only those who write in “From the top floor”",
        ),
        (clara, "departure", {"_method": "delete"}, "It does not go out by itself any more."),
        (clara, "departure", time, f"It goes out {when:%A %H:%M}."),
        (clara, "publication", {}, "It is out: everybody can read it."),
        (clara, "withdrawal", {}, "is withdrawn. Those who write there can publish it again."),
        (priya, "review", {}, "It goes out when it is approved."),
        (clara, "approval", {}, "It is out: everybody can read it."),
    )
    for person, name, sent, sentence in steps:
        client = sign_in(person)
        assert sentence in said(client.post(at(name, post), {"base": fresh(post).as_read, **sent}), client), name


def test_who_publishes_in_a_closed_team_reads_for_whom_it_is(closed_team, noor, maya, tom):
    closed = PostFactory(blog=BlogFactory(team=closed_team), author=noor, waits=True)
    open_one = PostFactory(blog=BlogFactory(team=TeamFactory(lead=maya)), author=maya, waits=True)
    for person, post, who in ((noor, closed, f"{closed_team} alone"), (maya, open_one, "everybody")):
        client = sign_in(person)
        answer = client.post(at("publication", post), {"base": post.as_read})
        assert f"It is out: {who} can read it." in said(answer, client)


# --- For whom it waits -----------------------------------------------------------------------------
def test_what_waits_for_the_reader_says_so_in_lists_and_on_the_page(
    asked, team_blog, blog, maya, tom, olu, priya, clara
):
    prepared = PostFactory(blog=blog, author=priya, waits=True)
    posts.submit(by=priya, post=prepared)
    lead = PersonFactory(name="Ben Ali")
    team_blog.team.memberships.create(person=lead, is_lead=True)
    for person, post, on_the_page, in_the_list in (
        (maya, asked, "Waits for you or Ben Ali to read it", "Waits for you to read it"),
        (clara, prepared, "Waits for you to read it", "Waits for you to read it"),
        (tom, asked, "Waits for Ben Ali or Maya Okafor to read it", "Waits for somebody to read it"),
        (priya, prepared, "Waits for Clara Duarte to read it", "Waits for Clara Duarte to read it"),
    ):
        client = sign_in(person)
        assert page(client.get(post.get_absolute_url())).first("div", "status").text.startswith(on_the_page)
        for address in (reverse("blogs:home"), post.of_blog.get_absolute_url()):
            (row,) = (
                each for each in page(client.get(address)).all("li") if each.all("a", href=post.get_absolute_url())
            )
            assert in_the_list in row.text
    shown = page(sign_in(olu).get(asked.get_absolute_url())).first("div", "status").text
    assert shown.startswith("Waits for you, Ben Ali or Maya Okafor to read it")
