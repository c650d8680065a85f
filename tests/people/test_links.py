"""Links that let in somebody who has no password: each works once, for one person, for a week."""

from datetime import timedelta

import pytest
import time_machine
from django.core import signing
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from intranet.people.actions import people
from intranet.people.models import Company, User
from tests.factories import PersonFactory
from tests.support import PASSWORD, again, page, sign_in

pytestmark = pytest.mark.django_db

NEW = "a very long new password"
FOUNDING = {"company_name": "Northwind", "name": "Clara Duarte", "username": "clara", "email": "", "password": NEW}


def address(token: str) -> str:
    return reverse("people:welcome", args=[token])


def link_for(clara, **about) -> str:
    """The address that Clara is shown when she adds somebody."""
    fields = {"name": "Nia New", "username": "nia", "email": "", "role": "member", **about}
    response = sign_in(clara).post(reverse("people:add"), fields)
    return page(response).first("input", id="link").attrs["value"].removeprefix("http://localhost:8000")


def test_the_first_person_founds_the_company_and_is_its_administrator(django_capture_on_commit_callbacks):
    client, first = Client(), address(people.first_admin_token())
    form = page(client.get(first)).form("")
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(first, form | FOUNDING)
    assert page(again(client, response)).first("a", "brand").text == "Northwind"
    assert User.objects.get().role == "admin"
    assert client.get("/trail/").status_code == 200


def test_the_link_of_the_first_person_works_once():
    first = address(people.first_admin_token())
    Client().post(first, FOUNDING)
    for response in (Client().get(first), Client().post(first, FOUNDING | {"username": "eve", "company_name": "Evil"})):
        assert response.status_code == 404
        assert "This link is over" in page(response).first("main").text
    assert [user.username for user in User.objects.all()] == ["clara"]
    assert Company.objects.get().name == "Northwind"


@pytest.mark.parametrize(
    ("field", "value"), [("password", "short"), ("password", "1234567890"), ("username", "Not A Name"), ("name", "")]
)
def test_the_first_form_comes_back_with_what_was_typed_when_something_does_not_fit(field, value):
    response = Client().post(address(people.first_admin_token()), FOUNDING | {field: value})
    assert response.status_code == 422
    assert page(response).all("p", "error")
    assert page(response).first("input", name="company_name").attrs["value"] == "Northwind"
    assert not User.objects.exists()


def test_an_invited_person_chooses_a_password_once_and_is_in(clara):
    link = link_for(clara)
    client = Client()
    assert "Welcome, Nia" in page(client.get(link)).first("main").text
    response = client.post(link, page(client.get(link)).form("") | {"password": NEW})
    assert response["Location"] == reverse("people:edit", args=["nia"])
    assert client.get("/").status_code == 200
    assert Client().get(link).status_code == 404
    assert Client().post(link, {"password": "somebody else's words"}).status_code == 404
    again_in = Client()
    again_in.post("/sign-in/", {"login": "nia", "password": NEW})
    assert again_in.get("/").status_code == 200


@pytest.mark.parametrize(("days", "status"), [(6.9, 200), (7.1, 404)])
def test_a_link_is_over_after_a_week(clara, days, status):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        link = link_for(clara)
        clock.shift(timedelta(days=days))
        assert Client().get(link).status_code == status


def test_the_first_link_is_over_after_a_week():
    with time_machine.travel(timezone.now(), tick=False) as clock:
        first = address(people.first_admin_token())
        clock.shift(timedelta(days=7, seconds=1))
        assert Client().post(first, FOUNDING).status_code == 404
    assert not User.objects.exists()


@pytest.mark.parametrize("password", ["short", "12345678901", "password123", "nia.northwind", ""])
def test_a_weak_password_is_refused_with_a_reason_and_the_link_still_works(clara, password):
    link = link_for(clara, username="nia.northwind")
    response = Client().post(link, {"password": password})
    assert response.status_code == 422
    assert page(response).all("p", "error")
    assert Client().get(link).status_code == 200


def test_a_link_cannot_be_made_to_fit_somebody_else(clara, maya):
    invited = PersonFactory(username="other", invited=True)
    link = link_for(clara)
    token = link.split("/")[2]
    pk, state = signing.loads(token, salt="people.welcome")
    body, rest = token.split(":", 1)
    forged = signing.b64_encode(f'[{invited.pk},"{state}"]'.encode()).decode()
    for attempt in (f"{forged}:{rest}", f"{body}x:{rest}", token[:-1], token + "x", "x", "a:b:c"):
        assert Client().get(address(attempt)).status_code == 404
    assert signing.loads(token, salt="people.welcome") == [pk, state]
    other_salt = signing.dumps([maya.pk, maya.password[-12:]], salt="sessions")
    assert Client().get(address(other_salt)).status_code == 404
    assert people.invited(people.welcome_token(maya)) is None  # who has a password has no use for a link
    assert Client().get(link).status_code == 200  # noise: the real one works


def test_a_new_link_ends_the_old_password_the_old_link_and_all_sessions(clara, maya):
    mine = sign_in(maya)
    admin = sign_in(clara)
    links = []
    for _ in range(2):
        shown = page(admin.post(reverse("people:link", args=["maya"])))
        links.append(shown.first("input", id="link").attrs["value"].removeprefix("http://localhost:8000"))
    assert mine.get("/").status_code == 302
    old = Client()
    old.post("/sign-in/", {"login": "maya", "password": PASSWORD})
    assert old.get("/").status_code == 302
    assert Client().get(links[0]).status_code == 404
    assert Client().get(links[1]).status_code == 200


def test_a_link_of_somebody_who_left_meanwhile_is_over(clara):
    link = link_for(clara)
    User.objects.filter(username="nia").update(is_active=False)
    assert Client().get(link).status_code == 404


def test_only_an_administrator_adds_people_or_makes_links(maya, olu, tom):
    for person in (maya, olu):
        client = sign_in(person)
        assert client.get(reverse("people:add")).status_code == 403
        assert client.post(reverse("people:add"), {"name": "X", "username": "x", "role": "admin"}).status_code == 403
        assert client.post(reverse("people:link", args=["tom"])).status_code == 403
    assert tom.has_usable_password()
    assert not User.objects.filter(username="x").exists()


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"username": "maya"}, "already exists"),
        ({"username": "Has Space"}, "small letters"),
        ({"email": "MAYA@northwind.example"}, "Somebody else has this address"),
        ({"name": ""}, "required"),
    ],
)
def test_a_colleague_who_cannot_be_added_so_is_asked_about(clara, maya, fields, reason):
    typed = {"name": "Nia New", "username": "nia", "email": "", "role": "member"} | fields
    response = sign_in(clara).post(reverse("people:add"), typed)
    assert response.status_code == 422
    assert reason in page(response).first("main").text
    assert User.objects.count() == 2


def test_a_username_that_is_an_address_of_the_house_is_refused(clara):
    """`/people/new/` is the form to add somebody; a person of that name would have no page."""
    typed = {"name": "Nia New", "username": "new", "email": "", "role": "member"}
    assert sign_in(clara).post(reverse("people:add"), typed).status_code == 422
    assert not User.objects.filter(username="new").exists()
