"""What finds what, on the engine in the database."""

import random
from functools import reduce
from operator import and_, or_

import pytest
from modelsearch.query import MATCH_ALL, MATCH_NONE, And, Boost, Fuzzy, Not, Or, Phrase, PlainText

pytestmark = pytest.mark.django_db


def test_all_words_are_found_together_and_any_of_them_when_asked(fruit):
    assert fruit.found("apple pear") == ["both"]
    assert set(fruit.found(PlainText("apple pear", operator="or"))) == {"both", "apple", "pear", "titled"}
    assert fruit.found("apple grape") == []


def test_a_word_in_the_title_counts_more_and_one_may_stand_in_the_title_and_one_in_the_text(fruit):
    assert fruit.found("apple")[0] == "titled"
    assert set(fruit.found("apple")) == {"titled", "both", "apple"}
    assert fruit.found("harvest garden") == ["titled"]


def test_the_best_has_the_highest_score_and_all_are_above_zero(fruit):
    hits = fruit.ask("apple").hits(10)
    scores = [score for _, score in hits]
    assert scores == sorted(scores, reverse=True)
    assert min(scores) > 0
    assert fruit.ask("apple").hits(1, 1) == hits[1:2]
    assert fruit.ask("apple").hits(10, 2) == hits[2:]


def test_a_phrase_is_found_as_it_stands(fruit):
    assert fruit.found(Phrase("apple and a pear")) == ["both"]
    assert fruit.found(Phrase("apple pear")) == []
    assert fruit.found(Phrase("far from the tree") & PlainText("apple")) == ["apple"]


def test_accents_capitals_and_signs_do_not_matter(shelf):
    shelf.put("noise", "Nothing of the kind")
    shelf.put("text", "The Café (see http://example.com/Menu) uses <script>alert(1)</script> and foo-bar_baz.")
    for typed in ("cafe", "CAFÉ", "menu", "alert", "example.com", "foo-bar", "baz", "http://example.com/menu"):
        assert shelf.found(typed) == ["text"], typed
    assert shelf.found("bar-foo") == []


def test_words_that_stand_everywhere_are_found_in_phrases(shelf):
    shelf.put("noise", "Whether the train is late")
    shelf.put("said", "To be or not to be, the man said")
    assert shelf.found(Phrase("or not to be")) == ["said"]
    assert shelf.found("to be or not to be") == ["said"]
    assert shelf.found(Phrase("man the")) == []
    assert shelf.found(Phrase("the train the")) == []
    assert shelf.found(PlainText("train") & Phrase("the train")) == ["noise"]
    assert shelf.found(PlainText("late", operator="or") | Phrase("not to be")) != []


def test_what_should_not_be_there_is_left_out_also_when_nothing_else_is_asked(fruit):
    assert set(fruit.found(PlainText("apple") & Not(PlainText("pear")))) == {"apple", "titled"}
    assert set(fruit.found(Not(PlainText("apple")))) == {"noise", "pear"}
    assert set(fruit.found(MATCH_ALL & Not(PlainText("apple")) & Not(Phrase("one pear")))) == {"noise"}
    assert fruit.ask(Not(PlainText("apple"))).count() == 2
    assert fruit.found(MATCH_NONE) == []
    assert len(fruit.found(MATCH_ALL)) == 5


def test_a_boost_and_a_fuzzy_word_are_plain_words_here(fruit):
    assert fruit.found(Boost(PlainText("pear"), 3.0) & PlainText("basket")) == ["both"]
    assert set(fruit.found(Fuzzy("pear"))) == {"both", "pear"}


@pytest.mark.parametrize("seed", range(3))
def test_whatever_is_asked_together_is_what_sets_would_give(shelf, seed):
    dice = random.Random(seed)
    words = ["apple", "boat", "cloud", "door", "elm", "fir"]
    texts = {f"{number}": set(dice.sample(words, dice.randint(0, 4))) for number in range(40)}
    for name, has in texts.items():
        ordered = sorted(has)
        shelf.put(name, " ".join(ordered[1:]), title=" ".join(ordered[:1]))

    def some(depth: int):
        """A query, and whose texts it means."""
        shape = dice.choice(["word", "words", "not", "and", "or", "all"]) if depth else "word"
        if shape == "word":
            word = dice.choice(words)
            return PlainText(word), {name for name, has in texts.items() if word in has}
        if shape == "words":
            two, operator = dice.sample(words, 2), dice.choice(["and", "or"])
            test = all if operator == "and" else any
            return PlainText(" ".join(two), operator=operator), {
                name for name, has in texts.items() if test(word in has for word in two)
            }
        if shape == "all":
            return MATCH_ALL, set(texts)
        if shape == "not":
            query, meant = some(depth - 1)
            return Not(query), set(texts) - meant
        parts = [some(depth - 1) for _ in range(dice.randint(1, 3))]
        queries, sets = [query for query, _ in parts], [meant for _, meant in parts]
        return (And(queries), reduce(and_, sets)) if shape == "and" else (Or(queries), reduce(or_, sets))

    for _ in range(60):
        query, meant = some(4)
        assert set(shelf.found(query)) == meant, query
        assert shelf.ask(query).count() == len(meant), query
