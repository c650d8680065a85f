"""Every address is closed to those who are signed out, unless the settings say otherwise by its name."""

import pytest
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.test import Client
from django.urls import include, path

from tests.house.addresses import example, patterns
from tests.support import sign_in

pytestmark = pytest.mark.django_db


@login_not_required
def careless(request):
    return HttpResponse("Everybody may read this")


urlpatterns = [  # the house with one more door, for the tests that say so
    path("careless/", careless, name="careless"),
    path("healthz/more/", careless),
    path("", include("intranet.urls")),
]

EVERY = [(name or route, route, pattern) for name, route, pattern in patterns()]


def test_the_list_of_addresses_is_complete():
    assert len(EVERY) > 150
    assert {"microblog:home", "people:directory", "team", "writing:document", "trail"} <= {name for name, *_ in EVERY}


def test_the_settings_open_no_address_that_is_not_there():
    assert {name for name, *_ in EVERY} >= settings.OPEN_URLS


def test_every_address_but_the_open_ones_leads_to_the_sign_in():
    client, open_ones = Client(), []
    for name, route, _ in EVERY:
        response = client.get(example(route))
        if not (response.status_code == 302 and response["Location"].startswith("/sign-in/?next=")):
            open_ones.append(name)
    assert set(open_ones) == settings.OPEN_URLS


def test_every_address_but_the_open_ones_takes_nothing_from_those_who_are_signed_out():
    client = Client()
    for name, route, _ in EVERY:
        if name not in settings.OPEN_URLS:
            response = client.post(example(route), {"text": "x", "name": "x"})
            # Whoever had typed something gets it back; the others are led to the sign-in.
            kept = response.status_code == 403 and b"You were signed out" in response.content
            assert kept or response["Location"].startswith("/sign-in/?next="), name


def test_packages_would_open_addresses_if_they_could():
    """Noise for the tests above: a decorator in a package says "everybody", and is not heard."""
    opened = [name for name, _, pattern in EVERY if getattr(pattern.callback, "login_required", True) is False]
    assert set(opened) - settings.OPEN_URLS


@pytest.mark.urls(__name__)
@pytest.mark.parametrize("address", ["/careless/", "/healthz/more/"])
def test_a_decorator_opens_nothing(maya, address):
    response = Client().get(address)
    assert response.status_code == 302
    assert response["Location"].startswith("/sign-in/")
    assert sign_in(maya).get(address).content == b"Everybody may read this"  # noise: the address is there


@pytest.mark.parametrize("role", ["maya", "olu"])
def test_the_back_office_is_not_there_for_those_who_may_not_see_everything(request, role):
    client = sign_in(request.getfixturevalue(role))
    for name, route, _ in EVERY:
        if route.startswith("office/"):
            assert client.get(example(route)).status_code == 404, name
    assert sign_in(request.getfixturevalue("clara")).get("/office/").status_code == 200  # noise


def test_the_back_offices_own_sign_in_leads_to_ours(clara):
    assert Client().get("/office/login/")["Location"].startswith("/sign-in/")
    assert sign_in(clara).get("/office/login/", {"next": "/office/"})["Location"].startswith("/sign-in/")
    assert sign_in(clara).get("/office/logout/")["Location"].startswith("/sign-out/")
