"""Only what somebody may read, in hits, counts and facets; and the remembered sets change with rights and papers."""

from unittest import mock

from modelsearch.backends.base import FilterFieldError
from modelsearch.query import MATCH_ALL, Fuzzy, PlainText

from search.backends.whoosh import evaluation
from search.backends.whoosh.contents import Contents

from .papers.models import Paper
from .room import Room, paper

MAYA, TOM = frozenset({1, 3}), frozenset({2})


class Within(Room):
    def setUp(self):
        super().setUp()
        self.write(
            paper("Salaries of team one", readers=[1], kind="article", team=1),
            paper("Salaries of team two", readers=[2], team=2),
            paper("Salaries of both", readers=[1, 2], team=2),
            paper("Salaries of nobody", readers=[], team=3),
            paper("Lunch", readers=[1, 2]),
        )

    def test_a_paper_is_found_by_whom_one_of_its_audiences_holds(self):
        salaries = self.search("salaries")
        assert sorted(self.named(salaries.within("audiences", MAYA))) == ["Salaries of both", "Salaries of team one"]
        assert sorted(self.named(salaries.within("audiences", TOM))) == ["Salaries of both", "Salaries of team two"]
        assert len(self.named(salaries)) == 4  # noise: all of them are there

    def test_who_has_no_audience_finds_nothing(self):
        assert self.named(self.search("salaries").within("audiences", frozenset())) == []
        assert self.search(MATCH_ALL).within("audiences", frozenset()).count() == 0

    def test_counts_facets_and_completion_tell_nothing_of_what_is_hidden(self):
        hers = self.search("salaries").within("audiences", MAYA)
        assert hers.count() == 2
        assert hers.facet("team") == {1: 1, 2: 1}
        assert hers.facet("kind") == {"article": 1, "update": 1}
        completed = self.backend.autocomplete("sal", Paper)
        assert completed.within("audiences", TOM).count() == 2

    def test_everything_except_a_word_is_everything_one_may_read(self):
        results = self.search(~PlainText("lunch")).within("audiences", TOM)
        assert sorted(self.named(results)) == ["Salaries of both", "Salaries of team two"]

    def test_narrowed_twice_is_narrowed_by_both(self):
        results = self.search("salaries").within("audiences", MAYA | TOM)
        assert self.named(results.within("audiences", frozenset({2, 9}))) == self.named(
            results.within("audiences", TOM)
        )

    def test_results_that_were_looked_at_before_are_not_reused_for_others(self):
        results = self.search("salaries")
        assert (results.count(), len(results.hits(10))) == (4, 4)
        assert results.within("audiences", TOM).count() == 2

    def test_a_field_that_is_not_declared_is_refused(self):
        with self.assertRaises(FilterFieldError):
            self.search("salaries").within("text", TOM)


class Typos(Room):
    """What only others may read changes nothing of what is found with typing mistakes and with beginnings."""

    def setUp(self):
        super().setUp()
        self.seen = self.write(
            paper("Our policies for parcels", readers=[1]),
            paper("A conference of convernice planners", readers=[1]),
            paper("Planningzzz permission", readers=[1, 2]),
            paper("Noise", readers=[1]),
        )

    def told(self):
        seen = self.search(MATCH_ALL).within("audiences", MAYA)
        typed = ("poilcy", "plannong", "confernece", "permisson", "planer", "parcles", "zzzzz")
        found = [self.search(Fuzzy(word)).within("audiences", MAYA) for word in typed]
        begun = [self.backend.autocomplete(word, Paper).within("audiences", MAYA) for word in ("planni", "confer")]
        return [seen.like(word) for word in typed], [self.named(results) for results in found + begun]

    def test_a_form_of_a_word_that_only_others_read_is_not_found_by_a_mistake(self):
        before = self.told()
        assert any(before[0])
        self.write(
            paper("the policy", readers=[2]),
            paper("planning plans of planers", readers=[2]),
            paper("conferences permissions conferencing", readers=[2]),
        )
        assert self.told() == before
        assert self.search(MATCH_ALL).within("audiences", TOM).like("poilcy") == [("policy", 1)]  # noise: it is there

    def test_thousands_of_words_that_only_others_read_push_nothing_out(self):
        before = self.told()
        letters = "abcdefghijklmnopqrstuvwxyz"
        near = [f"conf{one}rn{other}ce" for one in letters for other in letters]
        begun = [f"planning{one}{other}{third}" for one in letters for other in letters for third in letters[:10]]
        words = near + begun
        hidden = [paper(" ".join(words[place : place + 100]), readers=[2]) for place in range(0, len(words), 100)]
        self.write(*hidden, *self.seen)
        assert self.told() == before
        assert self.segments()[-1].size == len(hidden) + len(self.seen)  # noise: all of them stand side by side

    def test_a_word_that_is_deleted_is_not_found_by_a_mistake(self):
        (gone,) = self.write(paper("the policy", readers=[1]))
        assert self.search(MATCH_ALL).within("audiences", MAYA).like("poilcy") == [("policy", 1)]
        self.write(delete=[gone])
        assert self.search(MATCH_ALL).within("audiences", MAYA).like("poilcy") == []


class Often(Room):
    def test_documents_that_only_others_read_do_not_push_a_frequent_word_out_of_many(self):
        seen = self.write(paper("rare bird", readers=[1]), paper("common bird", readers=[1]), paper("no", readers=[1]))

        def found():
            return self.named(self.search("rare common", operator="or").within("audiences", MAYA))

        before = found()
        assert len(before) == 2
        self.write(*seen, *[paper("common rare" if number % 2 else "common", readers=[2]) for number in range(40)])
        with mock.patch.object(evaluation, "MOST_POSTINGS", 10):
            assert found() == before


class Remembered(Room):
    def test_the_set_of_an_audience_is_made_once_for_each_segment(self):
        self.write(paper("one", readers=[1]))
        self.write(paper("two", readers=[2]))
        for _ in range(5):
            self.search(MATCH_ALL).within("audiences", TOM).hits(5)
        assert [segment.rights.made for segment in self.segments()] == [1, 1]

    def test_a_new_segment_leaves_the_sets_of_the_others(self):
        self.write(paper("one", readers=[2]))
        assert self.search(MATCH_ALL).within("audiences", TOM).count() == 1
        (old,) = self.segments()
        self.write(paper("two", readers=[2]))
        assert self.search(MATCH_ALL).within("audiences", TOM).count() == 2
        assert self.segments()[0] is old
        assert old.rights.made == 1

    def test_a_paper_that_moves_to_another_audience_moves_at_once(self):
        secret, _ = self.write(paper("plan", readers=[1]), paper("noise", readers=[1, 2]))
        assert self.search("plan").within("audiences", TOM).count() == 0
        secret.readers = [2]
        self.write(secret)
        assert self.search("plan").within("audiences", TOM).count() == 1
        assert self.search("plan").within("audiences", MAYA).count() == 0

    def test_a_deleted_paper_is_gone_from_a_remembered_set(self):
        plan, _ = self.write(paper("plan", readers=[2]), paper("plan b", readers=[2]))
        assert self.search("plan").within("audiences", TOM).count() == 2
        self.write(delete=[plan])
        assert self.named(self.search("plan").within("audiences", TOM)) == ["plan b"]
        assert self.named(self.search(MATCH_ALL).within("audiences", TOM)) == ["plan b"]

    def test_only_so_many_sets_are_remembered(self):
        self.write(paper("one", readers=[1]))
        for number in range(200):
            self.search(MATCH_ALL).within("audiences", frozenset({number})).count()
        (segment,) = self.segments()
        assert len(segment.rights._things) == 64

    def test_what_is_indexed_is_known_by_its_fingerprint(self):
        contents = self.index.contents
        assert contents.fingerprint == Contents(contents.root, "en").fingerprint
        assert contents.fingerprint != Contents(contents.root, "de").fingerprint
