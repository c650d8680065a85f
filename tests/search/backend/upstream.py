"""All of modelsearch's own tests of a backend, run on ours. None is overridden."""

from django.test import TestCase
from modelsearch.tests.test_backends import BackendTests


class WhooshBackendTests(BackendTests, TestCase):
    backend_path = "search.backends.whoosh"
