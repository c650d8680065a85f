"""Counts, facets, order, filters, and what happens when time is up."""

import time
from datetime import UTC, datetime
from unittest import mock

from modelsearch.query import MATCH_ALL, Fuzzy, PlainText

from search.backends.whoosh import SearchBackend, evaluation

from .papers.models import Paper
from .room import Room, paper


def at(year: int, month: int = 1) -> datetime:
    return datetime(year, month, 1, 12, tzinfo=UTC)


class Counting(Room):
    def setUp(self):
        super().setUp()
        for year in (2020, 2021, 2022):  # three segments
            self.write(
                paper(f"report {year}", kind="article", team=1, written=at(year)),
                paper(f"report {year} again", kind="update", team=year % 2, written=at(year, 6), readers=[1, 2]),
                paper(f"noise {year}", kind="noise"),
            )

    def test_the_count_is_that_of_the_hits(self):
        assert self.search("report").count() == len(self.search("report").hits(None)) == 6
        assert self.search(MATCH_ALL).count() == 9

    def test_a_count_may_stop(self):
        assert self.search("report").count(cap=4) == 4
        assert self.search("report").count(cap=40) == 6

    def test_facets_count_what_was_found_most_frequent_first(self):
        results = self.search("report")
        assert list(results.facet("kind").items()) == [("article", 3), ("update", 3)]
        assert list(results.facet("team").items()) == [(1, 4), (0, 2)]
        assert self.search(MATCH_ALL).facet("team") == {1: 4, None: 3, 0: 2}

    def test_each_of_several_values_counts(self):
        assert self.search("report").facet("audiences") == {0: 3, 1: 3, 2: 3}

    def test_pages_follow_one_another(self):
        results = self.search("report")
        every = results.hits(None)
        assert results.hits(2) + results.hits(2, offset=2) + results.hits(9, offset=4) == every
        assert results.hits(5, offset=99) == []
        assert [score for _, score in every] == sorted((score for _, score in every), reverse=True)

    def test_the_order_may_be_that_of_a_column_with_the_empty_ones_first(self):
        def titles(order):
            papers = Paper.objects.order_by(*order)
            return self.named(self.search(MATCH_ALL, papers, order_by_relevance=False))

        assert titles(["written"])[3:5] == ["report 2020", "report 2020 again"]
        assert titles(["-written"])[:2] == ["report 2022 again", "report 2022"]
        assert titles(["-written"])[-1].startswith("noise")
        assert titles(["kind", "-written"])[0] == "report 2022"

    def test_filters_of_the_queryset_hold_for_hits_counts_and_facets(self):
        def years(**conditions):
            results = self.search("report", Paper.objects.filter(**conditions))
            assert results.count() == len(results.hits(None)) == sum(results.facet("kind").values())
            return sorted(self.named(results))

        assert years(written__year=2021) == ["report 2021", "report 2021 again"]
        assert years(written__gte=at(2021, 6), kind="article") == ["report 2022"]
        assert years(team__in=[0, 7]) == ["report 2020 again", "report 2022 again"]
        assert years(kind__startswith="art", written__range=(at(2020), at(2021))) == ["report 2020", "report 2021"]
        assert years(team__isnull=True) == []
        assert years(written__lt=at(2020)) == []

    def test_a_filter_that_comes_again_is_remembered_until_the_segment_changes(self):
        papers = Paper.objects.filter(kind="article")
        self.search("report", papers).count()
        made = [segment.remembered.made for segment in self.segments()]
        self.search("again", papers).count()
        assert [segment.remembered.made for segment in self.segments()] == made
        self.write(paper("report 2023", kind="article"))
        assert self.search("report", papers).count() == 4


class Time(Room):
    def setUp(self):
        super().setUp()
        for number in range(5):
            self.write(paper(f"report {number}"), paper("noise"))

    def search_for(self, looks: int, query):
        """Search until the clock has been looked at so often."""
        left = [looks]

        def look(clock):
            left[0] -= 1
            if left[0] < 0:
                raise evaluation.OutOfTime

        with mock.patch.object(evaluation.Clock, "look", look):
            results = self.search(query)
            results.count()
        return results

    def test_when_time_is_up_what_was_found_until_then_is_given(self):
        results = self.search_for(5, "report")
        assert results.is_partial
        assert 0 < results.count() < 5
        assert len(results.hits(None)) == results.count() == sum(results.facet("kind").values())

    def test_with_enough_time_everything_is_found(self):
        results = self.search_for(1000, "report")
        assert not results.is_partial
        assert results.count() == 5

    def test_of_several_words_those_that_were_reached_count(self):
        results = self.search_for(2, PlainText("report noise", operator="or"))
        assert results.is_partial
        assert results.count() > 0

    def test_time_that_is_up_lets_nothing_in_that_should_be_left_out(self):
        for looks in range(12):
            results = self.search_for(looks, ~PlainText("report noise", operator="or"))
            assert results.count() == 0, looks

    def test_a_limit_of_no_time_finds_nothing_and_says_so(self):
        hurried = SearchBackend({"PATH": self.folder, "TIME_LIMIT": 0}).search("report", Paper)
        assert hurried.hits(10) == []
        assert hurried.is_partial

    def test_many_words_with_typos_stay_within_their_time(self):
        self.write(*[f"{'abcdefgh'[number % 8]}{number:x}thing" for number in range(2000)])
        hurried = SearchBackend({"PATH": self.folder, "TIME_LIMIT": 0.05})
        results = hurried.search(Fuzzy(" ".join(f"{letter}zzzthing" for letter in "abcdefgh" * 4)), Paper)
        begin = time.monotonic()
        results.hits(10)
        assert time.monotonic() - begin < 10  # generous, for a busy machine
