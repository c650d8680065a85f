"""Who finds and counts what, on the engine in the database."""

import pytest
from django.core.exceptions import FieldError
from modelsearch.backends.base import FilterFieldError
from modelsearch.query import MATCH_ALL, Not, PlainText

from tests.factories import PersonFactory
from tests.search.database_engine.shelf import Shelf

pytestmark = pytest.mark.django_db


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
