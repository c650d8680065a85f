"""Editing, retracting and undoing what was said."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from microblog.models import Retraction, Update
from tests.factories import FollowFactory, UpdateFactory
from tests.support import again, page, previews, said, sign_in, texts

pytestmark = pytest.mark.django_db


def at(name: str, update) -> str:
    return reverse(f"microblog:{name}", args=[update.pk])


@pytest.fixture
def said_by_maya(maya):
    UpdateFactory(author=maya, text="Noise, also by Maya")
    return UpdateFactory(author=maya, text="Lunch at noon #lunch")


# --- Editing -------------------------------------------------------------------------------------
def test_an_edit_shows_everywhere_and_what_was_said_before_in_its_history(maya, tom, said_by_maya):
    client = sign_in(maya)
    form = page(client.get(at("edit", said_by_maya))).form("")
    assert form["text"].strip() == "Lunch at noon #lunch"
    client.post(at("edit", said_by_maya), form | {"text": "Lunch at one #food"})
    reader = sign_in(tom)
    assert texts(reader.get("/"))[0] == "Lunch at one #food"
    assert [link.text for link in page(reader.get("/")).all("a", "edited")] == ["edited"]
    assert texts(reader.get("/tags/food/")) == ["Lunch at one #food"]
    assert texts(reader.get("/tags/lunch/")) == []
    history = page(reader.get(at("history", said_by_maya))).first("ol", "history")
    newest, oldest = history.all("li")
    assert oldest.first("div", "diff").text == "Lunch at noon #lunch"
    assert [ins.text for ins in newest.all("ins")] == ["one", "food"]
    assert [gone.text for gone in newest.all("del")] == ["noon", "lunch"]


def test_an_edit_of_a_reply_shows_in_the_feed_that_previews_it(maya, tom, said_by_maya):
    reply = UpdateFactory(author=tom, root=said_by_maya, text="Pizza")
    UpdateFactory(author=maya, root=said_by_maya, parent=reply, text="Really?")
    client = sign_in(maya)
    assert previews(client.get("/")) == ["Pizza", "Really?"]
    client.get(said_by_maya.get_absolute_url())
    sign_in(tom).post(at("edit", reply), {"text": "Soup", "edits": 0})
    assert previews(client.get("/")) == ["Soup", "Really?"]
    quotes = page(client.get(said_by_maya.get_absolute_url())).all("q")
    assert [quote.text for quote in quotes] == ["Soup"]


@pytest.mark.parametrize("other", ["tom", "olu", "clara"])
def test_nobody_edits_the_words_of_others(request, said_by_maya, other):
    client = sign_in(request.getfixturevalue(other))
    assert client.get(at("edit", said_by_maya)).status_code == 403
    assert client.post(at("edit", said_by_maya), {"text": "I am silly", "edits": 0}).status_code == 403
    said_by_maya.refresh_from_db()
    assert said_by_maya.text == "Lunch at noon #lunch"


def test_who_edits_what_was_changed_meanwhile_sees_both_and_keeps_theirs(maya, said_by_maya):
    client = sign_in(maya)
    slow = page(client.get(at("edit", said_by_maya))).form("")
    client.post(at("edit", said_by_maya), slow | {"text": "Lunch at one"})
    response = client.post(at("edit", said_by_maya), slow | {"text": "Lunch at two"})
    assert response.status_code == 409
    assert page(response).first("textarea").raw.strip() == "Lunch at two"
    assert page(response).first("article").first("div", "text").text == "Lunch at one"
    assert texts(client.get("/"))[0] == "Lunch at one"
    assert client.post(at("edit", said_by_maya), page(response).form("")).status_code == 302
    assert texts(client.get("/"))[0] == "Lunch at two"


@pytest.mark.parametrize("text", ["", "  ", "x" * 5001])
def test_an_edit_that_does_not_fit_comes_back_with_its_text(maya, said_by_maya, text):
    response = sign_in(maya).post(at("edit", said_by_maya), {"text": text, "edits": 0})
    assert response.status_code == 422
    assert page(response).all("p", "error")
    assert page(response).first("textarea").raw.strip() == text.strip()


def test_an_edit_without_a_change_leaves_no_trace(maya, said_by_maya):
    client = sign_in(maya)
    client.post(at("edit", said_by_maya), {"text": said_by_maya.text, "edits": 0})
    assert page(client.get("/")).all("a", "edited") == []


@pytest.mark.parametrize("edits", ["", "x", "-1"])
def test_an_edit_without_its_count_is_refused_and_the_text_kept(maya, said_by_maya, edits):
    response = sign_in(maya).post(at("edit", said_by_maya), {"text": "Other words", "edits": edits})
    assert response.status_code == 422
    assert page(response).first("textarea").raw.strip() == "Other words"


# --- Retracting ----------------------------------------------------------------------------------
def test_a_retracted_update_leaves_a_mark_in_its_thread_and_its_text_nowhere(maya, tom, said_by_maya):
    FollowFactory(follower=tom, person=maya)
    reply = UpdateFactory(author=tom, root=said_by_maya, text="See you")
    sign_in(maya).post(at("edit", said_by_maya), {"text": "Dinner at noon #lunch", "edits": 0})
    reader = sign_in(tom)
    addresses = {
        "home": "/",
        "company": "/company/",
        "following": "/following/",
        "tag": "/tags/lunch/",
        "person": "/people/maya/",
        "thread": said_by_maya.get_absolute_url(),
    }
    for address in addresses.values():
        assert b"Dinner" in reader.get(address).content  # noise: it stood there before
    response = sign_in(maya).post(at("retraction", said_by_maya))
    assert response["Location"] == said_by_maya.get_absolute_url()
    for address in addresses.values():
        content = reader.get(address).content
        assert b"Dinner" not in content, address
        assert b"Lunch at noon" not in content, address
    assert texts(reader.get(addresses["thread"])) == ["This update was retracted.", "See you"]
    assert texts(reader.get("/")) == ["Noise, also by Maya"]
    assert reader.get(at("history", said_by_maya)).status_code == 403
    assert texts(reader.get(reply.get_absolute_url().split("#")[0]))[1] == "See you"
    assert Retraction.objects.get().text == "Dinner at noon #lunch"  # for those who must give account


def test_a_retracted_reply_leaves_a_mark_and_answers_to_it_quote_nothing(maya, tom, said_by_maya):
    reply = UpdateFactory(author=tom, root=said_by_maya, text="Nonsense")
    UpdateFactory(author=maya, root=said_by_maya, parent=reply, text="Pardon?")
    client = sign_in(maya)
    assert b"Nonsense" in client.get(said_by_maya.get_absolute_url()).content
    assert previews(client.get("/")) == ["Nonsense", "Pardon?"]
    sign_in(tom).post(at("retraction", reply))
    response = client.get(said_by_maya.get_absolute_url())
    assert texts(response) == ["Lunch at noon #lunch", "This reply was retracted.", "Pardon?"]
    assert b"Nonsense" not in response.content
    assert previews(client.get("/")) == ["Pardon?"]


def test_a_moderator_retracts_what_others_said_and_a_member_does_not(tom, olu, said_by_maya):
    assert sign_in(tom).get(at("retraction", said_by_maya)).status_code == 403
    assert sign_in(tom).post(at("retraction", said_by_maya)).status_code == 403
    assert len(texts(sign_in(tom).get("/"))) == 2
    assert page(sign_in(olu).get(at("retraction", said_by_maya))).first("blockquote").text == "Lunch at noon #lunch"
    sign_in(olu).post(at("retraction", said_by_maya))
    assert texts(sign_in(tom).get("/")) == ["Noise, also by Maya"]
    assert Retraction.objects.get().by == olu


def test_what_was_retracted_can_be_neither_edited_nor_retracted_again(maya, said_by_maya):
    client = sign_in(maya)
    client.post(at("retraction", said_by_maya))
    assert client.post(at("edit", said_by_maya), {"text": "Back again", "edits": 0}).status_code == 403
    assert client.post(at("retraction", said_by_maya)).status_code == 302  # pressed twice; it is as she wanted
    assert Retraction.objects.count() == 1


# --- Undoing -------------------------------------------------------------------------------------
def undo(client, update):
    return again(client, client.post(update.get_absolute_url().split("?")[0], {"_method": "delete"}))


def post(client, **fields) -> Update:
    client.post("/updates/", said("Helo world", **fields))
    return Update.objects.latest("pk")


def test_undo_within_ten_seconds_leaves_no_mark_and_gives_the_text_back(maya, team):
    client = sign_in(maya)
    UpdateFactory(text="Noise")
    with time_machine.travel(timezone.now(), tick=False) as clock:
        update = post(client, teams=[team])
        clock.shift(timedelta(seconds=9))
        response = undo(client, update)
    composer = page(response).first("trellis-composer")
    assert composer.first("textarea").raw.strip() == "Helo world"
    assert [box.attrs["value"] for box in composer.all("input", type="checkbox") if "checked" in box.attrs] == [
        str(team.pk)
    ]
    assert texts(response) == ["Noise"]
    assert page(client.get("/")).first("textarea").raw.strip() == ""  # given back once
    assert client.get(update.get_absolute_url()).status_code == 404


def test_undo_after_fifteen_seconds_is_too_late_and_says_what_else_is_possible(maya):
    client = sign_in(maya)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        update = post(client)
        clock.shift(timedelta(seconds=16))
        response = undo(client, update)
        assert "Too late to undo" in page(response).text
    assert texts(client.get("/")) == ["Helo world"]


def test_undo_is_too_late_once_somebody_has_replied(maya, tom):
    client = sign_in(maya)
    update = post(client)
    sign_in(tom).post(at("replies", update), said("Hello!"))
    assert "Too late" in page(undo(client, update)).text
    assert texts(client.get(update.get_absolute_url())) == ["Helo world", "Hello!"]


@pytest.mark.parametrize("other", ["tom", "olu", "clara"])
def test_nobody_undoes_for_others(request, maya, other):
    update = post(sign_in(maya))
    assert undo(sign_in(request.getfixturevalue(other)), update).status_code == 403
    assert Update.objects.filter(pk=update.pk).exists()


def test_a_form_that_is_repeated_late_does_not_bring_back_what_was_undone(maya):
    client = sign_in(maya)
    undo(client, post(client))
    response = client.post("/updates/", said("Helo world"))
    assert response.status_code == 422
    assert "You took this back before." in page(response).first("main").text
    assert texts(client.get("/")) == []
    client.post("/updates/", page(response).form("/updates/"))  # she means it, and presses Post again
    assert texts(client.get("/")) == ["Helo world"]


def test_an_undone_reply_gives_its_text_back_to_the_thread(maya, tom):
    root = UpdateFactory(text="Question")
    UpdateFactory(root=root, text="Answer of somebody")
    client = sign_in(maya)
    client.post(at("replies", root), said("Helo"))
    reply = Update.objects.latest("pk")
    response = again(client, client.post(at("thread", reply), {"_method": "delete"}))
    assert texts(response) == ["Question", "Answer of somebody"]
    assert page(response).form(at("replies", root))["text"].strip() == "Helo"
    assert page(client.get("/")).first("a", data_reply="").text == "1 reply"
