"""Whatever happens to the files, there is one exception, the process lives, and a rebuild mends it."""

import os
import random
from unittest import mock

from modelsearch.index import FilterField, SearchField
from modelsearch.query import MATCH_ALL

from search.backends.whoosh import IndexBroken, SearchBackend
from search.backends.whoosh import backend as backends
from search.backends.whoosh.opened import opened

from .papers.models import Paper
from .room import Room, paper


def truncated(content: bytes) -> bytes:
    return content[: len(content) // 2]


def flipped(content: bytes) -> bytes:
    place = random.Random(len(content)).randrange(len(content))
    return content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]


def zeroed(content: bytes) -> bytes:
    return bytes(len(content))


def emptied(content: bytes) -> bytes:
    return b""


class Files(Room):
    def setUp(self):
        super().setUp()
        self.write(*[paper(f"report {number}", text="words " * 50) for number in range(60)])
        self.write("another report")

    def test_a_file_that_is_truncated_flipped_zeroed_emptied_or_deleted_is_noticed(self):
        checked = 0
        for path in sorted(self.generation.iterdir()):
            whole = path.read_bytes()
            for spoil in (truncated, flipped, zeroed, emptied, None):
                path.write_bytes(spoil(whole)) if spoil else path.unlink()
                with self.subTest(file=path.suffix, spoil=spoil and spoil.__name__):
                    self.as_a_new_process()
                    with self.assertRaises(IndexBroken):
                        self.found("report")
                    with self.assertRaises(IndexBroken):
                        self.search(MATCH_ALL).facet("kind")
                    checked += 1
                path.write_bytes(whole)
        assert checked == 5 * 9  # two segments of four files, and the table of contents
        self.as_a_new_process()
        assert len(self.found("report")) == 61

    def test_postings_that_rot_while_they_are_open_are_noticed_when_they_are_read(self):
        assert len(self.found("report")) == 61
        for path in self.generation.glob("*.pst"):
            with path.open("r+b") as file:
                file.write(bytes(path.stat().st_size))
        with self.assertRaises(IndexBroken):
            self.found("words")

    def test_a_truncated_file_that_is_open_does_not_kill_the_process(self):
        assert len(self.found("report")) == 61
        for path in self.generation.glob("*.pst"):
            os.truncate(path, 10)
        with self.assertRaises(IndexBroken):
            self.found("words")

    def test_tidying_notices_what_became_of_files_that_are_open(self):
        assert not self.index.tidy()
        for path in sorted(self.generation.iterdir()):
            whole = path.read_bytes()
            for spoil in (truncated, flipped, zeroed, emptied, None):
                path.write_bytes(spoil(whole)) if spoil else path.unlink()
                with self.subTest(file=path.suffix, spoil=spoil and spoil.__name__), self.assertRaises(IndexBroken):
                    self.index.tidy()
                path.write_bytes(whole)
        assert not self.index.tidy()

    def test_what_is_left_of_a_lost_index_is_not_taken_for_all_of_it(self):
        (self.index.store.path / "current").unlink()
        for attempt in (self.index.tidy, lambda: self.index.write(Paper, add=[paper("late")], begin=False)):
            with self.assertRaises(IndexBroken):
                attempt()
        self.as_a_new_process()
        with self.assertRaises(IndexBroken):
            self.found("report")

    def test_writing_to_a_spoilt_index_is_refused_too(self):
        for path in self.generation.glob("*.values"):
            path.write_bytes(b"")
        self.as_a_new_process()
        with self.assertRaises(IndexBroken):
            self.write("late")

    def test_a_rebuild_mends_it(self):
        for path in self.generation.iterdir():
            path.write_bytes(b"")
        with self.assertRaises(IndexBroken):
            self.as_a_new_process()
            self.found("report")
        rebuilder = self.backend.rebuilder_class(self.index)
        rebuilder.start().add_items(Paper, [paper("report", pk=1)])
        rebuilder.finish()
        assert len(self.search("report").hits(9)) == 1

    def test_a_broken_index_is_not_read_again_for_every_search(self):
        for path in self.generation.glob("*.values"):
            path.write_bytes(b"")
        self.as_a_new_process()
        opener = opened(self.index.store)
        with mock.patch.object(opener, "_look", side_effect=IndexBroken("spoilt")) as look:
            for _ in range(20):
                with self.assertRaises(IndexBroken):
                    opener.snapshot()
        assert look.call_count == 1


class Pointers(Room):
    def test_an_index_that_never_was_is_broken_and_an_empty_one_is_not(self):
        with self.assertRaises(IndexBroken):
            self.found("report")
        self.index.add_model(Paper)
        self.index.refresh()
        assert self.found("report") == []
        assert self.search(MATCH_ALL).count() == 0

    def test_a_pointer_to_nowhere_or_nonsense_is_noticed(self):
        self.write("report")
        for content in ("", "0009-" + "0" * 24, "../../etc", self.generation.name.replace("0001", "0002"), "\x00" * 29):
            (self.index.store.path / "current").write_text(content)
            self.as_a_new_process()
            with self.subTest(content=content), self.assertRaises(IndexBroken):
                self.found("report")

    def test_a_rebuild_mends_a_pointer_whatever_stands_in_it(self):
        self.write("report")
        for content in (b"", b"\xb8" * 29, b"\x00" * 29, b"../../etc", b"0009-" + b"0" * 24):
            (self.index.store.path / "current").write_bytes(content)
            (self.index.store.path / "rebuilding").write_bytes(content)
            rebuilder = self.backend.rebuilder_class(self.index)
            rebuilder.start().add_items(Paper, [paper("report", pk=1)])
            rebuilder.finish()
            with self.subTest(content=content):
                assert len(self.search("report").hits(9)) == 1

    def test_an_index_of_another_schema_or_language_is_broken(self):
        self.write("report")
        german = SearchBackend({"PATH": self.folder, "LANGUAGE": "de"})
        with self.assertRaises(IndexBroken):
            german.search("report", Paper).hits(5)
        with mock.patch.object(Paper, "search_fields", [SearchField("title"), FilterField("kind")]):
            backends._contents.cache_clear()
            changed = SearchBackend({"PATH": self.folder})
            with self.assertRaises(IndexBroken):
                changed.search("report", Paper).hits(5)
            with self.assertRaises(IndexBroken):
                changed.add(paper("late"))
        backends._contents.cache_clear()
        assert self.found("report") == ["report"]

    def test_a_generation_that_was_replaced_and_removed_is_opened_anew_by_itself(self):
        self.write("report")
        assert self.found("report") == ["report"]
        old = self.generation
        self.index.reset()
        self.write("report")
        for path in old.iterdir():
            path.unlink()
        assert self.found("report") == ["report"]

    def test_a_segment_that_fails_once_is_opened_anew_by_itself(self):
        self.write("report")
        (segment,) = self.segments()
        with mock.patch.object(segment.terms, "blocks", side_effect=OSError("gone")):
            assert self.found("report") == ["report"]
