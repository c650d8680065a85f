"""Whoever may begin a blog says whose it is: their own, a team's or a colleague's."""

import pytest
from django.urls import reverse

from intranet.people.models import Role
from microblog.blogs.models import Blog, BlogsHome
from tests.factories import BlogFactory, PersonFactory, TeamFactory
from tests.support import page, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def priya(company):
    """Does the communications, and leads a team."""
    return PersonFactory(username="priya", name="Priya Raman", role=Role.COMMUNICATIONS)


@pytest.fixture
def address(company) -> str:
    return reverse("writing:new", args=[BlogsHome.the_one().pk, "blog"])


def begin(person, address: str, **typed):
    client = sign_in(person)
    empty = page(client.get(address)).form("")
    words = {"title": "From the cellar", "purpose": "Every Monday", "hue": "3", "body": "<p>Who we are.</p>"}
    return client.post(address, empty | words | typed)


def choices(client, address: str) -> list[str]:
    return [option.text for option in page(client.get(address)).first("select", name="whose").all("option")]


def chosen(shown, name: str) -> str:
    [option] = [each for each in shown.first("select", name=name).all("option") if "selected" in each.attrs]
    return option.attrs["value"]


def test_the_form_offers_ones_own_and_teams_without_a_blog_and_no_list_of_colleagues(address, priya, maya, tom, olu):
    TeamFactory(name="Writers", lead=priya)
    TeamFactory(name="Platform")
    TeamFactory(name="Secret", is_closed=True)
    BlogFactory(team=TeamFactory(name="Shelf", lead=priya))  # noise: it has one
    client = sign_in(priya)
    assert choices(client, address) == ["Choose", "Mine", "A colleague’s", "Writers", "Platform"]
    groups = page(client.get(address)).all("optgroup")
    assert [group.attrs["label"] for group in groups] == ["Teams that you lead", "Other teams"]
    BlogFactory(person=priya)
    assert "Mine" not in choices(client, address)
    field = page(client.get(address)).first("trellis-complete")
    assert field.attrs["people"] == reverse("people:complete")
    assert field.first("input").attrs["name"] == "colleague"


def test_a_blog_begins_for_oneself_a_team_or_a_colleague(address, priya, tom, maya):
    team, other = TeamFactory(name="Writers", lead=priya), TeamFactory(name="Platform")
    assert begin(priya, address, whose="mine").status_code == 302
    assert begin(priya, address, whose=f"team-{team.pk}", title="Ours").status_code == 302
    assert begin(priya, address, whose="colleague", colleague="@tom", title="Toms").status_code == 302
    assert begin(priya, address, colleague=" MAYA ", title="Mayas").status_code == 302  # it is clear what is meant
    made = {blog.title: (blog.person, blog.team, blog.audience) for blog in Blog.objects.all()}
    assert made == {
        "From the cellar": (priya, None, None),
        "Ours": (None, team, team),
        "Toms": (tom, None, None),
        "Mayas": (maya, None, None),
    }
    assert not Blog.objects.filter(team=other).exists()


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ({}, "Say whose blog it is."),
        ({"whose": "colleague"}, "Say which colleague, such as @maya."),
        ({"whose": "colleague", "colleague": "@nobody"}, "Nobody here has the username “nobody”."),
        ({"whose": "colleague", "colleague": "gone"}, "Nobody here has the username “gone”."),
        ({"whose": "colleague", "colleague": "@ines"}, "Ines Lindqvist has a blog already."),
        ({"whose": "mine", "colleague": "@tom"}, "Choose “A colleague’s” above, or leave this empty."),
        ({"whose": "closed"}, "Choose another one."),
        ({"whose": "taken"}, "Choose another one."),
    ],
)
def test_what_is_not_clear_comes_back_with_its_reason_and_all_that_was_typed(address, priya, tom, ines, typed, reason):
    PersonFactory(username="gone", former=True)
    BlogFactory(person=ines)
    closed, taken = TeamFactory(is_closed=True), TeamFactory()
    BlogFactory(team=taken)
    numbers = {"closed": f"team-{closed.pk}", "taken": f"team-{taken.pk}"}
    before = Blog.objects.count()
    answer = begin(priya, address, **typed | {"whose": numbers.get(typed.get("whose"), typed.get("whose", ""))})
    assert answer.status_code == 422
    shown = page(answer)
    assert reason in " ".join(error.text for error in shown.all("p", "error"))
    form = shown.form("")
    assert (form["title"], form["purpose"], chosen(shown, "hue")) == ("From the cellar", "Every Monday", "3")
    assert form["colleague"] == typed.get("colleague", "")
    if typed.get("whose") in {"mine", "colleague"}:
        assert chosen(shown, "whose") == typed["whose"]
    assert Blog.objects.count() == before


def test_whose_a_blog_is_stays_so(address, priya, tom):
    blog = BlogFactory(person=priya, title="Before")
    edit = reverse("writing:edit", args=[blog.pk])
    shown = page(sign_in(priya).get(edit))
    assert not shown.all("select", name="whose")
    assert not shown.all("input", name="colleague")
    typed = {"title": "After", "purpose": "So", "hue": "1", "body": "", "base": blog.head, "colleague": "@tom"}
    assert sign_in(priya).post(edit, typed).status_code == 302
    blog.refresh_from_db()
    assert (blog.title, blog.person) == ("After", priya)
