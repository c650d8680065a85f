"""Saying something: it is there, once, for whom it was meant; and nothing that was typed is lost."""

import pytest
from django.urls import reverse

from microblog.models import Update
from tests.factories import PersonFactory, TeamFactory, UpdateFactory
from tests.support import again, page, said, sign_in, texts

pytestmark = pytest.mark.django_db

POST = "/updates/"


def kept(response) -> str:
    return page(response).first("textarea").raw.removeprefix("\n").removeprefix("\r\n")


def test_what_maya_posts_to_the_company_everybody_reads(maya, stranger):
    UpdateFactory(text="Said before")
    client = sign_in(maya)
    response = client.post(POST, said("Hello *all*"))
    assert texts(again(client, response)) == ["Hello all", "Said before"]
    assert texts(sign_in(stranger).get("/")) == ["Hello all", "Said before"]


def test_what_maya_posts_to_one_team_stands_there_and_not_with_the_company(maya, tom, stranger, team):
    client = sign_in(maya)
    client.post(POST, said("Deploy at ten", teams=[team]))
    client.post(POST, said("Lunch at noon", key="second-form-key"))
    assert texts(sign_in(tom).get("/")) == ["Lunch at noon", "Deploy at ten"]
    assert texts(sign_in(stranger).get("/")) == ["Lunch at noon"]
    assert texts(sign_in(stranger).get(team.get_absolute_url())) == ["Deploy at ten"]


def test_she_returns_to_the_page_she_posted_from(maya, team):
    client = sign_in(maya)
    assert client.post(POST, said("Hello", place=f"team-{team.pk}"))["Location"] == f"/teams/{team.pk}/"
    assert client.post(POST, said("Hello", key="another-form-key", place="following"))["Location"] == "/following/"


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "\\\\evil"])
def test_a_form_leads_nobody_out_of_the_house(maya, elsewhere):
    assert sign_in(maya).post(POST, said("Hello", next=elsewhere, place=elsewhere))["Location"] == "/"


def test_a_team_one_has_left_is_refused_and_the_text_is_kept(maya, team, stranger):
    client = sign_in(maya)
    client.post(reverse("people:membership", args=[team.pk]), {"_method": "delete"})
    response = client.post(POST, said("For my old team", teams=[team]))
    assert response.status_code == 422
    assert kept(response) == "For my old team"
    assert "You are no longer in one of these teams" in page(response).first("trellis-composer").text
    assert not Update.objects.exists()


def test_nobody_posts_to_a_closed_team_they_are_not_in_not_even_an_administrator(stranger, clara, closed_team):
    for person in (stranger, clara):
        response = sign_in(person).post(POST, said("Let me in", teams=[closed_team]))
        assert response.status_code == 422
        assert b"Pay review" not in response.content or person == clara
    assert not Update.objects.exists()


@pytest.mark.parametrize("text", ["", "   ", "\n\t\n"])
def test_an_empty_update_is_refused_with_a_reason(maya, text):
    response = sign_in(maya).post(POST, said(text))
    assert response.status_code == 422
    assert "Write something first." in page(response).first("trellis-composer").text
    assert not Update.objects.exists()


def test_a_text_of_5000_characters_is_taken_and_one_of_5001_is_kept_for_shortening(maya):
    client = sign_in(maya)
    response = client.post(POST, said("x" * 5001))
    assert response.status_code == 422
    assert kept(response) == "x" * 5001
    assert "longer than 5,000 characters" in page(response).first("trellis-composer").text
    assert client.post(POST, said("x" * 5000)).status_code == 302
    assert Update.objects.get().text == "x" * 5000


def test_lines_that_a_browser_ends_in_two_characters_do_not_count_double(maya):
    """The textarea counts a line's end as one character and sends two."""
    assert sign_in(maya).post(POST, said("\r\n".join(["x" * 9] * 500))).status_code == 302


def test_the_same_form_sent_twice_posts_once_and_answers_the_same(maya):
    client = sign_in(maya)
    first, second = (client.post(POST, said("Only once")) for _ in range(2))
    assert (first.status_code, first["Location"]) == (second.status_code, second["Location"])
    assert texts(client.get("/")) == ["Only once"]
    client.post(POST, said("Only once", key="another-form-key"))  # noise: the same words in a new form
    assert texts(client.get("/")) == ["Only once", "Only once"]


def test_the_same_key_from_somebody_else_is_another_form(maya, tom):
    for person in (maya, tom):
        sign_in(person).post(POST, said("Good morning"))
    assert Update.objects.count() == 2


@pytest.mark.parametrize("changed", ["text", "teams"])
def test_a_key_used_for_something_else_is_refused_with_the_text_kept_and_a_new_key(maya, team, changed):
    client = sign_in(maya)
    client.post(POST, said("First words"))
    other = said("Other words") if changed == "text" else said("First words", teams=[team])
    response = client.post(POST, other)
    assert response.status_code == 422
    assert kept(response) == other["text"]
    assert "press Post again" in page(response).first("trellis-composer").text
    assert Update.objects.count() == 1
    form = page(response).form(POST)
    assert form["key"] != "first-form-key"
    assert client.post(POST, other | {"key": form["key"]}).status_code == 302
    assert Update.objects.count() == 2


def test_without_a_key_nothing_is_posted_and_the_text_is_kept(maya):
    response = sign_in(maya).post(POST, {"text": "Hello"})
    assert response.status_code == 422
    assert kept(response) == "Hello"


def test_every_form_has_a_key_of_its_own(maya):
    client = sign_in(maya)
    keys = {page(client.get("/")).form(POST)["key"] for _ in range(3)}
    assert len(keys) == 3


def test_in_a_browser_with_scripts_the_new_card_comes_alone_with_a_fresh_composer_and_an_undo(maya):
    UpdateFactory(text="Noise")
    response = sign_in(maya).post(POST, said("Hello"), headers={"HX-Request": "true"})
    assert response.status_code == 201
    assert texts(response) == ["Hello"]
    assert kept(response) == ""
    assert b"<html" not in response.content
    assert [b.text for b in page(response).all("button") if b.attrs.get("value") == "delete"] == ["Undo"]
    assert page(response).form(POST)["key"] != "first-form-key"


def test_in_a_browser_with_scripts_a_refused_form_replaces_the_composer(maya):
    response = sign_in(maya).post(POST, said("x" * 5001), headers={"HX-Request": "true"})
    assert response.status_code == 422
    assert response["HX-Retarget"] == "#composer"
    assert kept(response) == "x" * 5001
    assert texts(response) == []


def test_people_and_tags_in_a_text_become_links_and_an_unknown_name_stays_text(maya, tom):
    PersonFactory(username="tomas")  # noise: not whom she means
    client = sign_in(maya)
    card = page(again(client, client.post(POST, said("@tom and @nobody, see #Billing")))).first("div", "text")
    assert [(link.text, link.attrs["href"]) for link in card.all("a")] == [
        ("@tom", "/people/tom/"),
        ("#Billing", "/tags/billing/"),
    ]
    assert card.text == "@tom and @nobody, see #Billing"
    update = Update.objects.get()
    assert [mention.person for mention in update.mentions.all()] == [tom]
    assert [tag.name for tag in update.tags.all()] == ["billing"]


def test_a_mention_in_an_address_or_in_code_is_none(maya, tom):
    sign_in(maya).post(POST, said("`@tom` and me@tom.example and `#billing`"))
    assert not Update.objects.get().mentions.exists()
    assert not Update.objects.get().tags.exists()


def test_typed_html_is_shown_as_typed(maya):
    client = sign_in(maya)
    response = again(client, client.post(POST, said("<script>alert(1)</script> & <b>bold</b>")))
    assert texts(response) == ["<script>alert(1)</script> & <b>bold</b>"]
    assert b"<script>alert" not in response.content


def test_the_composer_offers_tags_that_she_may_read_and_no_others(maya):
    UpdateFactory(text="#billing")
    UpdateFactory(text="#biology")
    UpdateFactory(text="#birthdays", retracted=True)
    UpdateFactory(text="#bigmerger", team=TeamFactory(closed=True))
    UpdateFactory(text="#other")
    client = sign_in(maya)
    offered = [o.text for o in page(client.get("/complete/tags/", {"q": "#BI"})).all("li")]
    assert offered == ["#billing", "#biology"]
    assert page(client.get("/complete/tags/", {"q": ""})).all("li") == []
