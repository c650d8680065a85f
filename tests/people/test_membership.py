"""Teams: making, joining, leading and leaving them."""

import pytest
from django.urls import reverse

from intranet.people.models import Team
from tests.factories import FollowFactory, PersonFactory, TeamFactory, UpdateFactory
from tests.support import again, page, sign_in, texts

pytestmark = pytest.mark.django_db
LEAVE = {"_method": "delete"}


def at(name: str, team, *args) -> str:
    return reverse(f"people:{name}", args=[team.pk, *args])


def names(response) -> list[str]:
    return [link.text for link in page(response).first("main").all("a", "name")]


def test_who_makes_a_team_leads_it(maya):
    client = sign_in(maya)
    response = client.post("/teams/new/", {"name": "  Bicycle   club ", "purpose": "Keys and pumps"})
    shown = page(again(client, response))
    assert shown.first("h1").text == "Bicycle club"
    assert "1 member" in shown.first("main").text
    assert Team.objects.get().led_by(maya)


def test_two_open_teams_do_not_have_the_same_name(maya, team):
    response = sign_in(maya).post("/teams/new/", {"name": "platform", "purpose": "Mine"})
    assert response.status_code == 422
    assert "There is a team of that name" in page(response).first("main").text
    assert page(response).form("")["purpose"].strip() == "Mine"
    assert Team.objects.count() == 1


def test_anyone_joins_an_open_team_and_reads_it_at_home(ines, team):
    UpdateFactory(team=team, text="Deploy at ten")
    client = sign_in(ines)
    assert texts(client.get("/")) == []
    client.post(at("membership", team))
    client.post(at("membership", team))  # twice is once
    assert texts(client.get("/")) == ["Deploy at ten"]
    team.refresh_from_db()
    assert team.member_count == team.memberships.count() == 3
    assert not team.led_by(ines)


def test_who_leaves_an_open_team_reads_it_on_its_page_alone(maya, team):
    UpdateFactory(team=team, text="Deploy at ten")
    client = sign_in(maya)
    response = client.post(at("membership", team), LEAVE)
    assert "You have left Platform." in page(again(client, response)).text
    assert texts(client.get("/")) == []
    assert texts(client.get(team.get_absolute_url())) == ["Deploy at ten"]
    team.refresh_from_db()
    assert team.member_count == team.memberships.count() == 1


def test_nobody_leaves_a_team_they_are_not_in(ines, team):
    assert sign_in(ines).post(at("membership", team), LEAVE).status_code == 403
    team.refresh_from_db()
    assert team.member_count == 2


def test_a_closed_team_is_not_there_for_strangers(stranger, olu, closed_team):
    for person in (stranger, olu):
        client = sign_in(person)
        for address in (closed_team.get_absolute_url(), at("members", closed_team), at("team_edit", closed_team)):
            assert client.get(address).status_code == 404
        for address in (at("membership", closed_team), at("members", closed_team), at("follow_team", closed_team)):
            assert client.post(address, {"username": person.username}).status_code == 404
        assert "Pay review" not in page(client.get("/teams/")).text
    assert closed_team.memberships.count() == 2


def test_nobody_lets_themselves_into_a_closed_team_not_even_those_who_see_it(clara, closed_team):
    assert sign_in(clara).post(at("membership", closed_team)).status_code == 403
    assert not closed_team.has(clara)


def test_the_last_lead_stays_until_there_is_another(tom, maya, team):
    client = sign_in(tom)
    response = client.post(at("membership", team), LEAVE)
    assert "Name another lead first" in page(again(client, response)).text
    assert team.has(tom)
    client.post(at("member", team, "maya"), {"lead": "yes"})
    client.post(at("membership", team), LEAVE)
    assert not team.has(tom)
    assert team.led_by(maya)


def test_the_last_lead_cannot_stop_leading_or_be_sent_away(tom, clara, team):
    for fields in ({"lead": "no"}, LEAVE):
        sign_in(clara).post(at("member", team, "tom"), fields)
        assert team.led_by(tom)


def test_the_last_person_may_close_the_door_behind_them(maya):
    alone = TeamFactory(lead=maya)
    sign_in(maya).post(at("membership", alone), LEAVE)
    assert not alone.memberships.exists()


def test_a_lead_brings_people_in_and_sends_them_away(noor, ines, closed_team):
    client = sign_in(noor)
    UpdateFactory(team=closed_team, text="Bands")
    response = again(client, client.post(at("members", closed_team), {"username": " @INES "}))
    assert names(response) == ["Noor Haddad", "Ines Lindqvist", "Maya Okafor"]
    hers = sign_in(ines)
    assert texts(hers.get("/")) == ["Bands"]
    client.post(at("member", closed_team, "ines"), LEAVE)
    assert texts(hers.get("/")) == []
    assert hers.get(closed_team.get_absolute_url()).status_code == 404
    closed_team.refresh_from_db()
    assert closed_team.member_count == 2


def test_who_is_sent_away_from_a_closed_team_follows_it_no_longer(noor, maya, closed_team):
    FollowFactory(follower=maya, team=closed_team)
    FollowFactory(follower=maya, person=noor)  # noise: a person may still be followed
    sign_in(noor).post(at("member", closed_team, "maya"), LEAVE)
    assert [follow.person for follow in maya.follows.all()] == [noor]


@pytest.mark.parametrize("username", ["nobody", "", "gone"])
def test_somebody_who_is_not_here_cannot_be_brought_in_and_the_name_is_kept(tom, team, username):
    PersonFactory(username="gone", former=True)
    response = sign_in(tom).post(at("members", team), {"username": username})
    assert response.status_code == 422
    assert page(response).first("input", id="username").attrs["value"] == username
    assert team.memberships.count() == 2


def test_a_member_who_does_not_lead_manages_nobody(maya, tom, ines, team):
    client = sign_in(maya)
    assert client.post(at("members", team), {"username": "ines"}).status_code == 403
    assert client.post(at("member", team, "tom"), LEAVE).status_code == 403
    assert client.post(at("member", team, "maya"), {"lead": "yes"}).status_code == 403
    assert client.post(at("team_edit", team), {"name": "Mine"}).status_code == 403
    assert page(client.get(at("members", team))).all("form", method="post", cls="form") == []
    assert team.led_by(tom)
    assert not team.led_by(maya)


def test_somebody_who_is_in_another_team_is_not_managed_here(tom, ines, team):
    TeamFactory(members=[ines])
    assert sign_in(tom).post(at("member", team, "ines"), LEAVE).status_code == 404


def test_a_lead_renames_and_closes_the_team(tom, maya, stranger, team):
    client = sign_in(tom)
    fields = page(client.get(at("team_edit", team))).form("")
    assert fields["name"] == "Platform"
    client.post(at("team_edit", team), fields | {"name": "Engine room", "is_closed": "on"})
    assert page(sign_in(maya).get(team.get_absolute_url())).first("h1").text == "Engine room"
    assert sign_in(stranger).get(team.get_absolute_url()).status_code == 404


def test_the_list_of_teams_has_mine_first_and_closed_ones_only_for_those_who_know(maya, stranger, team, closed_team):
    TeamFactory(name="A team of others")
    assert names(sign_in(maya).get("/teams/")) == ["Pay review", "Platform", "A team of others"]
    assert names(sign_in(stranger).get("/teams/")) == ["A team of others", "Platform"]


def test_the_trail_says_who_joined_led_and_left(clara, ines, tom, team):
    sign_in(ines).post(at("membership", team))
    sign_in(tom).post(at("member", team, "ines"), {"lead": "yes"})
    sign_in(ines).post(at("membership", team), LEAVE)
    lines = [line.first("span").text for line in page(sign_in(clara).get("/trail/")).first("ol", "history").all("li")]
    assert lines == [
        "Ines Lindqvist left Platform",
        "Tom Berger changed the lead of Platform: Ines Lindqvist",
        "Ines Lindqvist joined Platform",
    ]
