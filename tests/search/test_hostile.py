"""Whatever somebody types, the answer is a page, soon, on every engine."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from microblog.models import Update
from search.models import Visit
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


def test_a_null_sign_never_reaches_the_database_which_would_refuse_it(noise, clara):
    """PostgreSQL does, with an error."""
    client, told = sign_in(clara), []

    def listen(execute, sql, params, many, context):
        told.extend(value for value in params or () if isinstance(value, str))  # a random key may hold any byte
        return execute(sql, params, many, context)

    pk = Update.objects.get(text="Noise").pk
    with connection.execute_wrapper(listen):
        for thing in ("update\0", "\0", "up\0date"):
            client.post("/search/enquiries/", {"q": "noise", "kind": thing, "number": pk, "place": "1\0"})
            client.post("/search/best-bets/new/", {"words": "noise", "find": "noise", "thing": f"{thing}:{pk}"})
        client.post("/search/best-bets/new/", {"words": "noise\0", "find": "noise\0", "thing": f"update:{pk}\0"})
        client.get("/search/best-bets/", {"before": "\0-\0"})
    assert "noise" in told  # noise: words do come by
    assert not [value for value in told if "\0" in value]
    assert not Visit.objects.exists()
    client.post("/search/enquiries/", {"q": "noise", "kind": "update", "number": pk})  # noise: it is found
    assert Visit.objects.exists()


def test_many_filters_are_looked_up_once_each_and_too_many_are_refused(noise, maya, tom):
    client = sign_in(maya)
    for address in ("/search/", "/search/facets/"):
        asked = {}
        for many in (1, 20):
            filters = " ".join(f"team:care{number}" for number in range(many - 1))
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address, {"q": f"refund card by:maya {filters}"}).status_code == 200
            asked[many] = len(queries)
        assert asked[20] <= asked[1] + 2 * 19, "a team is looked for by its name, and then by words of it"
        assert client.get(address, {"q": "refund " + "by:tom " * 21}).status_code == 400


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
