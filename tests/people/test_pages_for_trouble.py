"""What people read when something is not there, not allowed, too large or broken; and how machines ask how we are."""

import json
from unittest.mock import patch

import pytest
from django.db import OperationalError
from django.test import Client

from intranet.kit.version import VERSION
from tests.support import page, said, sign_in

pytestmark = pytest.mark.django_db


def test_a_page_that_is_not_there_says_where_to_look(maya, company):
    response = sign_in(maya).get("/nothing/here/")
    assert response.status_code == 404
    shown = page(response)
    assert shown.first("h1").text == "There is nothing here"
    assert shown.first("main").all("a", href="/")
    assert "nothing/here" not in shown.text
    assert Client().get("/nothing/here/").status_code == 404


def test_who_may_not_do_something_is_told_whom_to_ask(maya):
    response = sign_in(maya).get("/trail/")
    assert response.status_code == 403
    assert "an administrator" in page(response).first("main").text


def test_a_request_larger_than_any_form_is_refused_before_it_is_read(maya, settings):
    response = sign_in(maya).post("/updates/", said("Hello"), headers={"Content-Length": str(50 * 1024 * 1024)})
    assert response.status_code == 413
    assert "at most 10 MB" in page(response).first("main").text
    assert sign_in(maya).post("/updates/", said("Hello")).status_code == 302  # noise


@pytest.mark.parametrize("length", ["-1", "many", "1e9"])
def test_a_made_up_length_is_refused(maya, length):
    assert sign_in(maya).post("/updates/", said("Hello"), headers={"Content-Length": length}).status_code == 413


def test_when_something_breaks_the_page_says_so_and_shows_nothing_of_the_inside(maya):
    client = sign_in(maya, raise_request_exception=False)
    with patch("microblog.views.feeds.cards", side_effect=RuntimeError("the secret inside")):
        response = client.get("/")
    assert response.status_code == 500
    assert "Something went wrong on our side" in page(response).first("h1").text
    assert b"secret inside" not in response.content
    assert b"Traceback" not in response.content


def test_pages_for_trouble_carry_the_strict_policy_too(maya):
    for response in (sign_in(maya).get("/nothing/"), sign_in(maya).get("/trail/"), Client().get("/sign-in/")):
        assert "default-src 'none'" in response["Content-Security-Policy"]
        assert response["X-Content-Type-Options"] == "nosniff"


def test_a_monitor_without_an_account_learns_that_we_are_well_and_nothing_else(django_assert_num_queries):
    with django_assert_num_queries(1):
        response = Client().get("/healthz")
    assert json.loads(response.content) == {"status": "ok", "version": VERSION}
    assert "no-store" in response["Cache-Control"]


def test_a_monitor_learns_that_the_database_does_not_answer():
    with patch("intranet.kit.health.connection.cursor", side_effect=OperationalError("no such file /var/secret")):
        response = Client().get("/healthz")
    assert response.status_code == 503
    assert int(response["Retry-After"]) > 0
    assert b"secret" not in response.content


def test_search_engines_are_asked_to_stay_away():
    response = Client().get("/robots.txt")
    assert b"Disallow: /" in response.content
    assert response["Content-Type"].startswith("text/plain")


def test_the_gallery_is_for_administrators(maya, clara):
    assert sign_in(maya).get("/gallery/").status_code == 403
    assert sign_in(clara).get("/gallery/").status_code == 200
