"""Reacting with a sign: each once, counted right, seen by whoever sees the update."""

import json

import pytest
from django.urls import reverse

from intranet.audit.models import Entry
from intranet.live.models import Event
from microblog.actions import reactions
from microblog.mine import mine_of
from microblog.models import Reaction, Update
from microblog.signs import BY_KEY, SIGNS
from tests.factories import PersonFactory, ReactionFactory, UpdateFactory
from tests.support import again, page, sign_in

pytestmark = pytest.mark.django_db
DELETE, TOGGLE = {"_method": "delete"}, {"_method": "toggle"}
BY_SCRIPT = {"X-Fragment": "reactions"}


def to(update, sign: str = "like") -> str:
    return reverse("microblog:reaction", args=[update.pk, sign])


def who(update) -> str:
    return reverse("microblog:reactions", args=[update.pk])


def bar(response, update):
    return page(response).first("div", id=f"reactions-{update.pk}")


def shown(response, update) -> list[str]:
    """What the chips under an update say to a screen reader."""
    return [chip.attrs["aria-label"] for chip in bar(response, update).all("button", "chip")]


def mine(response) -> dict[str, list[str]]:
    """What the page says beside the cards; scripts are read from their raw content."""
    blocks = page(response).all("div", "mine")
    assert len(blocks) < 2
    return json.loads(blocks[0].first("script").children[0]) if blocks else {}


@pytest.fixture
def lunch(tom):
    UpdateFactory(author=tom, text="Noise, also by Tom")
    return UpdateFactory(author=tom, text="Lunch at noon")


# --- Giving and taking back ----------------------------------------------------------------------
@pytest.mark.parametrize("sign", SIGNS, ids=lambda sign: sign.key)
def test_maya_gives_a_sign_and_everybody_reads_it(maya, ines, lunch, sign):
    sign_in(maya).post(to(lunch, sign.key))
    home = sign_in(ines).get("/")
    assert shown(home, lunch) == [f"{sign.name}, 1"]
    assert bar(home, lunch).first("button", "chip").text == f"{sign.character} 1"
    others = [each for each in page(home).all("div", "reactions") if each.attrs["id"] != f"reactions-{lunch.pk}"]
    assert others
    assert not any(each.all("button", "chip") for each in others)


def test_several_people_give_several_signs_and_they_stand_in_their_order(maya, ines, tom, lunch):
    for person, signs in ((ines, "look love"), (maya, "like look love"), (tom, "look")):
        for sign in signs.split():
            sign_in(person).post(to(lunch, sign))
    assert shown(sign_in(maya).get("/"), lunch) == ["Thumbs up, 1", "Heart, 2", "Looking at it, 3"]
    lunch.refresh_from_db()
    assert lunch.reaction_counts == {"like": 1, "love": 2, "look": 3}


def test_a_sign_given_twice_is_given_once_and_nobody_is_told_again(maya, lunch):
    client = sign_in(maya)
    client.post(to(lunch))
    lunch.refresh_from_db()
    version, told = lunch.version, Event.objects.count()
    assert client.post(to(lunch)).status_code == 302
    lunch.refresh_from_db()
    assert (lunch.reaction_counts, lunch.version, Event.objects.count()) == ({"like": 1}, version, told)


def test_what_was_taken_back_is_gone_and_taking_back_nothing_changes_nothing(maya, ines, lunch):
    ReactionFactory(update=lunch, person=ines)
    client = sign_in(maya)
    client.post(to(lunch))
    client.post(to(lunch, "love"))
    client.post(to(lunch), DELETE)
    assert shown(client.get("/"), lunch) == ["Thumbs up, 1", "Heart, 1"]
    lunch.refresh_from_db()
    version, told = lunch.version, Event.objects.count()
    client.post(to(lunch), DELETE)
    lunch.refresh_from_db()
    assert (lunch.reaction_counts, lunch.version, Event.objects.count()) == ({"like": 1, "love": 1}, version, told)


def test_a_reply_takes_reactions_too(maya, tom, lunch):
    reply = UpdateFactory(author=tom, root=lunch, text="Pizza")
    client = sign_in(maya)
    client.get(lunch.get_absolute_url())
    client.post(to(reply, "cheer"))
    thread = client.get(lunch.get_absolute_url())
    assert shown(thread, reply) == ["Celebrate, 1"]
    assert shown(thread, lunch) == []


def test_the_readers_of_the_update_and_the_giver_alone_are_told(maya, team):
    update = UpdateFactory(team=team)
    reply = UpdateFactory(root=update)
    reactions.react(by=maya, update=reply, sign=BY_KEY["like"])
    told = list(Event.objects.values_list("stream", "name", "ref"))
    assert (f"thread:{update.pk}", "reactions.changed", reply.pk) in told
    assert (f"feed:team:{team.pk}", "reactions.changed", reply.pk) in told
    assert told[-1] == (f"user:{maya.pk}", "mine.changed", reply.pk)
    assert not [stream for stream, *_ in told if stream == "feed:company"]


def test_a_reaction_is_no_deed_for_the_trail(maya, lunch):
    sign_in(maya).post(to(lunch))
    sign_in(maya).post(to(lunch), DELETE)
    assert not Entry.objects.exists()


# --- Who may -------------------------------------------------------------------------------------
def test_what_a_stranger_may_not_see_is_not_there_to_react_to(stranger, maya, closed_team):
    secret = UpdateFactory(team=closed_team, text="Bands")
    sign_in(maya).post(to(secret))
    client = sign_in(stranger)
    assert client.get(who(secret)).status_code == 404
    for fields in ({}, DELETE, TOGGLE):
        assert client.post(to(secret), fields).status_code == 404
        assert client.post(to(secret), fields, headers=BY_SCRIPT).status_code == 404
    secret.refresh_from_db()
    assert secret.reaction_counts == {"like": 1}


@pytest.mark.parametrize("sign", ["hate", "LIKE", "1", "👍"])
def test_there_are_six_signs_and_no_other(maya, lunch, sign):
    assert sign_in(maya).post(to(lunch, sign)).status_code == 404
    assert sign_in(maya).post(to(lunch)).status_code == 302  # noise
    assert [reaction.said.key for reaction in Reaction.objects.all()] == ["like"]


def test_what_was_retracted_shows_no_reactions_and_takes_none(maya, tom, ines, lunch):
    ReactionFactory(update=lunch, person=ines)
    UpdateFactory(root=lunch, text="See you")
    client = sign_in(maya)
    assert shown(client.get(lunch.get_absolute_url()), lunch)
    sign_in(tom).post(reverse("microblog:retraction", args=[lunch.pk]))
    assert not page(client.get(lunch.get_absolute_url())).all("div", id=f"reactions-{lunch.pk}")
    assert client.get(who(lunch)).status_code == 403
    for fields in ({}, DELETE, TOGGLE):
        assert client.post(to(lunch), fields).status_code == 403
    assert Reaction.objects.get().person == ines  # kept with what was said, for those who must give account


def test_who_reacts_while_it_is_being_retracted_is_refused(maya, lunch):
    Update.objects.filter(pk=lunch.pk).update(is_retracted=True)  # since it was read
    for act in (reactions.react, reactions.unreact, reactions.toggle):
        with pytest.raises(reactions.Retracted):
            act(by=maya, update=lunch, sign=BY_KEY["like"])
    assert not Reaction.objects.exists()


# --- Who did -------------------------------------------------------------------------------------
def names(response) -> dict[str, list[str]]:
    sections = page(response).all("section", "who-list")
    return {part.first("h2").text: [link.all("span")[-1].text for link in part.all("a", "person")] for part in sections}


def test_the_list_says_who_gave_which_sign_first_come_first(maya, ines, tom, lunch):
    UpdateFactory(text="Noise, with a reaction")
    ReactionFactory(update=UpdateFactory(), person=PersonFactory(name="Noise Maker"))
    for person in (tom, ines):
        sign_in(person).post(to(lunch, "love"))
    sign_in(maya).post(to(lunch))
    response = sign_in(maya).get(who(lunch))
    assert names(response) == {"👍 Thumbs up 1": ["Maya Okafor"], "❤️ Heart 2": ["Tom Berger", "Ines Lindqvist"]}
    assert page(response).first("a", href="/people/tom/")
    dialog = sign_in(maya).get(who(lunch), headers={"HX-Request": "true"})
    assert b"<html" not in dialog.content
    assert page(dialog).first("dialog").first("h2").text == "Who reacted"
    assert names(dialog) == names(response)


def test_the_list_shows_a_hundred_of_each_sign_and_says_how_many_more(maya, lunch):
    for _ in range(103):
        ReactionFactory(update=lunch)
    ReactionFactory(update=lunch, person=maya, sign=BY_KEY["idea"].number)
    shown = page(sign_in(maya).get(who(lunch)))
    thumbs, ideas = shown.all("section", "who-list")
    assert len(thumbs.all("a", "person")) == 100
    assert "and 3 more" in thumbs.text
    assert "more" not in ideas.text


def test_a_list_of_nobody_says_so(maya, lunch):
    assert "Nobody has reacted yet." in page(sign_in(maya).get(who(lunch))).first("main").text
    assert not bar(sign_in(maya).get("/"), lunch).all("a", "who")


# --- Mine ----------------------------------------------------------------------------------------
def test_my_reactions_come_beside_the_cards_which_are_the_same_for_everybody(maya, ines, tom, lunch):
    reply = UpdateFactory(author=tom, root=lunch, text="Pizza")
    for sign in ("idea", "like"):
        sign_in(maya).post(to(lunch, sign))
    sign_in(maya).post(to(reply, "love"))
    sign_in(ines).post(to(lunch, "cheer"))
    hers, others = sign_in(maya).get("/"), sign_in(ines).get("/")
    assert mine(hers) == {str(lunch.pk): ["like", "idea"]}
    assert mine(others) == {str(lunch.pk): ["cheer"]}
    assert mine(sign_in(tom).get("/")) == {}
    assert shown(hers, lunch) == shown(others, lunch)
    thread = sign_in(maya).get(lunch.get_absolute_url())
    assert mine(thread) == {str(lunch.pk): ["like", "idea"], str(reply.pk): ["love"]}
    refused = sign_in(maya).post(reverse("microblog:replies", args=[lunch.pk]), {"text": ""})
    assert refused.status_code == 422
    assert mine(refused) == mine(thread)


def test_every_feed_brings_them_and_further_pages_theirs(maya, team):
    for number in range(25):
        ReactionFactory(update=UpdateFactory(author=maya, text=f"Number {number} #tag"), person=maya)
    client = sign_in(maya)
    for address in ("/", "/company/", "/people/maya/", "/tags/tag/"):
        first = client.get(address)
        more = client.get(address + page(first).first("a", rel="next").attrs["href"].removeprefix(address),
                          headers={"X-Fragment": "feed"})  # fmt: skip
        assert len(mine(first)) == 20
        assert len(mine(more)) == 5


def test_a_window_that_stayed_open_learns_what_was_taken_back(maya, ines, lunch):
    ReactionFactory(update=lunch, person=ines)
    kept = ReactionFactory(person=maya, sign=BY_KEY["look"].number).update
    hers = [(maya.pk, lunch.pk), (maya.pk, kept.pk)]
    assert mine_of(hers) == dict(zip(hers, ([], ["look"]), strict=True))


# --- With and without scripts --------------------------------------------------------------------
def test_a_script_gets_the_reactions_of_the_update_as_its_card_has_them(maya, ines, lunch):
    ReactionFactory(update=lunch, person=ines, sign=BY_KEY["cheer"].number)
    client = sign_in(maya)
    response = client.post(to(lunch), headers=BY_SCRIPT)
    assert response.status_code == 200
    assert shown(response, lunch) == ["Thumbs up, 1", "Celebrate, 1"]
    on_the_card = bar(client.get("/"), lunch)
    assert on_the_card.attrs == bar(response, lunch).attrs
    assert on_the_card.text == bar(response, lunch).text


def test_without_a_script_one_button_gives_and_takes_back_and_leads_to_where_it_stood(maya, lunch):
    browser = sign_in(maya, enforce_csrf_checks=True)

    def press(where: str, name: str):
        shown = page(browser.get(where))
        token = shown.first("form", id="act").first("input", name="csrfmiddlewaretoken").attrs["value"]
        button = next(
            each for each in shown.first("div", id=f"reactions-{lunch.pk}").all("button", form="act")
            if each.attrs["aria-label"].startswith(name)
        )  # fmt: skip
        fields = {"csrfmiddlewaretoken": token, button.attrs["name"]: button.attrs["value"]}
        came_from = {"Referer": f"http://testserver{where}"}
        return browser.post(button.attrs["formaction"], fields, headers=came_from)

    for where in ("/company/", "/people/tom/?before=9999999999999999-1"):
        given = press(where, "Heart")
        assert given["Location"] == f"http://testserver{where}#update-{lunch.pk}"
        assert shown(again(browser, given), lunch) == ["Heart, 1"]
        assert f"#reactions-{lunch.pk} [data-sign=" in again(browser, given).content.decode()  # marks what is hers
        taken_back = press(where, "Heart")
        assert shown(again(browser, taken_back), lunch) == []


@pytest.mark.parametrize("came_from", ["", "https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"])
def test_a_button_leads_nowhere_else(maya, lunch, came_from):
    response = sign_in(maya).post(to(lunch), headers={"Referer": came_from})
    assert response["Location"] == lunch.get_absolute_url()


def test_a_link_alone_reacts_to_nothing(maya, lunch):
    client = sign_in(maya)
    assert client.get(to(lunch)).status_code == 405
    assert client.get(to(lunch) + "?_method=toggle").status_code == 405
    assert not Reaction.objects.exists()
