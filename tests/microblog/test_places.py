"""Where a composer stands decides for whom it composes; every answer is drawn for the same place."""

import logging

import pytest
from django.test import Client
from django.urls import reverse

from intranet import live
from intranet.kit.diff import words
from intranet.kit.logs import formatter
from intranet.kit.sequences import Steps
from intranet.live import log
from microblog.models import Update
from tests.factories import PersonFactory, TeamFactory, UpdateFactory
from tests.support import said, sign_in
from tests.support.pages import page

POST = "/updates/"


def as_script(client, fields):
    return client.post(POST, fields, headers={"HX-Request": "true"})


def test_three_posts_in_a_row_from_a_closed_teams_page_all_stay_in_the_team(company, maya, closed_team):
    client = sign_in(maya)
    form = page(client.get(closed_team.get_absolute_url())).form(POST)
    for number in range(3):
        answer = as_script(client, form | {"text": f"Salary bands {number}"})
        assert answer.status_code == 201
        form = page(answer).form(POST)
    audiences = [list(update.audiences.values_list("team", flat=True)) for update in Update.objects.all()]
    assert audiences == [[closed_team.pk]] * 3


def test_a_refused_post_keeps_its_place_and_its_audience_in_words(company, maya, closed_team):
    client = sign_in(maya)
    form = page(client.get(closed_team.get_absolute_url())).form(POST)
    for answer in (as_script(client, form | {"text": " "}), client.post(POST, form | {"text": " "})):
        assert answer.status_code == 422
        composer = page(answer).first("trellis-composer")
        assert composer.attrs["data-draft"] == f"team-{closed_team.pk}"
        assert composer.first("summary").text.endswith("Pay review")
    assert not Update.objects.exists()


def test_what_was_undone_in_a_closed_team_comes_back_there_and_nowhere_else(company, maya, noor, closed_team):
    root = UpdateFactory(author=noor, team=closed_team, text="Bands")
    client = sign_in(maya)
    client.post(reverse("microblog:replies", args=[root.pk]), said("Far too low"))
    reply = Update.objects.get(root=root)
    client.post(reverse("microblog:thread", args=[reply.pk]), {"_method": "delete"})
    for elsewhere in ("/", UpdateFactory(text="Lunch").get_absolute_url()):
        assert b"Far too low" not in client.get(elsewhere).content
    assert b"Far too low" in client.get(root.get_absolute_url()).content


def test_a_post_for_a_team_is_not_shown_in_the_company_feed_it_was_written_above(company, maya, team):
    client = sign_in(maya)
    form = page(client.get("/company/")).form(POST)
    answer = as_script(client, form | {"text": "For Platform", "teams": [team.pk]})
    assert page(answer).all("article") == []
    assert "Posted for Platform." in answer.content.decode()
    answer = as_script(client, page(answer).form(POST) | {"text": "For all"})
    assert len(page(answer).all("article")) == 1


def test_a_team_that_is_ticked_twice_is_addressed_once(maya, team):
    response = sign_in(maya).post(POST, said("Hello", teams=[team, team]))
    assert response.status_code == 302
    assert Update.objects.get().audiences.count() == 1


def test_replies_that_come_in_meanwhile_do_not_disturb_an_edit(maya, tom):
    update = UpdateFactory(author=maya, text="Lunch at noon")
    client = sign_in(maya)
    form = page(client.get(reverse("microblog:edit", args=[update.pk]))).form("")
    sign_in(tom).post(reverse("microblog:replies", args=[update.pk]), said("See you"))
    assert client.post(reverse("microblog:edit", args=[update.pk]), form | {"text": "At one"}).status_code == 302
    update.refresh_from_db()
    assert update.text == "At one"


@pytest.mark.parametrize("query", ["reply=²", "to=²", "reply=99999999999999999999", "to=x"])
def test_a_number_that_is_none_opens_the_thread_as_it_is(maya, query):
    update = UpdateFactory(text="Lunch")
    assert sign_in(maya).get(f"/updates/{update.pk}/?{query}").status_code == 200


def test_a_text_made_to_be_hard_to_compare_is_compared_as_a_whole():
    old, new = "a " * 740, "b a " * 370
    assert words(old, new, Steps(left=1000)) == [("del", old[:-3]), ("ins", new[:-3]), ("same", " a ")]
    assert words("Lunch at noon, bring cake", "Lunch at one, bring cake", Steps(left=1000)) == [
        ("same", "Lunch at "),
        ("del", "noon"),
        ("ins", "one"),
        ("same", ", bring cake"),
    ]


def test_who_is_signed_out_meanwhile_gets_what_was_typed_back(maya):
    answer = Client().post(POST, said("An hour of work"))
    assert answer.status_code == 403
    assert "An hour of work" in page(answer).first("textarea").text
    assert sign_in(maya).post(POST, said("An hour of work")).status_code == 302  # noise: signed in, it is taken


def test_the_log_names_no_link_that_signs_in():
    record = logging.LogRecord("django.request", 30, "", 0, "Unprocessable: /welcome/secret:token:here/", None, None)
    line = formatter().format(record)
    assert "secret" not in line
    assert "/welcome/" in line


def test_a_closed_team_is_not_opened_over_what_was_said_in_it(noor, stranger, closed_team):
    UpdateFactory(team=closed_team, text="Salary bands")
    TeamFactory(name="Noise")
    PersonFactory()
    address = reverse("people:team_edit", args=[closed_team.pk])
    answer = sign_in(noor).post(address, {"name": "Pay review", "purpose": "Now open"})
    assert answer.status_code == 422
    assert "A closed team stays closed" in answer.content.decode()
    assert sign_in(stranger).get(closed_team.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("address", ["/office/users/", "/office/groups/", "/office/account/"])
def test_accounts_are_changed_on_our_pages_only(clara, address):
    client = sign_in(clara)
    assert client.get(address).status_code == 404
    assert client.get("/office/").status_code == 200  # noise: she may enter


@pytest.mark.django_db
def test_a_page_that_answers_a_refused_post_listens_from_where_it_was_drawn(company, maya):
    update = UpdateFactory(author=maya)
    live.send("feed:company", "update.posted", ref=update.pk)
    for address in ("/updates/", f"/updates/{update.pk}/replies/"):
        refused = sign_in(maya).post(address, {"text": "", "key": "a-key-of-hers"})
        assert refused.status_code == 422
        assert page(refused).first("trellis-live").attrs["data-mark"] == str(log.newest())
