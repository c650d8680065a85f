"""For whom an update is, in words that tell nobody of a team they may not know."""

import pytest
from django.urls import reverse

from intranet.people.actions import teams
from tests.factories import TeamFactory, UpdateFactory
from tests.support import again, page, said, sign_in, texts

pytestmark = pytest.mark.django_db


def chips(response) -> list[str]:
    """The audience on each card; an update to the company has none."""
    return [chip.text for card in page(response).all("article", "update") for chip in card.all("span", "chip")]


@pytest.fixture
def both(team, closed_team, noor):
    """An update to an open and to a closed team."""
    return UpdateFactory(author=noor, teams=[team, closed_team], text="For both #pay")


def test_who_is_in_both_teams_reads_both_names_and_others_read_of_other_teams(both, maya, stranger):
    UpdateFactory(text="Noise, to everybody")
    for reader, words in ((maya, "For Pay review and Platform"), (stranger, "For Platform and other teams")):
        response = sign_in(reader).get(both.get_absolute_url())
        assert chips(response) == [words]
        assert words.removeprefix("For ") in page(response).first("aside").text


@pytest.mark.parametrize("insider_first", [True, False])
def test_the_words_are_each_readers_own_on_every_page_whoever_read_it_first(
    both, maya, tom, clara, stranger, team, insider_first
):
    """Cards are kept once drawn: what was drawn for an insider must not be shown to others."""
    UpdateFactory(author=tom, root=both, text="An answer #pay")
    pages = [
        reverse("team", args=[team.pk]),
        reverse("person", args=["noor"]),
        reverse("person", args=["tom"]) + "?show=replies",
        reverse("microblog:tag", args=["pay"]),
        both.get_absolute_url(),
    ]
    insiders, outsiders = [maya, clara], [stranger, tom]
    for reader in insiders + outsiders if insider_first else outsiders + insiders:
        client = sign_in(reader)
        for address in pages:
            response = client.get(address)
            names = "Pay review" in " ".join(chips(response))
            assert chips(response), address
            assert names == (reader in insiders), f"{reader} on {address} reads {chips(response)}"


def test_a_team_that_closes_is_no_longer_named_to_others(stranger, tom, team, django_capture_on_commit_callbacks):
    other = TeamFactory(name="Returns")
    UpdateFactory(teams=[team, other], text="For two open teams")
    client = sign_in(stranger)
    assert chips(client.get(team.get_absolute_url())) == ["For Platform and Returns"]
    with django_capture_on_commit_callbacks(execute=True):
        teams.edit(by=tom, team=other, name="Returns", purpose="", is_closed=True)
    assert chips(client.get(team.get_absolute_url())) == ["For Platform and other teams"]


def test_a_team_that_is_renamed_has_its_new_name_on_old_updates(maya, tom, team, django_capture_on_commit_callbacks):
    UpdateFactory(team=team, text="Old")
    client = sign_in(maya)
    assert chips(client.get("/")) == ["For Platform"]
    with django_capture_on_commit_callbacks(execute=True):
        teams.edit(by=tom, team=team, name="Engine room", purpose="", is_closed=False)
    assert chips(client.get("/")) == ["For Engine room"]


def test_who_leaves_a_closed_team_loses_all_of_it_at_once_their_own_words_too(maya, noor, closed_team):
    mine = UpdateFactory(author=maya, team=closed_team, text="My own words")
    UpdateFactory(author=noor, root=mine, text="An answer to them")
    UpdateFactory(text="Still here")  # noise
    client = sign_in(maya)
    assert texts(client.get("/")) == ["Still here", "My own words"]
    client.post(reverse("people:membership", args=[closed_team.pk]), {"_method": "delete"})
    assert texts(client.get("/")) == ["Still here"]
    assert texts(client.get(reverse("person", args=["maya"]))) == []
    for address in (mine.get_absolute_url(), closed_team.get_absolute_url()):
        assert client.get(address).status_code == 404


def test_an_administrator_reads_everything(clara, closed_team):
    update = UpdateFactory(team=closed_team, text="Bands")
    response = sign_in(clara).get(update.get_absolute_url())
    assert texts(response) == ["Bands"]
    assert chips(response) == ["For Pay review"]


def test_a_moderator_reads_no_more_than_others(olu, closed_team):
    update = UpdateFactory(team=closed_team, text="Bands")
    assert sign_in(olu).get(update.get_absolute_url()).status_code == 404


def test_the_composer_says_for_whom(company, maya, stranger, team, closed_team):
    composer = page(sign_in(maya).get("/")).first("trellis-composer")
    assert "Everyone at Northwind" in composer.text
    choices = [label.text for label in composer.first("fieldset").all("label")]
    assert choices == ["Pay review", "Platform"]
    assert page(sign_in(stranger).get("/")).first("trellis-composer").all("fieldset") == []


def test_a_teams_page_composes_for_that_team(company, maya, ines, team):
    TeamFactory(name="Returns", members=[maya])  # noise
    composer = page(sign_in(maya).get(team.get_absolute_url())).first("trellis-composer")
    ticked = [box.parent.text for box in composer.all("input", type="checkbox") if "checked" in box.attrs]
    assert ticked == ["Platform"]
    assert page(sign_in(ines).get(team.get_absolute_url())).all("trellis-composer") == []  # not in it


def test_the_thread_says_who_reads_a_reply(company, maya, closed_team):
    update = UpdateFactory(team=closed_team)
    foot = page(sign_in(maya).get(update.get_absolute_url())).first("div", "composer-foot")
    assert "Read by Pay review" in foot.text


def test_somebody_who_follows_a_team_that_closes_follows_it_no_longer(stranger, tom, team):
    client = sign_in(stranger)
    client.post(reverse("people:follow_team", args=[team.pk]))
    UpdateFactory(team=team, text="Open words")
    assert texts(client.get("/following/")) == ["Open words"]
    teams.edit(by=tom, team=team, name=team.name, purpose="", is_closed=True)
    assert texts(client.get("/following/")) == []


def test_a_post_to_two_teams_is_on_both_pages_and_not_with_the_company(company, maya, team):
    other = TeamFactory(members=[maya])
    UpdateFactory(text="To everybody")
    client = sign_in(maya)
    again(client, client.post("/updates/", said("For two", teams=[team, other])))
    for each in (team, other):
        assert texts(client.get(each.get_absolute_url())) == ["For two"]
    assert texts(client.get("/company/")) == ["To everybody"]
