"""Nobody finds what they may not see: not in hits, not in numbers, and not a moment too long."""

import pytest

from intranet.people.actions import people, teams
from microblog.actions import updates
from tests.support import sign_in
from tests.support.search import answer, found, results, say

pytestmark = pytest.mark.django_db

CANARY = "Severance"


@pytest.fixture
def secrets(maya, noor, tom, team, closed_team, drained):
    """What is said in a closed team, and noise that everybody may find."""
    secret = say(noor, f"{CANARY} is three months #{CANARY}", closed_team)
    answer(maya, secret, f"{CANARY} for Leeds, too?")
    say(noor, f"{CANARY} both", closed_team, team)
    say(tom, "Months of rain, says the forecast")
    drained()
    return secret


def status(client, typed: str) -> str:
    return results(client, typed).first("p", role="status").text


def test_a_stranger_finds_nothing_of_a_closed_team_and_counts_nothing(secrets, stranger):
    client = sign_in(stranger)
    assert found(client, "months") == ["Months of rain, says the forecast"]
    assert status(client, "months") == "1 result"
    assert set(found(client, f"{CANARY} months")) == {"Months of rain, says the forecast", f"{CANARY} both"}
    assert found(client, "team:pay kind:update") == []
    assert found(client, "pay review") == []
    for typed in ("kind:tag", "kind:team", f"#{CANARY.lower()}", "by:noor"):
        page = results(client, typed).first("section", id="results").text
        assert "Pay review" not in page
        assert f"{CANARY} is" not in page


def test_what_is_for_an_open_team_too_is_found_by_all(secrets, stranger, noor):
    assert found(sign_in(stranger), CANARY) == [f"{CANARY} both"]
    assert len(found(sign_in(noor), CANARY)) == 4  # with the reply and the tag


def test_a_word_of_a_closed_team_is_not_found_out_by_mistyping_it(maya, noor, stranger, closed_team, drained):
    """That "policies" can be found does not say that "policy" was said somewhere."""
    say(maya, "Our policies for parcels")
    say(maya, "Conferences of the planners")
    say(maya, "Noise")
    drained()
    client, typed = sign_in(stranger), ("poilcy", "plannong", "conferrense", "conferencong")
    before = [found(client, word) for word in typed]
    said = "The policy: planning a conference, and conferencing"
    say(noor, said, closed_team)
    drained()
    assert [found(client, word) for word in typed] == before
    assert said in found(sign_in(noor), "policy")


def test_administrators_find_everything(secrets, clara):
    assert len(found(sign_in(clara), CANARY)) == 4


def test_who_leaves_a_closed_team_finds_nothing_of_it_from_then_on(secrets, maya, noor, closed_team):
    client = sign_in(maya)
    assert len(found(client, CANARY)) == 4
    teams.leave(by=maya, team=closed_team)
    assert found(client, CANARY) == [f"{CANARY} both"]
    assert status(client, CANARY) == "1 result"


def test_who_joins_finds_what_was_said_before(secrets, stranger, noor, closed_team):
    client = sign_in(stranger)
    assert len(found(client, CANARY)) == 1
    teams.add_member(by=noor, team=closed_team, person=stranger)
    assert len(found(client, CANARY)) == 4


def test_a_team_that_closes_hides_all_that_was_said_in_it_at_once(maya, tom, stranger, team, drained):
    say(tom, "Outage of the checkout", team)
    say(tom, "Outage of the lift")
    drained()
    client = sign_in(stranger)
    assert len(found(client, "outage")) == 2
    teams.edit(by=tom, team=team, name="Platform", purpose="", is_closed=True)
    assert found(client, "outage") == ["Outage of the lift"]
    assert found(client, "platform") == []
    drained()
    assert len(found(sign_in(maya), "outage")) == 2


def test_who_was_sent_away_is_no_longer_found_among_colleagues(maya, clara, ines, drained):
    people.edit(by=ines, person=ines, name="Ines Lindqvist", skills=["knitting"], title="Support lead")
    drained()
    assert found(sign_in(maya), "knitting") == ["@ines Support lead Customer care knitting"]
    people.give_standing(by=clara, person=ines, role="member", is_active=False)
    assert found(sign_in(maya), "knitting") == []


def test_the_box_is_closed_to_who_is_signed_out(client, secrets):
    response = client.get("/search/", {"q": CANARY})
    assert response.status_code == 302
    assert response["Location"].startswith("/sign-in/")


def test_an_index_that_lags_behind_shows_no_words_that_are_gone(secrets, noor):
    client = sign_in(noor)
    assert found(client, "three") == [f"{CANARY} is three months #{CANARY}"]
    updates.edit(by=noor, update=secrets, text="Nothing is decided", edits=0)
    assert found(client, "three") == ["Nothing is decided"]


def test_an_index_that_lags_behind_counts_nothing_that_is_gone(secrets, noor, tom):
    client = sign_in(noor)
    assert status(client, "months") == "2 results"
    updates.retract(by=noor, update=secrets)
    assert found(client, "months") == ["Months of rain, says the forecast"]
    assert status(client, "months") == "1 result"
    assert (found(client, "three"), status(client, "three")) == ([], "0 results")
