"""Coming in and going out."""

from datetime import timedelta
from unittest.mock import patch

import pytest
import time_machine
from django.contrib.auth.hashers import MD5PasswordHasher
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from intranet.people.actions import people
from intranet.people.models import User
from tests.factories import PersonFactory
from tests.support import PASSWORD, again, page, sign_in

pytestmark = pytest.mark.django_db

SIGN_IN = "/sign-in/"


WRONG = "wrong"


def tries(client: Client, login: str, password: str = WRONG, **more):
    return client.post(SIGN_IN, {"login": login, "password": password, **more})


def is_in(client: Client) -> bool:
    return client.get("/").status_code == 200


@pytest.mark.parametrize("login", ["maya", "MAYA", "maya@northwind.example", "Maya@Northwind.Example"])
def test_maya_signs_in_by_her_username_or_her_address(maya, tom, login):
    client = Client()
    response = tries(client, login, PASSWORD)
    assert response["Location"] == "/"
    assert page(again(client, response)).first("div", "nav-foot").all("a", href="/people/maya/")


def test_she_goes_on_to_the_page_she_wanted_and_to_no_other_house(maya):
    wanted = Client().get("/teams/")["Location"]
    client = Client()
    form = page(client.get(wanted)).form(SIGN_IN)
    assert client.post(SIGN_IN, form | {"login": "maya", "password": PASSWORD})["Location"] == "/teams/"
    assert tries(Client(), "maya", PASSWORD, next="https://evil.example/")["Location"] == "/"


def test_a_wrong_password_says_what_to_do_and_keeps_the_name(maya):
    client = Client()
    response = tries(client, "maya")
    form = page(response).first("form", action=SIGN_IN)
    assert "ask an administrator for a new link" in form.text
    assert form.first("input", name="login").attrs["value"] == "maya"
    assert "value" not in form.first("input", name="password").attrs
    assert not is_in(client)


def test_a_known_and_an_unknown_name_read_the_same(maya):
    known, unknown = tries(Client(), "maya"), tries(Client(), "anna")
    assert known.status_code == unknown.status_code
    assert page(known).first("main").text == page(unknown).first("main").text


@pytest.mark.parametrize("login", ["maya", "nobody", "nobody@northwind.example", "gone", "invited"])
def test_every_name_costs_one_hash(maya, login):
    """So that the time of an answer tells nobody who works here."""
    PersonFactory(username="gone", former=True)
    PersonFactory(username="invited", invited=True)
    with patch.object(MD5PasswordHasher, "encode", autospec=True, side_effect=MD5PasswordHasher.encode) as encode:
        tries(Client(), login)
    assert encode.call_count == 1


def test_after_five_wrong_tries_an_account_is_closed_for_five_minutes_and_others_are_not(maya, tom):
    client = Client()
    for _ in range(5):
        assert "Too many" not in page(tries(client, "maya")).first("main").text
    response = tries(client, "maya", PASSWORD)
    assert not is_in(client)
    assert "Too many tries. Wait five minutes" in page(response).first("main").text
    other = Client()
    tries(other, "tom", PASSWORD)
    assert is_in(other)


@pytest.mark.parametrize("second", ["Maya", " maya", "maya@northwind.example"])
def test_writing_the_name_otherwise_gives_nobody_five_more_tries(maya, second):
    for _ in range(5):
        tries(Client(), "maya")
    client = Client()
    tries(client, second, PASSWORD)
    assert not is_in(client)


def test_the_throttle_opens_again_by_itself(maya):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _ in range(6):
            tries(Client(), "maya")
        clock.shift(timedelta(seconds=301))
        client = Client()
        tries(client, "maya", PASSWORD)
        assert is_in(client)


def test_one_machine_that_tries_many_names_is_slowed_down(db):
    answers = [tries(Client(), f"name{number}").status_code for number in range(101)]
    last = tries(Client(), "name99")
    assert 429 in answers or "Too many tries" in page(last).first("main").text


def test_nobody_signs_in_without_a_password_that_was_set(db):
    PersonFactory(username="invited", invited=True)
    for password in ("", "!", "None"):
        client = Client()
        tries(client, "invited", password)
        assert not is_in(client)


def test_a_deactivated_person_does_not_get_in(db):
    PersonFactory(username="gone", former=True)
    client = Client()
    response = tries(client, "gone", PASSWORD)
    assert not is_in(client)
    assert response.status_code in {200, 302}


def test_a_deactivated_person_is_out_at_the_next_click_on_every_device(maya, tom, clara):
    phone, desk, other = sign_in(maya), sign_in(maya), sign_in(tom)
    assert is_in(phone)
    sign_in(clara).post(reverse("people:standing", args=["maya"]), {"role": "member"})
    assert not is_in(phone)
    assert not is_in(desk)
    assert is_in(other)  # noise
    owners = {session.get_decoded().get("_auth_user_id") for session in Session.objects.all()}
    assert str(maya.pk) not in owners


def test_even_a_session_that_was_left_over_lets_no_deactivated_person_in(maya):
    client = sign_in(maya)
    User.objects.filter(pk=maya.pk).update(is_active=False)
    assert not is_in(client)


def test_a_new_password_ends_the_sessions_that_began_with_the_old_one(maya):
    client = sign_in(maya)
    assert is_in(client)
    maya.set_password("another long password")
    maya.save(update_fields=["password"])
    assert not is_in(client)


def test_signing_in_gives_the_session_a_new_name(maya):
    client = Client()
    client.get("/teams/")
    client.session["x"] = 1
    before = client.session
    before["x"] = 1
    before.save()
    tries(client, "maya", PASSWORD)
    assert client.cookies["sessionid"].value != before.session_key


def test_who_asks_to_be_remembered_is_for_thirty_days_and_others_until_the_browser_closes(maya):
    remembered, other = Client(), Client()
    tries(remembered, "maya", PASSWORD, remember="on")
    tries(other, "maya", PASSWORD)
    assert remembered.cookies["sessionid"]["max-age"] == 30 * 24 * 3600
    assert other.cookies["sessionid"]["max-age"] == ""
    for client in (remembered, other):
        assert client.cookies["sessionid"]["httponly"]
        assert client.cookies["sessionid"]["samesite"] == "Lax"


def test_signing_out_asks_first_then_ends_the_session_and_clears_what_the_browser_kept(maya):
    client = sign_in(maya)
    assert "Sign out?" in page(client.get("/sign-out/")).first("main").text
    assert is_in(client)
    session = client.cookies["sessionid"].value
    response = client.post("/sign-out/")
    assert response["Location"] == SIGN_IN
    assert response["Clear-Site-Data"] == '"cache"'
    assert not is_in(client)
    assert not Session.objects.filter(session_key=session).exists()


def test_nobody_signs_up_alone_or_gets_round_the_sign_in(maya):
    client = Client()
    for address in ("/sign-up/", "/signup/", "/accounts/signup/", "/accounts/login/", "/password/reset/"):
        assert client.get(address).status_code == 404
    assert client.post("/office/login/", {"username": "maya", "password": PASSWORD}).status_code == 302
    assert not is_in(client)


def test_the_page_after_the_sign_in_is_kept_by_no_cache_that_others_share(maya):
    response = sign_in(maya).get("/")
    assert "private" in response["Cache-Control"]
    assert response["X-Frame-Options"] == "DENY"
    assert "script-src 'self' 'nonce-" in response["Content-Security-Policy"]
    assert "unsafe-inline" not in response["Content-Security-Policy"]


def test_the_trail_says_who_ended_an_account(maya, clara):
    client = sign_in(clara)
    client.post(reverse("people:standing", args=["maya"]), {"role": "moderator"})
    lines = [line.text for line in page(client.get("/trail/")).first("ol", "history").all("li")]
    assert lines[0].startswith("Clara Duarte made Maya Okafor Moderator, deactivated")


def test_a_role_given_counts_at_once_and_a_role_taken_too(maya, clara):
    client = sign_in(maya)
    assert client.get("/trail/").status_code == 403
    people.give_standing(by=clara, person=maya, role="admin", is_active=True)
    assert client.get("/trail/").status_code == 200
    assert client.get("/office/").status_code == 200
    people.give_standing(by=clara, person=maya, role="member", is_active=True)
    assert client.get("/trail/").status_code == 403
    assert client.get("/office/").status_code == 404


def test_nobody_ends_or_raises_their_own_account(clara, maya):
    address = reverse("people:standing", args=["clara"])
    assert sign_in(clara).post(address, {"role": "member"}).status_code == 403
    assert sign_in(maya).post(reverse("people:standing", args=["maya"]), {"role": "admin"}).status_code == 403
