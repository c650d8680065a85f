"""modelsearch's own tests of a backend, run on the engine in the database.

Two that modelsearch itself leaves out for SQLite say here what happens instead.
"""

from django.test import TestCase
from modelsearch.query import Boost, PlainText
from modelsearch.test.testapp import models
from modelsearch.tests.test_backends import BackendTests


class DatabaseBackendTests(BackendTests, TestCase):
    backend_path = "search.backends.database"

    def test_boost(self):
        """The index weighs a word by where it stands and not by who asked: all are found, whatever the boost."""
        for boost in (0.5, 2.0):
            query = PlainText("JavaScript Definitive") | Boost(PlainText("Learning Python"), boost)
            titles = [book.title for book in self.backend.search(query, models.Book.objects.all())]
            self.assertCountEqual(titles, ["JavaScript: The Definitive Guide", "Learning Python"])

    def test_autocomplete_with_fields_arg(self):
        """There is one index for all fields, and who asks for some is told so."""
        with self.assertRaisesMessage(NotImplementedError, "leave out `fields`"):
            self.backend.autocomplete("Georg", models.Author, fields=["name"])
