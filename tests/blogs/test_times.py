"""Times are shown and chosen as the clocks of the company show them, and whoever chooses one is told which clocks."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.urls import reverse

from microblog.blogs.actions import posts
from microblog.blogs.models import BlogPost, Departure, Wish
from tests.factories import PostFactory
from tests.support import page, sign_in
from tests.support.blogs import update_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("company")]
NOW = datetime(2027, 3, 20, 13, 5, tzinfo=UTC)


@pytest.fixture(autouse=True)
def berlin(settings):
    """Eight days before the clocks there are put forward."""
    settings.TIME_ZONE = "Europe/Berlin"
    with time_machine.travel(NOW):
        yield


@pytest.fixture
def draft(blog):
    PostFactory(blog=blog, waits=True, title="Another draft")  # noise
    return PostFactory(blog=blog, waits=True, title="We are moving")


def choose(person, post, when, name="departure"):
    return sign_in(person).post(reverse(f"blogs:{name}", args=[post.pk]), {"base": post.head, "goes_out_at": when})


def test_whoever_chooses_a_time_reads_beside_the_field_whose_time_it_is(draft, clara, priya):
    for person in (clara, priya):
        shown = page(sign_in(person).get(draft.get_absolute_url()))
        field = shown.first("input", name="goes_out_at")
        help_text = shown.first(id=field.attrs["aria-describedby"].split()[0])
        assert help_text.text.startswith("In Europe/Berlin, where it is now 14:05.")


def test_a_chosen_time_is_that_of_the_company_and_is_shown_and_offered_again_as_such(draft, clara, settings):
    assert "The time is that of" not in sign_in(clara).get(draft.get_absolute_url()).content.decode()
    assert choose(clara, draft, "2027-03-22T08:00").status_code == 302
    assert Departure.objects.get().goes_out_at == datetime(2027, 3, 22, 7, tzinfo=UTC)
    shown = page(sign_in(clara).get(draft.get_absolute_url()))
    assert shown.first("div", "status").text == "Goes out Monday 08:00"
    assert "The time is that of Europe/Berlin, where it is now 14:05." in shown.first("section", "publication").text
    assert shown.first("input", name="goes_out_at").attrs["value"] == "2027-03-22T08:00"
    settings.TIME_ZONE = "UTC"
    shown = page(sign_in(clara).get(draft.get_absolute_url()))
    assert shown.first("div", "status").text == "Goes out Monday 07:00"
    assert "The time is that of UTC, where it is now 13:05." in shown.first("section", "publication").text


@pytest.mark.parametrize("name", ["departure", "review"])
def test_a_time_that_the_clocks_leave_out_comes_back_with_the_next_that_there_is(draft, clara, priya, name):
    person = clara if name == "departure" else priya
    answer = choose(person, draft, "2027-03-28T02:30", name)
    assert answer.status_code == 422
    field = page(answer).first("input", name="goes_out_at")
    assert (field.attrs["value"], field.attrs["aria-invalid"]) == ("2027-03-28T02:30", "true")
    said = "There is no 02:30 on that day: the clocks are put forward. Choose 03:30, or another time."
    assert said in [error.text for error in page(answer).all("p", "error")]
    assert not Departure.objects.exists()
    assert not Wish.objects.exists()
    assert choose(person, draft, "2027-03-28T03:30", name).status_code == 302
    row = Departure.objects.get() if name == "departure" else Wish.objects.get()
    assert row.goes_out_at == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)


def test_of_a_time_that_the_clocks_show_twice_it_is_the_first(draft, clara):
    assert choose(clara, draft, "2027-10-31T02:30").status_code == 302
    assert Departure.objects.get().goes_out_at == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)
    with time_machine.travel(datetime(2027, 10, 31, 0, 29, tzinfo=UTC)):
        assert posts.publish_due() == 0
    with time_machine.travel(datetime(2027, 10, 31, 0, 31, tzinfo=UTC)):
        assert posts.publish_due() == 1
    assert BlogPost.objects.get(pk=draft.pk).live


@pytest.mark.parametrize(
    ("zone", "said", "clocks"), [("Europe/Berlin", "14:05", "CET"), ("Asia/Kolkata", "18:35", "IST")]
)
def test_a_time_that_was_is_shown_on_the_clocks_of_the_company_and_its_title_says_which(
    blog, clara, settings, zone, said, clocks
):
    settings.TIME_ZONE = zone
    told = update_of(PostFactory(blog=blog))
    time = page(sign_in(clara).get("/")).first("article", id=f"update-{told.pk}").first("header").first("time")
    assert time.text == f"20 Mar 2027, {said}"
    assert time.attrs["title"] == f"20 Mar 2027, {said} {clocks}"
    assert datetime.fromisoformat(time.attrs["datetime"]) == told.posted_at
