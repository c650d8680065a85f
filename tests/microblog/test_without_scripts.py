"""Reading and posting with a browser that runs no scripts, and what a form without its token gets."""

import pytest
from django.test import Client
from django.urls import reverse

from microblog.models import Update
from tests.factories import UpdateFactory
from tests.support import PASSWORD, again, page, said, sign_in, texts

pytestmark = pytest.mark.django_db


def test_maya_signs_in_posts_replies_edits_and_retracts_with_forms_alone(maya):
    browser = Client(enforce_csrf_checks=True)
    form = page(browser.get("/sign-in/")).form("/sign-in/")
    browser.post("/sign-in/", form | {"login": "maya", "password": PASSWORD})
    home = browser.get("/")
    response = browser.post("/updates/", page(home).form("/updates/") | {"text": "Hello"})
    assert texts(again(browser, response)) == ["Hello"]
    update = Update.objects.get()
    thread = browser.get(update.get_absolute_url())
    action = reverse("microblog:replies", args=[update.pk])
    browser.post(action, page(thread).form(action) | {"text": "And hello again"})
    assert texts(browser.get(update.get_absolute_url())) == ["Hello", "And hello again"]
    edit = reverse("microblog:edit", args=[update.pk])
    browser.post(edit, page(browser.get(edit)).form("") | {"text": "Hello everybody"})
    assert texts(browser.get("/")) == ["Hello everybody"]
    retraction = reverse("microblog:retraction", args=[update.pk])
    browser.post(retraction, page(browser.get(retraction)).form(""))
    assert texts(browser.get("/")) == []
    sign_out = browser.get("/sign-out/")
    browser.post("/sign-out/", page(sign_out).form(""))
    assert browser.get("/").status_code == 302


def test_the_buttons_of_cards_and_messages_use_the_form_of_the_page(maya, tom, team):
    browser = sign_in(maya, enforce_csrf_checks=True)
    act = page(browser.get("/people/tom/")).first("form", id="act")
    token = act.first("input", name="csrfmiddlewaretoken").attrs["value"]
    follow = next(b for b in page(browser.get("/people/tom/")).all("button", form="act") if b.text == "Follow")
    assert browser.post(follow.attrs["formaction"], {"csrfmiddlewaretoken": token}).status_code == 302
    stop = next(b for b in page(browser.get("/people/tom/")).all("button", form="act") if "Following" in b.text)
    assert (stop.attrs["name"], stop.attrs["value"]) == ("_method", "delete")
    browser.post(stop.attrs["formaction"], {"csrfmiddlewaretoken": token, "_method": "delete"})
    assert any(b.text == "Follow" for b in page(browser.get("/people/tom/")).all("button", form="act"))


def test_after_posting_the_next_page_offers_to_undo(maya):
    browser = sign_in(maya)
    flash = page(again(browser, browser.post("/updates/", said("Hello")))).first("trellis-flash")
    button = flash.first("button", value="delete")
    assert button.attrs["formaction"] == Update.objects.get().get_absolute_url()
    assert page(browser.get("/")).all("trellis-flash") == []  # said once


def test_a_form_without_its_token_is_refused_and_gives_the_text_back(maya):
    browser = sign_in(maya, enforce_csrf_checks=True)
    response = browser.post("/updates/", said("My <long> text"))
    assert response.status_code == 403
    assert page(response).first("textarea").raw == "My <long> text"
    assert "reload the page" in page(response).first("main").text
    assert not Update.objects.exists()


def test_a_page_of_somebody_who_may_not_gives_the_text_back_too(maya, tom):
    update = UpdateFactory(author=tom)
    response = sign_in(maya).post(reverse("microblog:edit", args=[update.pk]), {"text": "Mine now", "edits": 0})
    assert response.status_code == 403
    assert page(response).first("textarea").raw == "Mine now"
    gone = sign_in(maya).post(reverse("microblog:replies", args=[987654]), said("Into the void"))
    assert gone.status_code == 404
    assert page(gone).first("textarea").raw == "Into the void"


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options"])
def test_other_methods_are_answered_not_executed(maya, method):
    update = UpdateFactory(author=maya)
    browser = sign_in(maya)
    for address in ("/updates/", reverse("microblog:edit", args=[update.pk]), "/sign-out/"):
        assert getattr(browser, method)(address).status_code in {200, 405}
    assert Update.objects.count() == 1


def test_reading_pages_cannot_be_made_to_change_anything_by_a_link(maya, tom, team):
    """A state change is a POST: an address alone, in a mail or a picture, does nothing."""
    update = UpdateFactory(author=maya)
    browser = sign_in(maya)
    for address in (
        reverse("microblog:thread", args=[update.pk]) + "?_method=delete",
        reverse("microblog:retraction", args=[update.pk]),
        reverse("people:membership", args=[team.pk]) + "?_method=delete",
        reverse("people:follow_person", args=["tom"]),
        "/sign-out/",
        "/theme/?theme=dark",
    ):
        browser.get(address)
    update.refresh_from_db()
    assert not update.is_retracted
    assert team.has(maya)
    assert not maya.follows.exists()
    assert browser.get("/").status_code == 200
    assert "theme" not in browser.cookies
