"""What stands beside the hits: how many there are of each kind, team, author, tag and year."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from intranet.people.actions import teams
from search import documents
from search.models import Document
from tests.factories import PersonFactory
from tests.support import page, sign_in
from tests.support.search import found, results, say

pytestmark = pytest.mark.django_db


def say_in(by, text: str, drained, at: datetime) -> None:
    """As if it had been said then."""
    update = say(by, text)
    drained()
    Document.objects.filter(kind="update", number=update.pk).update(is_waiting=True, at=at)
    drained()


def facets(client, typed: str) -> dict[str, list[tuple[str, str]]]:
    """The panels beside the results: by title the names and counts."""
    response = client.get("/search/facets/", {"q": typed})
    assert response.status_code == 200
    return {
        panel.first("h2").text: [tuple(part.text for part in link.all("span")) for link in panel.all("a")]
        for panel in page(response).all("section", "panel")
    }


def kinds(client, typed: str) -> dict[str, str]:
    tabs = page(client.get("/search/facets/", {"q": typed})).first("nav", "tabs").all("a")
    return {tab.text.rsplit(" ", 1)[0]: tab.first("span").text for tab in tabs}


def test_what_was_found_is_counted_by_kind_team_author_tag_and_year(maya, ines, team, drained):
    say_in(maya, "Parcels by hand #green", drained, timezone.now() - timedelta(days=800))
    say(maya, "Parcels by bicycle #green", team)
    say(ines, "Parcels by train")
    say(ines, "Noise #green")
    documents.gather("person")
    documents.gather("team")
    drained()
    client = sign_in(maya)
    year = timezone.now().year
    before = (timezone.now() - timedelta(days=800)).year
    assert facets(client, "parcels") == {
        "Team": [("Platform", "1")],
        "Author": [("Maya Okafor", "2"), ("Ines Lindqvist", "1")],
        "Tag": [("green", "2")],
        "Year": [(str(year), "2"), (str(before), "1")],
    }
    names = ["Everything", "Articles", "Posts", "Updates", "People", "Teams", "Sections", "Files", "Tags"]
    counted = dict.fromkeys(names, "0") | {"Everything": "3", "Updates": "3"}
    assert list(kinds(client, "parcels").items()) == list(counted.items())  # also in this order
    assert kinds(client, "parcels kind:people")["Updates"] == "3"
    assert "Author" not in facets(client, "parcels by:me")
    assert facets(client, "") == {}


def leads_to_as_many(client, typed: str) -> list[str]:
    """The names of all that was counted; each link finds as much as it says."""
    panels = page(client.get("/search/facets/", {"q": typed})).all("section", "panel")
    links = [link for panel in panels for link in panel.all("a")]
    for link in links:
        hits = page(client.get(link.attrs["href"])).all("li", "hit")
        assert len(hits) == int(link.all("span")[1].text), link.text
    return [link.all("span")[0].text for link in links]


def test_a_count_leads_to_exactly_as_many_hits(maya, ines, team, drained):
    for number in range(4):
        say(maya, f"Parcels number {number} #green", team)
    say(ines, "Parcels by train")
    say(ines, "Noise", team)
    drained()
    assert leads_to_as_many(sign_in(maya), "parcels") == ["Platform", "Maya Okafor", "Ines Lindqvist", "green"]


def test_namesakes_and_odd_names_are_told_apart(maya, clara, drained):
    people = [PersonFactory(name=name) for name in ("Anna Schmidt", "Anna Schmidt", 'William "Bill" Gates', "Me")]
    for number, person in enumerate(people):
        for _ in range(number + 1):
            say(person, "Parcels are late")
    places = [teams.create(by=clara, name=name) for name in ("Depot", "depot", "🚀", 'The "A" team', "#12")]
    for number, place in enumerate(places):
        for _ in range(number + 1):
            say(maya, "Parcels are here", place)
    drained()
    names = leads_to_as_many(sign_in(maya), "parcels")
    assert sorted(names) == sorted([*(each.name for each in people), *(each.name for each in places), "Maya Okafor"])


def test_a_year_begins_where_the_company_is(maya, settings, drained):
    settings.TIME_ZONE = "Europe/Berlin"
    say_in(maya, "Parcels at a quarter past midnight", drained, datetime(2024, 12, 31, 23, 15, tzinfo=UTC))
    say_in(maya, "Parcels an hour before", drained, datetime(2024, 12, 31, 22, 15, tzinfo=UTC))
    client = sign_in(maya)
    assert facets(client, "parcels")["Year"] == [("2025", "1"), ("2024", "1")]
    assert leads_to_as_many(client, "parcels") == ["Maya Okafor", "2025", "2024"]
    assert found(client, "parcels after:2025") == ["Parcels at a quarter past midnight"]
    assert found(client, "parcels before:2025-01-01") == ["Parcels an hour before"]
    assert [chip.text for chip in results(client, "parcels after:2025").all("a", "chip")] == [
        "after:2025-01-01Remove this filter"
    ]


def test_without_scripts_the_counts_stand_on_the_page_itself(maya, team, drained):
    say(maya, "Parcels by bicycle #green", team)
    drained()
    tree = page(sign_in(maya).get("/search/", {"q": "parcels", "facets": "1"}))
    assert "Platform" in [link.first("span").text for link in tree.first("div", id="facets").all("a")]
    assert "Updates 1" in tree.first("nav", "tabs", aria_label="Kinds").text


def test_the_counts_tell_nothing_of_closed_teams(maya, stranger, noor, team, closed_team, drained):
    say(noor, "Parcels of pay #bonus", closed_team)
    say(noor, "Parcels in both", closed_team, team)
    say(maya, "Parcels for all")
    documents.gather("person")
    documents.gather("team")
    drained()
    counted = facets(sign_in(stranger), "parcels")
    assert counted["Team"] == [("Platform", "1")]
    assert "Tag" not in counted
    assert sorted(count for _, count in counted["Author"]) == ["1", "1"]
    assert kinds(sign_in(stranger), "parcels")["Everything"] == "2"
    assert ("Pay review", "2") in facets(sign_in(maya), "parcels")["Team"]
