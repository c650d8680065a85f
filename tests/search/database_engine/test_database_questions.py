"""Whatever is asked of the engine in the database, and however much of it, is answered."""

import random
from functools import reduce
from operator import and_, or_

import pytest
from modelsearch.query import MATCH_ALL, And, Boost, Fuzzy, Not, Or, Phrase, PlainText

pytestmark = pytest.mark.django_db

HOSTILE = [
    "*", "apple*", '"', '"apple', "apple OR", "NOT", "AND AND", "NEAR(apple pear)", "title:apple", "{title} : apple",
    "- apple", "apple:*", "apple & | !", "'apple'", "\\", "\\'", "' OR 1=1 --", "(((", "a <-> b", "^apple", "%s", "{0}",
    "\0", "apple\0pear", "\ud800", "👍", "👍 apple", "مرحبا", "日本語", "\u202e", "é" * 300, "a-b-c@d.e/f", "http://a.b/c?d",
    "x" * 10_000, "word " * 2_000, " ".join(f"w{number}" for number in range(1_400)), "a " * 5_000, '"' * 10_000,
    "(" * 10_000, "' " * 5_000, "-" * 10_000,
]  # fmt: skip


@pytest.mark.parametrize("typed", HOSTILE, ids=lambda typed: ascii(typed[:20]))
def test_signs_mean_nothing_and_any_text_is_answered(fruit, typed):
    for query in (
        PlainText(typed), PlainText(typed, operator="or"), Phrase(typed), Not(Phrase(typed)), Fuzzy(typed),
        PlainText("apple") & Not(PlainText(typed)),
    ):  # fmt: skip
        results = fruit.ask(query)
        results.hits(10), results.count(), results.facet("kind")
        assert not results.is_partial
    fruit.completed(typed)
    assert len(fruit.found("apple")) == 3


def test_words_that_an_engine_takes_for_its_own_are_words(shelf):
    shelf.put("noise", "apple pear")
    shelf.put("signs", "neither AND nor NEAR title")
    shelf.put("quoted", 'He said "grand" and left')
    assert shelf.found("NEAR") == ["signs"]
    assert shelf.found("title") == ["signs"]
    assert shelf.found('"grand"') == ["quoted"]


def test_a_sign_that_says_nothing_does_not_hide_what_the_other_words_find(fruit):
    assert fruit.found("👍 basket !") == ["both"]
    assert fruit.found("👍") == []


@pytest.mark.parametrize("turn", ["left", "right"])
def test_a_tree_as_deep_as_there_are_pieces_is_answered(fruit, turn):
    query = PlainText("apple")
    for number in range(150):
        other = Phrase("pear" if number % 2 else "basket")
        pair = [query, other] if turn == "left" else [other, query]
        query = And(pair) if number % 2 else Or(pair)
    assert fruit.found(query) == ["both"]
    assert not fruit.ask(query).is_partial


def test_hundreds_of_exclusions_hold_each_of_them(fruit):
    others = [Not(PlainText(f"w{number}")) for number in range(400)]
    assert set(fruit.found(reduce(and_, [PlainText("apple"), *others]))) == {"both", "apple", "titled"}
    assert set(fruit.found(reduce(and_, [PlainText("apple"), *others, Not(PlainText("pear"))]))) == {"apple", "titled"}
    assert set(fruit.found(reduce(and_, [*others, Not(PlainText("apple"))]))) == {"noise", "pear"}
    assert set(fruit.found(reduce(or_, [*(Not(other) for other in others), Phrase("one pear")]))) == {"pear"}


def test_words_beyond_the_limit_are_left_out_and_what_must_hold_is_not(shelf):
    many = " ".join(f"w{number}" for number in range(100))
    shelf.put("noise", "zebra stands")
    shelf.put("long", f"{many} zebra stands")
    shelf.put("other", f"{many} zebra")
    synonyms = Or([PlainText("lorry"), Boost(PlainText("heavy truck"), 0.8)])
    for words in (PlainText(many), PlainText(many, operator="or")):
        assert set(shelf.found(words)) == {"long", "other"}
        assert shelf.found(words & Phrase("zebra stands")) == ["long"]
        assert shelf.found(words & Not(PlainText("stands"))) == ["other"]
        assert set(shelf.found(words & synonyms)) == {"long", "other"}
        assert set(shelf.found(words | synonyms)) == {"long", "other"}
        assert shelf.found(words & synonyms & Phrase("zebra stands")) == ["long"]


@pytest.mark.parametrize("seed", range(5))
def test_a_hundred_and_fifty_pieces_of_any_kind_find_what_sets_would_give(shelf, seed):
    dice = random.Random(seed)
    words = [f"word{number}" for number in range(10)]
    texts = {f"{number}": dice.sample(words, dice.randint(5, 10)) for number in range(30)}
    for name, has in texts.items():
        shelf.put(name, " ".join(has))

    def having(*some: str) -> set[str]:
        return {name for name, has in texts.items() if set(some) <= set(has)}

    query, meant = MATCH_ALL, set(texts)
    for number in range(150):
        one, other, third = dice.choices(words, k=3)
        if number % 50 == 0:  # with other words for the same, all or one of them
            said = PlainText(f"{one} {other}") | Boost(PlainText(third), 0.8) | Boost(PlainText("grape"), 0.6)
            query, meant = query & said, meant & (having(one, other) | having(third))
        elif number % 3 == 0:
            query, meant = query & Not(PlainText(f"{one} none{number}")), meant
        elif number % 3 == 1:
            either = Or([Phrase(one), Phrase(f"{other} none{number}"), Not(Phrase(third))])
            query, meant = query & either, meant & (having(one) | (set(texts) - having(third)))
        elif number % 30 == 2:
            query, meant = (
                query & Not(And([Phrase(one), Phrase(other), Phrase(third)])),
                meant - having(one, other, third),
            )
    assert set(shelf.found(query)) == meant
    assert not shelf.ask(query).is_partial


def test_what_a_database_does_not_take_is_no_error_and_lets_nothing_in(fruit):
    query = PlainText("apple")
    for number in range(40):
        query = Phrase("apple") & ~(Phrase(f"none {number}") | (PlainText("pear") & ~query))
    results = fruit.ask(query)
    found = set(fruit.named(results))
    assert found <= {"both", "apple", "titled"}
    assert found or results.is_partial
    assert len(fruit.found("apple")) == 3  # noise: the connection is as good as before
