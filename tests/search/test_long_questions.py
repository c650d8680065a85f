"""However much is typed, phrases and what should not be there hold, and the words find what they find."""

import pytest

from tests.factories.search import SynonymFactory
from tests.support import sign_in
from tests.support.search import found, results, say

pytestmark = pytest.mark.django_db

WORDS = [f"word{number}" for number in range(70)]


@pytest.fixture
def animals(maya, drained) -> dict[str, str]:
    """Many words and an animal in each; noise: an animal without the words. By address, what is about it."""
    texts = {animal: " ".join([*WORDS, animal]) for animal in ("zebra stands", "lion stands", "zebra and lion stands")}
    texts["alone"] = "The zebra stands alone"
    said = {say(maya, text).get_absolute_url(): animal for animal, text in texts.items()}
    drained()
    return said


@pytest.fixture
def ask(maya, animals):
    """``ask("words")``: which of the animals Maya finds."""
    client = sign_in(maya)
    return lambda *typed: {
        animals[hit.first("a").attrs["href"]] for hit in results(client, " ".join(typed)).all("li", "hit")
    }


ALL = {"zebra stands", "lion stands", "zebra and lion stands"}


def test_a_phrase_behind_many_words_is_not_forgotten(ask):
    assert ask(*WORDS, '"zebra stands"') == {"zebra stands"}
    assert ask('"zebra stands"', *WORDS) == {"zebra stands"}
    assert ask('"zebra stands"') == {"zebra stands", "alone"}


def test_what_should_not_be_there_is_left_out_wherever_it_was_typed(ask):
    for typed in ([*WORDS, "-zebra"], ["-zebra", *WORDS], [*WORDS[:30], "-zebra", *WORDS[30:]]):
        assert ask(*typed) == {"lion stands"}


def test_a_word_beyond_the_limit_hides_nothing(ask):
    assert ask(*WORDS) == ALL
    assert ask(*WORDS, "giraffe") == ALL


def test_other_words_for_the_same_do_not_make_a_long_question_impossible(ask):
    SynonymFactory(words=["word68", "lorry"])
    SynonymFactory(words=["heavy truck", "word69"])
    assert ask(*WORDS) == ALL
    assert ask(*WORDS, '"zebra stands"') == {"zebra stands"}


def test_a_hundred_and_forty_eight_exclusions_hold_each_of_them(maya, drained):
    say(maya, "hello there")
    say(maya, "hello w147")
    say(maya, "hello w0")
    say(maya, "Noise")
    drained()
    typed = "hello " + " ".join(f"-w{number}" for number in range(148))
    assert found(sign_in(maya), typed) == ["hello there"]
    assert sign_in(maya).get("/search/facets/", {"q": typed}).status_code == 200
