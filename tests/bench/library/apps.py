from django.apps import AppConfig


class LibraryConfig(AppConfig):
    name = "tests.bench.library"
    label = "library"
