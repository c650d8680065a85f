"""The engine in the database, by itself: what it finds, what it counts, and that it stops when time is up.

`tests.postgres` runs these on PostgreSQL, too.
"""

import random
import time
from datetime import UTC, datetime, timedelta
from functools import reduce
from operator import and_, or_

import pytest
from django.core.exceptions import FieldError
from django.db import connection, transaction
from modelsearch.backends.base import FilterFieldError
from modelsearch.query import MATCH_ALL, MATCH_NONE, And, Boost, Fuzzy, Not, Or, Phrase, PlainText

from search import engines
from search.backends.database import SearchBackend
from search.models import Document, DocumentAudience, DocumentTag
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db

ENDLESS = (
    "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers) SELECT COUNT(*), 1.0 FROM numbers"
)
BEGAN = datetime(2024, 12, 30, 12, tzinfo=UTC)


class Shelf:
    """Documents by a short name, in the table and in the index."""

    def __init__(self, **params) -> None:
        self.backend = SearchBackend(params)
        self.names: dict[int, str] = {}

    def put(
        self, name: str, text: str = "", title: str = "", audiences=(0,), tags=(), kind: str = "update", author=None
    ) -> Document:
        """Each is a day younger than the one before."""
        number = len(self.names) + 1
        document = Document.objects.create(
            kind=kind,
            number=number,
            title=title,
            text=text,
            author=author,
            at=BEGAN + timedelta(days=number),
            is_waiting=False,
        )
        DocumentAudience.objects.bulk_create(DocumentAudience(document=document, audience=each) for each in audiences)
        DocumentTag.objects.bulk_create(DocumentTag(document=document, tag=each) for each in tags)
        self.names[document.pk] = name
        self.backend.add_bulk(Document, [document])
        return document

    def ask(self, query, rows=None, **options):
        return self.backend.search(query, Document.objects.standing() if rows is None else rows, **options)

    def found(self, query, rows=None, **options) -> list[str]:
        return self.named(self.ask(query, rows, **options))

    def completed(self, typed: str) -> list[str]:
        return self.named(self.backend.autocomplete(typed, Document.objects.standing()))

    def named(self, results) -> list[str]:
        return [self.names[key] for key, _ in results.hits(None)]


@pytest.fixture
def shelf(db) -> Shelf:
    return Shelf()


@pytest.fixture
def fruit(shelf) -> Shelf:
    """Three texts and a title."""
    shelf.put("noise", "Nothing of the kind")
    shelf.put("both", "An apple and a pear in one basket")
    shelf.put("apple", "An apple fell far from the tree")
    shelf.put("pear", "One pear was left for the neighbour")
    shelf.put("titled", "What grew in the garden this year", title="Apple harvest")
    return shelf


# --- Words ---------------------------------------------------------------------------------------
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


# --- Hostile words -------------------------------------------------------------------------------
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
def test_a_tree_as_deep_as_there_are_words_is_answered(fruit, turn):
    query = PlainText("apple")
    for number in range(60):
        other = PlainText("pear" if number % 2 else "basket")
        pair = [query, other] if turn == "left" else [other, query]
        query = And(pair) if number % 2 else Or(pair)
    assert fruit.found(query) == ["both"]


# --- Who may find it -----------------------------------------------------------------------------
@pytest.fixture
def secrets(shelf) -> Shelf:
    """Said to everybody (0), in team 7 and in team 8."""
    shelf.put("open", "Severance for all", tags=[1])
    shelf.put("seven", "Severance in seven", audiences=[7], tags=[2])
    shelf.put("both", "Severance in seven and eight", audiences=[7, 8], tags=[1, 2])
    shelf.put("noise", "Lunch at noon", audiences=[0, 8])
    return shelf


def test_who_is_in_no_team_finds_and_counts_what_is_for_everybody(secrets):
    results = secrets.ask("severance").within("audience_numbers", frozenset([0]))
    assert secrets.named(results) == ["open"]
    assert results.count() == 1
    assert results.facet("tag_numbers") == {1: 1}
    assert results.facet("audience_numbers") == {0: 1}


def test_what_is_said_to_two_teams_is_found_once_and_tells_of_no_other_team(secrets):
    results = secrets.ask("severance").within("audience_numbers", frozenset([0, 8]))
    assert set(secrets.named(results)) == {"open", "both"}
    assert results.count() == 2
    assert results.facet("audience_numbers") == {0: 1, 8: 1}  # and not 7
    assert results.facet("tag_numbers") == {1: 2, 2: 1}


def test_to_be_within_twice_is_to_be_within_both(secrets):
    seen = secrets.ask("severance").within("audience_numbers", frozenset([0, 7]))
    assert set(secrets.named(seen.within("audience_numbers", frozenset([7, 8])))) == {"seven", "both"}
    assert set(secrets.named(seen.within("tag_numbers", frozenset([1])))) == {"open", "both"}
    assert len(secrets.named(seen)) == 3  # noise: they were not changed by that


def test_within_nothing_there_is_nothing(secrets):
    for query in ("severance", MATCH_ALL, Not(PlainText("lunch"))):
        results = secrets.ask(query).within("audience_numbers", frozenset())
        assert (results.hits(10), results.count(), results.facet("kind")) == ([], 0, {})


def test_any_filter_field_narrows(secrets):
    assert len(secrets.named(secrets.ask(MATCH_ALL).within("kind", frozenset(["update"])))) == 4
    assert secrets.named(secrets.ask("severance").within("kind", frozenset(["tag"]))) == []
    assert secrets.named(secrets.ask(MATCH_ALL).within("author", frozenset([1]))) == []


def test_what_somebody_said_has_a_year_and_what_nobody_said_has_none(shelf):
    tom = PersonFactory()
    for number in range(4):  # the first is of the last day of 2024
        shelf.put(f"said {number}", "Apples", author=tom)
    shelf.put("a tag", "Apples", kind="tag")
    assert shelf.ask("apples").facet("year") == {2024: 1, 2025: 3, None: 1}
    assert set(shelf.named(shelf.ask("apples").within("year", frozenset([2024])))) == {"said 0"}
    assert shelf.ask("apples").within("author", frozenset([tom.pk])).facet("author") == {tom.pk: 4}


def test_what_is_no_filter_field_is_refused(secrets):
    with pytest.raises(FilterFieldError):
        secrets.ask("severance").within("text", frozenset([1]))
    with pytest.raises((FilterFieldError, FieldError)):
        secrets.ask("severance").facet("address")


# --- Counts and facets ---------------------------------------------------------------------------
def test_counts_are_exact_up_to_their_cap(shelf):
    for number in range(30):
        shelf.put(f"{number}", "Many apples here" if number % 3 else "Noise")
    for query, found in (("apples", 20), (Not(PlainText("apples")), 10), (MATCH_ALL, 30), ("grape", 0)):
        assert shelf.ask(query).count() == found
        for cap in (1, 5, 20, 1_000):
            assert shelf.ask(query).count(cap) == min(found, cap)
        results = shelf.ask(query)
        assert (results.count(3), len(results.hits(7)), results.count()) == (min(found, 3), min(found, 7), found)


def test_a_count_up_to_a_cap_looks_at_few_rows(shelf, monkeypatch):
    from search.backends.database import answer

    monkeypatch.setattr(answer, "LOT", 5)
    for number in range(60):
        shelf.put(f"{number}", "Many apples here")
    results = shelf.ask("apples")
    assert results.count(4) == 4
    assert len(results._answer._newest.found) == 5
    assert results.count() == 60


def test_facets_count_each_value_the_most_frequent_first(secrets):
    everything = secrets.ask(MATCH_ALL)
    assert list(everything.facet("audience_numbers").items()) == [(0, 2), (7, 2), (8, 2)]
    assert list(everything.facet("tag_numbers").items()) == [(1, 2), (2, 2), (None, 1)]
    assert everything.facet("author") == {None: 4}
    assert secrets.ask("eight").facet("audience_numbers") == {7: 1, 8: 1}


def test_facets_stop_at_what_they_count(shelf, monkeypatch):
    from search.backends.database import answer

    monkeypatch.setattr(answer, "FACETED", 4)
    for number in range(6):
        shelf.put(f"{number}", "Many apples here")
    assert shelf.ask("apples").facet("kind") == {"update": 4}
    assert shelf.ask(MATCH_ALL).facet("kind") == {"update": 4}


# --- Order and objects ---------------------------------------------------------------------------
def test_without_relevance_the_queryset_says_the_order(fruit):
    rows = Document.objects.standing()
    assert fruit.found("apple", rows.order_by("at"), order_by_relevance=False) == ["both", "apple", "titled"]
    assert fruit.found("apple", rows.order_by("-at"), order_by_relevance=False) == ["titled", "apple", "both"]
    newest = fruit.ask(MATCH_ALL, rows.order_by("-at"), order_by_relevance=False)
    assert [fruit.names[key] for key, _ in newest.hits(2, 1)] == ["pear", "apple"]


def test_the_queryset_narrows_what_is_found(fruit):
    old = Document.objects.filter(at__lt=BEGAN + timedelta(days=3))
    assert fruit.found("apple", old) == ["both"]
    assert fruit.found("apple", Document.objects.none()) == []
    assert fruit.ask("apple", old).count() == 1


def test_objects_come_as_from_any_engine_of_modelsearch(fruit):
    results = fruit.ask("apple")
    assert [fruit.names[each.pk] for each in results] == fruit.found("apple")
    assert [each.pk for each in results[1:3]] == [key for key, _ in results.hits(2, 1)]
    assert results[0].title == "Apple harvest"
    assert len(results[:2]) == results[:2].count() == 2
    assert results.annotate_score("score")[0].score == results.hits(1)[0][1]
    assert {fruit.names[each.pk] for each in fruit.ask(Not(PlainText("apple")))} == {"noise", "pear"}


def test_nothing_asked_is_nothing_found(fruit):
    results = fruit.ask("").within("kind", frozenset(["update"]))
    assert (results.hits(5), results.count(5), results.facet("kind"), list(results)) == ([], 0, {}, [])
    assert not results.is_partial


def test_a_search_in_one_field_only_is_left_to_modelsearch(fruit):
    assert [fruit.names[each.pk] for each in fruit.ask("apple", fields=["title"])] == ["titled"]


def test_a_word_that_has_begun_finds_titles(shelf):
    shelf.put("noise", "Platform", title="Lunch")
    shelf.put("team", title="Platform engineering")
    shelf.put("other", title="Plates")
    assert shelf.completed("plat eng") == ["team"]
    assert shelf.completed("eng plat") == ["team"]
    assert set(shelf.completed("PLAT")) == {"team", "other"}
    assert shelf.completed("form") == []


def test_what_was_changed_or_deleted_is_found_as_it_is(fruit):
    document = next(Document.objects.filter(text__contains="neighbour").iterator())
    document.text = "One plum was left"
    document.save()
    fruit.backend.add(document)
    assert fruit.found("pear") == ["both"]
    assert fruit.found("plum") == ["pear"]
    fruit.backend.delete(document)
    assert fruit.found("plum") == []
    Document.objects.filter(text__contains="basket").delete()
    assert fruit.found("pear") == []
    assert fruit.ask("pear").count() == 0


# --- Time ----------------------------------------------------------------------------------------
@pytest.fixture
def slow(fruit, monkeypatch):
    """``slow()``: the index of the fruit answers no longer; with `only_ranked`, it does when asked for the newest."""
    fruit.backend.seconds = 0.3
    engine = type(fruit.ask("apple").engine())
    quick = engine.matches

    def slow(only_ranked: bool = False) -> Shelf:
        def matches(self, expression, *, ranked):
            if ranked or not only_ranked:
                with connection.cursor() as cursor:
                    cursor.execute(ENDLESS)
                    cursor.fetchall()
            yield from quick(self, expression, ranked=ranked)

        monkeypatch.setattr(engine, "matches", matches)
        return fruit

    return slow


def test_when_time_is_up_the_answer_is_empty_and_says_so_and_the_connection_goes_on(slow):
    shelf = slow()
    for ask in (
        lambda results: results.hits(5),
        lambda results: results.count(5),
        lambda results: results.count(),
        lambda results: results.facet("kind"),
        lambda results: list(results),
    ):
        results, began = shelf.ask("apple"), time.monotonic()
        assert not ask(results)
        assert results.is_partial
        assert time.monotonic() - began < 1.5
        assert Document.objects.count() == 5  # noise: nothing is the matter with the database


def test_when_there_is_no_time_to_find_the_best_the_newest_are_found(fruit, slow):
    results = slow(only_ranked=True).ask("apple")
    assert fruit.named(results) == ["titled", "apple", "both"]
    assert results.is_partial


def test_all_that_is_asked_of_one_search_shares_the_time(slow):
    results, began = slow().ask("apple"), time.monotonic()
    for _ in range(5):
        results.hits(5), results.count(5), results.facet("kind")
    assert time.monotonic() - began < 1.5


def test_a_limit_does_not_outlive_the_search(fruit):
    fruit.backend.seconds = 0.05
    assert len(fruit.found("apple")) == 3
    time.sleep(0.1)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SHOW statement_timeout")
            assert cursor.fetchone() == ("0",)
            cursor.execute("SELECT pg_sleep(0.2)")
        else:
            cursor.execute(ENDLESS.replace("FROM numbers)", "FROM numbers WHERE n < 300000)"))
            assert cursor.fetchone()[0] == 300_000


def test_who_asks_within_a_transaction_goes_on_in_it(slow):
    with transaction.atomic():
        Document.objects.filter(title="Apple harvest").update(title="Pears only")
        assert slow().ask("apple").hits(5) == []
        assert Document.objects.filter(title="Pears only").exists()
    assert Document.objects.filter(title="Pears only").exists()


# --- Through the settings ------------------------------------------------------------------------
def test_the_house_asks_this_engine(db):
    assert type(engines.backend(engines.DATABASE)) is type(SearchBackend({}))
    assert engines.backend(engines.DATABASE).seconds == 1.0
