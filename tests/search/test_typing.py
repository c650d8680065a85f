"""What the page says while somebody types, and of filters that mean nothing."""

import pytest

from search import documents
from tests.support import page, sign_in
from tests.support.search import found, results, say

pytestmark = pytest.mark.django_db

REFUND = "Refunds go back to the card within 14 days #billing"


@pytest.fixture
def refund(maya, ines, drained):
    """Something to find, and noise."""
    say(ines, REFUND)
    say(ines, "The café in Porto opens at eight")
    say(maya, "Noise about lunch")
    drained()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("refund by:nobody", "Nobody here is called “nobody”"),
        ("team:xyz", "You see no team that is called “xyz”"),
        ("refund tag:retruns", "Nothing that you may see is tagged “retruns”"),
        ("refund kind:banana", "There is no kind “banana”"),
        ("after:yesterday", "“after:” needs a day such as after:2025-03-31"),
        ("is:foo", "“is:” knows only is:verified, is:question, is:open and is:answered."),
    ],
)
def test_a_filter_that_means_nothing_says_so(refund, maya, typed, sentence):
    client = sign_in(maya)
    assert sentence in results(client, typed).text
    assert "Nobody here" not in results(client, "refund by:maya").text


def test_a_closed_team_and_one_that_is_not_there_get_the_same_sentence(refund, closed_team, stranger):
    told = [
        results(sign_in(stranger), f'team:"{name}"').first("section", id="results").text.replace(name, "")
        for name in ("Pay review", "Zebra")
    ]
    assert told[0] == told[1]
    assert "You see no team" in told[0]


def test_what_nobody_said_has_no_day(refund, maya):
    assert found(sign_in(maya), "kind:tag") == ["#billing"]
    assert found(sign_in(maya), "billing before:2100") == [REFUND]


# --- As one types --------------------------------------------------------------------------------
def as_one_types(client, typed: str):
    """What is drawn anew while somebody is typing."""
    return page(client.get("/search/", {"q": typed}, headers={"HX-Request": "true"}))


def test_a_word_that_is_being_typed_finds_those_that_begin_so(maya, team, drained):
    say(maya, "Noise")
    documents.gather("team")
    drained()
    client = sign_in(maya)
    for typed in ("pl", "plat", "platfor", "platform"):
        tree = as_one_types(client, typed)
        assert [hit.first("a").text for hit in tree.all("li", "hit")] == ["Platform"], typed
        assert not tree.all("p", "meant"), "Nobody is corrected while typing"
        asked = tree.first("div", hx_target="#facets").attrs["hx-get"]
        assert "Teams 1" in page(client.get(asked)).first("nav", "tabs").text
    assert found(client, "plat") == [], "Who has finished is taken at their word"


@pytest.mark.parametrize("engine", ["whoosh"], indirect=True)
def test_a_word_in_a_text_that_is_being_typed_is_completed_for_those_who_may_read_it(
    refund, maya, stranger, closed_team, drained
):
    say(maya, "Confidential tickets", closed_team)
    drained()
    client = sign_in(stranger)
    for typed in ("ref", "refund ca", "refund card with", "the card 14 da"):
        assert as_one_types(client, typed).first("li", "hit").first("p").text == REFUND, typed
    assert "0 results" in as_one_types(client, "confid").first("p", role="status").text
    assert "1 result" in as_one_types(sign_in(maya), "confid").first("p", role="status").text
    assert as_one_types(client, "refnud").first("p", "meant").first("a").text == "refunds"
