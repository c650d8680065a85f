"""Where the tests take place: an empty index in a folder of its own, and papers that need no database row."""

import shutil
import tempfile
from itertools import count
from pathlib import Path

from django.test import SimpleTestCase

from search.backends.whoosh import SearchBackend
from search.backends.whoosh.opened import opened

from .papers.models import Paper

_keys = count(1)


def paper(title: str, **fields) -> Paper:
    """A paper that everybody may read, unless told otherwise."""
    return Paper(pk=fields.pop("pk", None) or next(_keys), title=title, readers=fields.pop("readers", [0]), **fields)


class Room(SimpleTestCase):
    """Tests that look at keys and scores only, so that there are no rows."""

    seconds = 30.0  # that a search may take: tests of something else are not to fail on a busy machine

    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="index-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.backend = SearchBackend({"PATH": self.folder, "TIME_LIMIT": self.seconds, "LOCK_TIMEOUT": 20})
        self.index = self.backend.get_index_for_model(Paper)
        self.titles = {}

    def write(self, *papers, delete=()):
        """One commit."""
        papers = [paper(each) if isinstance(each, str) else each for each in papers]
        self.titles |= {each.pk: each.title for each in papers}
        self.index.write(Paper, add=papers, delete=[each.pk for each in delete])
        return papers

    def search(self, query, papers=None, **options):
        return self.backend.search(query, Paper.objects.all() if papers is None else papers, **options)

    def found(self, query, papers=None, **options):
        """The titles, best first."""
        return self.named(self.search(query, papers, **options))

    def completed(self, query, **options):
        return self.named(self.backend.autocomplete(query, Paper, **options))

    def named(self, results):
        return [self.titles[pk] for pk, _ in results.hits(None)]

    @property
    def generation(self) -> Path:
        return self.index.store.current()

    def segments(self):
        return [view.segment for view in self.snapshot().views]

    def snapshot(self):
        self.index.refresh()
        return opened(self.index.store).snapshot()

    def as_a_new_process(self):
        """Forget what is open, as a process that has just begun."""
        opened(self.index.store).forget()
