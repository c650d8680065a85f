"""Commits: what is acknowledged is there, together, and stays there."""

import os
import stat
import time
from unittest import mock

from modelsearch.query import MATCH_ALL

from search.backends.whoosh import IndexBusy, store
from search.backends.whoosh.rebuilding import Rebuilder

from .papers.models import Paper
from .room import Room, paper


class Commits(Room):
    def test_adds_and_deletes_are_one_commit(self):
        old, _ = self.write("old", "noise")
        before = self.snapshot().number
        new = self.write("new", delete=[old])[0]
        assert self.snapshot().number == before + 1
        assert sorted(self.found(MATCH_ALL)) == ["new", "noise"]
        assert new.pk != old.pk

    def test_a_paper_written_again_replaces_itself(self):
        (draft,) = self.write("draft")
        draft.title = "final"
        self.write(draft, "noise")
        assert self.found("draft") == []
        assert self.found("final") == ["final"]
        assert self.search(MATCH_ALL).count() == 2

    def test_twice_in_one_commit_the_last_one_counts(self):
        self.write(paper("first", pk=1), paper("noise"), paper("second", pk=1))
        assert self.found("first") == []
        assert self.found("second") == ["second"]
        assert self.search(MATCH_ALL).count() == 2

    def test_deleting_what_is_not_there_is_fine(self):
        self.write("noise")
        self.index.write(Paper, delete=[999, 1000])
        assert self.found(MATCH_ALL) == ["noise"]

    def test_nothing_to_write_is_no_commit(self):
        self.write("noise")
        before = self.snapshot().number
        self.index.write(Paper)
        assert self.snapshot().number == before

    def test_everything_may_be_deleted_and_something_added_again(self):
        everything = self.write("one", "two")
        self.write(delete=everything)
        assert self.search(MATCH_ALL).count() == 0
        assert self.search(MATCH_ALL).facet("kind") == {}
        self.write("three")
        assert self.found(MATCH_ALL) == ["three"]

    def test_many_small_commits_leave_few_segments_and_all_papers(self):
        for number in range(150):
            self.write(f"paper {number}")
        assert self.search("paper").count() == 150
        assert len(self.segments()) < 25
        while self.index.tidy():
            pass
        assert self.search("paper").count() == 150
        assert len(self.segments()) < 10
        assert self.found("77") == ["paper 77"]

    def test_what_a_commit_no_longer_needs_is_removed(self):
        papers = self.write(*[f"paper {number}" for number in range(50)])
        for each in papers[:40]:
            self.write(delete=[each])
        self.index.tidy()
        names = {name.split(".")[0] for name in os.listdir(self.generation)}
        assert len([name for name in names if name.startswith("MAIN_")]) == len(self.segments()) == 1
        assert len([name for name in names if name.startswith("_MAIN_")]) == 1
        assert self.segments()[0].size == 10

    def test_the_folder_is_private(self):
        self.write("noise")
        for folder in (self.index.store.path, self.generation):
            assert stat.S_IMODE(folder.stat().st_mode) == 0o700

    def test_who_waits_too_long_for_another_writer_is_told_so(self):
        self.write("noise")
        self.index.store._patience = 0.05
        with self.index.store.locked(), self.assertRaises(IndexBusy):
            self.write("late")
        assert self.found(MATCH_ALL) == ["noise"]
        self.write("later")
        assert sorted(self.found(MATCH_ALL)) == ["later", "noise"]

    def test_a_write_is_on_the_disk_before_it_returns(self):
        written = []
        with mock.patch("os.fsync", side_effect=written.append):
            self.write("noise")
        assert len(written) >= 7  # columns, terms, postings, sums, folder, contents, folder


class Generations(Room):
    def test_a_rebuild_answers_from_the_old_generation_until_it_is_finished(self):
        self.write("old")
        rebuilder = Rebuilder(self.index)
        growing = rebuilder.start()
        growing.add_items(Paper, [paper("new", pk=5000)])
        assert self.found(MATCH_ALL) == ["old"]
        with mock.patch.object(Paper, "get_indexed_objects"):
            rebuilder.finish()
        self.titles[5000] = "new"
        assert self.found(MATCH_ALL) == ["new"]

    def test_a_rebuild_that_is_given_up_changes_nothing(self):
        self.write("old")
        rebuilder = Rebuilder(self.index)
        rebuilder.start().add_items(Paper, [paper("new")])
        rebuilder.give_up()
        assert self.found(MATCH_ALL) == ["old"]
        self.write("newer")
        assert sorted(self.found(MATCH_ALL)) == ["newer", "old"]

    def test_what_is_written_while_a_rebuild_runs_is_read_again_at_its_end(self):
        kept, changed, gone = self.write("kept", "changed", "gone")
        rebuilder = Rebuilder(self.index)
        growing = rebuilder.start()
        growing.add_items(Paper, [kept, changed, gone])  # as it read them from the database
        changed.title = "after"
        self.write(changed, delete=[gone])
        with mock.patch.object(Paper, "get_indexed_objects") as rows:
            rows.return_value.filter.return_value = [changed]
            rebuilder.finish()
        assert sorted(self.found(MATCH_ALL)) == ["after", "kept"]

    def test_two_rebuilds_do_not_run_at_once(self):
        self.write("old")
        self.index.store._patience = 0.05
        first = Rebuilder(self.index)
        first.start()
        with self.assertRaises(IndexBusy):
            Rebuilder(self.index).start()
        first.give_up()
        Rebuilder(self.index).start()

    def test_old_generations_go_after_a_grace(self):
        self.write("old")
        old = self.generation
        self.index.reset()
        assert old.exists()
        assert self.found(MATCH_ALL) == []
        os.utime(old, (time.time() - store.GRACE - 1,) * 2)
        self.index.reset()
        assert not old.exists()
        assert self.generation.exists()

    def test_a_rebuild_of_many_is_written_in_parts_and_whole_at_the_end(self):
        rebuilder = Rebuilder(self.index)
        growing = rebuilder.start()
        with mock.patch("search.backends.whoosh.writer.AT_ONCE", 100):
            for begin in range(0, 1000, 250):
                growing.add_items(
                    Paper, [paper(f"paper {number}", pk=10_000 + number) for number in range(begin, begin + 250)]
                )
        growing.add_items(Paper, [paper("again", pk=10_007)])
        rebuilder.finish()
        assert self.search("paper").count() == 999
        assert self.search("again").count() == 1
        assert len(self.segments()) > 5
