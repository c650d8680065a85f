"""modelsearch's own tests of a backend, run on the engine in the database."""

from django.test import TestCase
from modelsearch.tests.test_backends import BackendTests


class DatabaseBackendTests(BackendTests, TestCase):
    backend_path = "search.backends.database"
