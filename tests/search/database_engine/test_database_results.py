"""The results of the engine in the database: their order, their objects, and what happens when time is up."""

import time
from datetime import timedelta

import pytest
from django.db import connection, transaction
from modelsearch.query import MATCH_ALL, Not, PlainText

from search import engines
from search.backends.database import SearchBackend
from search.models import Document
from tests.search.database_engine.shelf import BEGAN, Shelf

pytestmark = pytest.mark.django_db

ENDLESS = (
    "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers) SELECT COUNT(*), 1.0 FROM numbers"
)


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


def test_the_house_asks_this_engine(db):
    assert type(engines.backend(engines.DATABASE)) is type(SearchBackend({}))
    assert SearchBackend({}).seconds == 1.0, "which a company has; tests are patient"
