"""Whatever somebody types, the answer is a page, soon, on every engine."""

import pytest

from tests.support import sign_in
from tests.support.search import found, results, say

pytestmark = pytest.mark.django_db

TYPED = [
    "*", "a*", "w* OR a*", "[a TO z]", "((((a))))", "(" * 200, '"', '"refund', '\\"', "\\", "\0", "a\0b", "''''",
    "-", "--", "-refund", "kind:update -refund", "by:maya -refund -card", 'by:maya -"!!!"', "-by:maya", "by:", "by:-",
    "team:", "tag:#", "kind:nothing", "before:0000", "before:9999-99-99", "after:9999-12-31", "after:0001", ":", "::a",
    "a:b:c", "NEAR(a b)", "title:a", "AND", "NOT", "OR", "refund AND", "^refund", "refund~2", "{a}", "%", "_", "👍",
    "مرحبا", "日本語", "\u202e", "a " * 24, "é" * 300, "' OR 1=1 --", "<script>", "{{ 7 }}", "%00", "\n\r\t",
]  # fmt: skip


@pytest.fixture
def noise(maya, drained):
    say(maya, "Refund to the card #refunds")
    say(maya, "Noise")
    drained()


@pytest.mark.parametrize("typed", TYPED, ids=ascii)
def test_hostile_words_get_a_page(noise, maya, typed):
    client = sign_in(maya)
    for address in ("/search/", "/search/suggestions/"):
        assert client.get(address, {"q": typed}).status_code == 200
    for start in ("-1", "²", "9" * 30, "990", "\0"):
        assert client.get("/search/", {"q": "refund", "start": start}).status_code == 200


def test_a_megabyte_and_ten_thousand_words_are_refused_with_a_sentence(noise, maya):
    client = sign_in(maya)
    for typed in ("x" * 2**20, "word " * 10_000):
        response = client.get("/search/", {"q": typed})
        assert response.status_code == 400
        assert len(response.content) < 100_000
        assert client.get("/search/suggestions/", {"q": typed}).status_code == 200


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
