"""Merging beside the work of others."""

import threading
from unittest import mock

from modelsearch.query import MATCH_ALL

from search.backends.whoosh import files, merging

from .room import Room


class Tidying(Room):
    """Segments are merged while others write."""

    def setUp(self):
        super().setUp()
        with mock.patch.multiple(merging, AT_LEAST=0, TIMES=0):  # each stays a segment of its own
            self.papers = [self.write(f"paper {number}")[0] for number in range(30)]
        self.index.store._patience = 0.5

    def tidy_while(self, doing, *, merges=True):
        """Do something in the middle of a merge."""
        quick, told = merging.columns, []

        def columns(*parts):
            if threading.current_thread() is worker:
                other = threading.Thread(target=lambda: told.append(doing()))
                other.start()
                other.join(20)
            return quick(*parts)

        with mock.patch.object(merging, "columns", columns):
            worker = threading.Thread(target=lambda: told.append(self.index.tidy()))
            worker.start()
            worker.join(60)
        assert len(told) == 2, "Somebody was kept waiting"
        assert told[1] == merges
        return told[0]

    def test_who_writes_meanwhile_does_not_wait_and_nothing_is_lost(self):
        gone, changed, *_ = self.papers
        before = len(self.segments())

        def meanwhile():
            changed.title = "changed"
            self.write("late", changed, delete=[gone])
            self.write("later")
            return sorted(self.found("late")), self.found("changed"), self.search("paper").count()

        assert self.tidy_while(meanwhile) == (["late"], ["changed"], 28)
        assert len(self.segments()) < before
        self.as_a_new_process()
        right = [f"paper {number}" for number in range(2, 30)] + ["changed", "late", "later"]
        assert sorted(self.found(MATCH_ALL)) == sorted(right)
        assert self.search(MATCH_ALL).like("changee") == [("changed", 1)]
        while self.index.tidy():
            pass
        assert sorted(self.found(MATCH_ALL)) == sorted(right)

    def test_a_hundred_commits_meanwhile_leave_the_merged_ones_alone(self):
        def meanwhile():
            for number in range(100):
                self.write(f"more {number}", delete=self.papers[number : number + 1])

        self.tidy_while(meanwhile)
        assert self.search("paper").count() == 0
        assert self.search("more").count() == 100
        assert len(self.segments()) < 30

    def test_only_one_merges_at_a_time(self):
        assert self.tidy_while(self.index.tidy) is False
        assert self.search("paper").count() == 30

    def test_an_index_that_is_built_anew_meanwhile_stays_as_it_was_built(self):
        def meanwhile():
            self.index.reset()
            self.write("alone")

        self.tidy_while(meanwhile, merges=False)
        assert self.found(MATCH_ALL) == ["alone"]

    def test_who_is_killed_while_it_merges_leaves_nothing_that_counts(self):
        with mock.patch.object(files, "seal", side_effect=KeyboardInterrupt), self.assertRaises(KeyboardInterrupt):
            self.index.tidy()
        (self.generation / "beside").mkdir(exist_ok=True)  # as after a power cut
        (self.generation / "beside" / "MAIN_0.trm").write_bytes(b"half")
        assert self.search("paper").count() == 30
        assert self.index.tidy()
        assert self.search("paper").count() == 30
        assert not (self.generation / "beside").exists()
        assert not list(self.generation.glob("MAIN_0.*"))
