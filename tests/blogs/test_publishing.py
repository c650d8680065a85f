"""What those who write press to send a post out, and what happens then."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from intranet.audit.models import Entry
from microblog.blogs import reviews
from microblog.blogs.actions import posts
from microblog.blogs.models import BlogPost, Departure
from microblog.models import Update
from tests.factories import PersonFactory, PostFactory, TeamFactory
from tests.support import page, sign_in

pytestmark = pytest.mark.django_db


def at(name: str, post) -> str:
    return reverse(f"blogs:{name}", args=[post.pk])


def press(person, name: str, post, **sent):
    return sign_in(person).post(at(name, post), {"base": post.head, **sent})


def typed(when) -> str:
    """As a browser sends it."""
    return f"{timezone.localtime(when):%Y-%m-%dT%H:%M}"


def stands(person, post) -> str:
    """The sentence on top of the post."""
    return page(sign_in(person).get(post.get_absolute_url())).first("div", "status").text


def is_out(post) -> bool:
    return BlogPost.objects.get(pk=post.pk).live


def in_days(days: int):
    return (timezone.localtime() + timedelta(days=days)).replace(hour=8, minute=0, second=0, microsecond=0)


@pytest.fixture
def draft(blog):
    PostFactory(blog=blog, waits=True, title="Another draft")  # noise
    return PostFactory(blog=blog, waits=True, title="We are moving")


def test_the_owner_publishes_with_one_press_and_a_second_one_does_no_harm(company, draft, clara, maya):
    assert stands(clara, draft) == "Draft"
    assert [press(clara, "publication", draft).status_code for _ in range(2)] == [302, 302]
    assert is_out(draft)
    assert Update.objects.count() == 1
    assert Entry.objects.filter(action="blogpost.released").count() == 1
    assert sign_in(maya).get(draft.get_absolute_url()).status_code == 200


def test_the_assistant_cannot_publish_in_the_blog_of_the_chief(company, draft, clara, priya):
    shown = page(sign_in(priya).get(draft.get_absolute_url()))
    pressable = {node.attrs.get("formaction", node.attrs.get("action")) for node in shown.walk()}
    assert at("review", draft) in pressable
    assert not pressable & {at(name, draft) for name in ("publication", "departure", "approval", "refusal")}
    sent = {"goes_out_at": typed(in_days(2)), "why": "x"}
    for name in ("publication", "departure", "approval", "refusal"):
        assert press(priya, name, draft, **sent).status_code == 403, name
    press(priya, "review", draft)
    assert press(priya, "approval", draft).status_code == 403
    assert not is_out(draft)
    assert not Departure.objects.exists()


def test_the_assistant_asks_the_chief_approves_and_it_goes_out_when_it_was_wanted(company, draft, clara, priya):
    wanted = in_days(3)
    assert press(priya, "review", draft, goes_out_at=typed(wanted)).status_code == 302
    assert press(priya, "review", draft).status_code == 302  # pressed twice
    said = "Waits for {} to read it, asked by Priya Raman; wanted {:%A} 08:00"
    assert [stands(person, draft) for person in (priya, clara)] == [
        said.format(name, wanted) for name in ("Clara Duarte", "you")
    ]
    assert [press(clara, "approval", draft).status_code for _ in range(2)] == [302, 302]
    assert not is_out(draft)
    assert Departure.objects.get(post=draft).goes_out_at == wanted
    assert stands(priya, draft) == f"Goes out {wanted:%A} 08:00"
    assert Entry.objects.filter(action="blogpost.approved").count() == 1


def test_without_a_wanted_time_it_goes_out_when_it_is_approved(company, draft, clara, priya):
    press(priya, "review", draft)
    press(clara, "approval", draft)
    assert is_out(draft)


def test_what_is_sent_back_says_why_and_can_be_asked_about_again(company, draft, clara, priya):
    press(priya, "review", draft)
    answer = press(clara, "refusal", draft, why=" ")
    assert answer.status_code == 422
    assert "Say in a line what is missing." in page(answer).text
    assert [press(clara, "refusal", draft, why="Too long for a phone").status_code for _ in range(2)] == [302, 302]
    assert stands(priya, draft) == "Sent back by Clara Duarte: Too long for a phone"
    assert Entry.objects.filter(action="blogpost.sent_back").count() == 1
    press(priya, "review", draft)
    assert stands(clara, draft).startswith("Waits for you to read it, asked by Priya Raman")
    press(clara, "approval", draft)
    assert is_out(draft)


def test_a_time_that_does_not_fit_comes_back_beside_the_field_with_what_was_typed(company, draft, clara):
    gone = typed(timezone.now() - timedelta(hours=1))
    for sent, sentence in ((gone, "This time has passed."), ("soon", "Write the day and the time"), ("", "Say when.")):
        answer = press(clara, "departure", draft, goes_out_at=sent)
        assert answer.status_code == 422
        field = page(answer).first("input", name="goes_out_at")
        assert (field.attrs.get("value", ""), field.attrs["aria-invalid"]) == (sent, "true")
        error = next(each for each in page(answer).all("p", "error") if sentence in each.text)
        assert error.attrs["id"] in field.attrs["aria-describedby"]
    assert not Departure.objects.exists()


def test_who_wishes_for_a_time_that_has_passed_is_not_told_to_publish_it(company, draft, priya):
    answer = press(priya, "review", draft, goes_out_at=typed(timezone.now() - timedelta(hours=1)))
    assert answer.status_code == 422
    shown = page(answer).first("section", "publication").text
    assert "This time has passed. Choose a later one, or none." in shown
    assert "publish" not in shown


def test_a_time_is_set_changed_and_stopped(company, draft, clara, priya):
    for days in (2, 3, 3):
        assert press(clara, "departure", draft, goes_out_at=typed(in_days(days))).status_code == 302
    assert stands(clara, draft) == f"Goes out {in_days(3):%A} 08:00"
    assert "UTC" in page(sign_in(clara).get(draft.get_absolute_url())).first("section", "publication").text
    for _ in range(2):
        assert press(priya, "departure", draft, _method="delete").status_code == 302  # to stop it harms nobody
    assert stands(clara, draft) == "Draft"
    assert Entry.objects.filter(action="blogpost.unscheduled").count() == 1


def test_nobody_sends_out_what_they_have_not_read(company, draft, clara, priya):
    changed = {"title": "Other words", "body": "<p>Of mine.</p>", "base": draft.head, "tags": ""}
    press(priya, "review", draft)
    assert sign_in(priya).post(reverse("writing:edit", args=[draft.pk]), changed).status_code == 302
    head = BlogPost.objects.get(pk=draft.pk).head
    compare = f"{reverse('writing:compare', args=[draft.pk])}?from={draft.head}&to={head}"
    for name, sent in (("publication", {}), ("approval", {}), ("departure", {"goes_out_at": typed(in_days(1))})):
        answer = press(clara, name, draft, **sent)
        assert answer.status_code == 409, name
        assert "Priya Raman saved this post after you had opened it" in page(answer).text
        assert page(answer).all("a", href=compare)
    for odd in ("", "x", "-1", "9" * 30):
        assert press(clara, "publication", draft, base=odd).status_code == 409
    assert not is_out(draft)
    press(clara, "approval", BlogPost.objects.get(pk=draft.pk))
    assert is_out(draft)


def test_in_a_reviewed_blog_a_member_asks_and_the_lead_or_a_moderator_answers(company, team_blog, maya, tom, olu):
    elsewhere = TeamFactory(lead=PersonFactory()).memberships.get().person  # noise: leads another team
    for reader in (maya, olu):
        post = PostFactory(blog=team_blog, author=tom, waits=True)
        assert press(tom, "publication", post).status_code == 403
        press(tom, "review", post)
        assert stands(tom, post).startswith("Waits for Maya Okafor to read it")
        assert press(elsewhere, "approval", post).status_code == 404
        assert press(reader, "approval", post).status_code == 302
        assert is_out(post)


def test_what_is_changed_after_it_was_planned_says_so(company, draft, clara, priya):
    press(clara, "departure", draft, goes_out_at=typed(in_days(2)))
    changed = {"title": "Other words", "body": "<p>Of mine.</p>", "base": draft.head, "tags": ""}
    sign_in(priya).post(reverse("writing:edit", args=[draft.pk]), changed)
    post = BlogPost.objects.get(pk=draft.pk)
    assert stands(priya, post).startswith("Was to go out")
    press(priya, "review", post)
    assert stands(clara, post).startswith("Waits for you")


def test_a_post_is_withdrawn_after_a_question_and_can_come_back(company, blog, clara, priya, maya):
    post = PostFactory(blog=blog, title="Too early")
    stays = PostFactory(blog=blog, title="Stays")  # noise
    assert press(priya, "withdrawal", post).status_code == 403
    assert press(maya, "withdrawal", post).status_code == 403
    assert "Withdraw this post?" in page(sign_in(clara).get(at("withdrawal", post))).text
    assert [press(clara, "withdrawal", post).status_code for _ in range(2)] == [302, 302]
    assert stands(priya, post) == "Withdrawn"
    assert Entry.objects.filter(action="blogpost.withdrawn").count() == 1
    assert [sign_in(maya).get(each.get_absolute_url()).status_code for each in (post, stays)] == [404, 200]
    press(clara, "publication", BlogPost.objects.get(pk=post.pk))
    assert is_out(post)


def test_what_is_out_is_neither_planned_nor_asked_about(company, blog, clara, priya):
    post = PostFactory(blog=blog)
    for name in ("departure", "review", "refusal", "approval"):
        assert press(clara, name, post, goes_out_at=typed(in_days(1)), why="x").status_code == 302
    with pytest.raises(reviews.AlreadyAsked):
        posts.submit(by=priya, post=post)
    assert not Departure.objects.exists()
    assert reviews.of(post) is None


def test_a_reader_presses_nothing(company, draft, maya):
    out = PostFactory(blog=draft.of_blog)
    someone = PersonFactory()
    for person in (maya, someone):
        for name in ("publication", "departure", "review", "approval", "refusal", "withdrawal"):
            assert press(person, name, draft).status_code == 404
    assert press(maya, "withdrawal", out).status_code == 403
