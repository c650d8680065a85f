"""Whatever somebody types, the answer is a page, soon, on every engine."""

import pytest

from tests.support import sign_in
from tests.support.hostile_queries import LONG, TYPED
from tests.support.search import found, results, say

pytestmark = pytest.mark.django_db


@pytest.fixture
def noise(maya, drained):
    say(maya, "Refund to the card #refunds")
    say(maya, "Noise")
    drained()


def test_hostile_words_get_a_page(noise, maya):
    client = sign_in(maya)
    for typed in TYPED:
        for address in ("/search/", "/search/suggestions/", "/search/facets/"):
            assert client.get(address, {"q": typed}).status_code == 200, (address, typed)
        note = client.post("/search/enquiries/", {"q": typed, "kind": typed, "number": typed})
        assert note.status_code == 204, typed
    for start in ("-1", "²", "9" * 30, "990", "\0"):
        assert client.get("/search/", {"q": "refund", "start": start}).status_code == 200


def test_a_megabyte_and_ten_thousand_words_are_refused_with_a_sentence(noise, maya):
    client = sign_in(maya)
    for typed in LONG:
        response = client.get("/search/", {"q": typed})
        assert response.status_code == 400
        assert len(response.content) < 100_000
        assert client.get("/search/facets/", {"q": typed}).status_code == 400
        assert client.get("/search/suggestions/", {"q": typed}).status_code == 200
        assert client.post("/search/enquiries/", {"q": typed, "place": typed}).status_code in {204, 400}


def test_those_who_tune_the_search_get_a_page_too(noise, clara):
    client = sign_in(clara)
    for typed in [*TYPED, *LONG]:
        form = {"words": typed, "find": typed, "thing": typed}
        answers = {
            "best bets": client.get("/search/best-bets/", {"before": typed}).status_code in {200, 404},
            "best bet": client.get("/search/best-bets/new/", form).status_code == 200,
            "best bet, saved": client.post("/search/best-bets/new/", form).status_code in {400, 422},
            "learning": client.get("/search/learning/", {"days": typed}).status_code == 200,
            "synonyms": client.get("/search/synonyms/", {"before": typed}).status_code in {200, 404},
            "synonym": client.get("/search/synonyms/new/", form).status_code == 200,
            "synonym, saved": client.post("/search/synonyms/new/", form).status_code in {302, 400, 422},
        }
        assert all(answers.values()), (typed[:100], answers)


def test_what_should_not_be_there_is_left_out_also_without_a_word_that_should(noise, maya):
    client = sign_in(maya)
    assert found(client, "kind:update -card") == ["Noise"]
    assert found(client, "by:maya -noise kind:update") == ["Refund to the card #refunds"]


def test_one_word_said_a_thousand_times_is_marked_in_a_piece_of_the_text(maya, drained):
    for _ in range(20):
        say(maya, "q " * 2400)
    drained()
    hits = results(sign_in(maya), "q").all("li", "hit")
    assert len(hits) == 20
    assert {len(hit.all("mark")) for hit in hits} == {100}
