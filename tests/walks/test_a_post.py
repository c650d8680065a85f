"""Walk (a): somebody posts, it is stored whole, everybody who may reads it, and open browsers are told."""

import pytest
from django.http import HttpResponse
from django.test import Client

from intranet.audit.models import Entry
from intranet.live import declared
from intranet.live.log import Happened
from intranet.live.models import Event
from microblog.models import Mention, OneTimeKey, Update, UpdateTag
from tests.support import PASSWORD, again, page, sign_in, texts

pytestmark = pytest.mark.django_db


def test_tom_tells_his_team_and_maya_reads_it(company, maya, tom, stranger, clara, team):
    # Tom signs in and writes, in a browser that checks its forms.
    browser = Client(enforce_csrf_checks=True)
    form = page(browser.get("/sign-in/")).form("/sign-in/")
    home = again(browser, browser.post("/sign-in/", form | {"login": "tom", "password": PASSWORD}))
    composer = page(home).form("/updates/")
    words = "**Checkout** is slow, @maya. See #incident and `orders`"
    response = browser.post(
        "/updates/",
        composer | {"text": words, "teams": [team.pk]},
        headers={"HX-Request": "true"},
    )

    # He gets his card, a composer with a new key, and ten seconds to undo.
    assert response.status_code == 201
    assert texts(response) == ["Checkout is slow, @maya. See #incident and orders"]
    assert page(response).form("/updates/")["key"] != composer["key"]
    assert page(response).first("button", value="delete").text == "Undo"

    # It is stored once and whole: text, markup, audience, tag, mention, key, and a line in the trail without its words.
    update = Update.objects.get()
    assert update.text == words
    assert "<strong>Checkout</strong>" in update.html
    assert "<code>orders</code>" in update.html
    assert [audience.team for audience in update.audiences.all()] == [team]
    assert UpdateTag.objects.get(update=update).tag.name == "incident"
    assert Mention.objects.get(update=update).person == maya
    assert OneTimeKey.objects.get(update=update).key == composer["key"]
    entry = Entry.objects.get(action="update.posted")
    assert (entry.by_id, entry.about_id) == (tom.pk, update.pk)
    assert "Checkout" not in f"{entry.about_name}{entry.details}"

    # The log tells its thread and its feeds, and what browsers are shown is the card of the pages.
    rows = Event.objects.filter(name="update.posted").values_list("id", "stream", "name", "ref")
    told = [Happened(*row) for row in rows]
    assert [event.stream for event in told] == [f"thread:{update.pk}", f"feed:team:{team.pk}", "feed:open"]
    drawn = declared.draw(told, {maya.pk, stranger.pk})
    card = str(page(sign_in(maya).get("/")).first("article").text)
    assert {page(HttpResponse(drawn[event.id].html)).first("article").text for event in told[1:]} == {card}

    # The same form, sent again by a slow line, answers the same and stores nothing.
    repeated = browser.post("/updates/", composer | {"text": words, "teams": [team.pk]}, headers={"HX-Request": "true"})
    assert texts(repeated) == texts(response)
    assert Update.objects.count() == 1

    # Maya reads it at home; a stranger only on the open team's page; both see the same card.
    assert texts(sign_in(maya).get("/")) == texts(response)
    assert texts(sign_in(stranger).get("/")) == []
    cards = {str(page(sign_in(p).get(team.get_absolute_url())).first("article").text) for p in (maya, stranger, clara)}
    assert len(cards) == 1

    # Maya answers, and Tom sees that somebody did.
    hers = sign_in(maya)
    thread = hers.get(update.get_absolute_url())
    action = f"/updates/{update.pk}/replies/"
    hers.post(action, page(thread).form(action) | {"text": "Looking"})
    assert page(browser.get("/")).first("a", data_reply="").text == "1 reply"
    assert texts(browser.get(update.get_absolute_url()))[1:] == ["Looking"]


def test_a_post_that_fails_half_way_leaves_nothing(maya, monkeypatch):
    def breaks(*args, **kwargs):
        raise RuntimeError("The trail cannot be written")

    monkeypatch.setattr("intranet.audit.trail.record", breaks)
    client = sign_in(maya, raise_request_exception=False)
    form = page(client.get("/")).form("/updates/")
    response = client.post("/updates/", form | {"text": "Half of it #tag"})
    assert response.status_code == 500
    assert not Update.objects.exists()
    assert not OneTimeKey.objects.exists()
    monkeypatch.undo()
    client.post("/updates/", form | {"text": "Half of it #tag"})  # the same form again, as a person would
    assert texts(client.get("/")) == ["Half of it #tag"]
