"""Settings of a project that has modelsearch's test models and our backend, and nothing else of ours."""

import os
from pathlib import Path

DATA = Path(os.environ["BACKEND_TESTS_DATA"])  # a folder that the runner makes and removes

SECRET_KEY = "of no use"
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en-gb"
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
INSTALLED_APPS = [
    "modelsearch.test.testapp",
    "tests.search.backend.papers",
    "modelsearch",
    "taggit",
    "treebeard",
    "django.contrib.auth",
    "django.contrib.contenttypes",
]
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA / "rows.sqlite3",
        "TEST": {"NAME": DATA / "tests.sqlite3"},
        "OPTIONS": {"timeout": 20},
    }
}
FIXTURE_DIRS = [Path(__file__).parent / "fixtures"]
MODELSEARCH_BACKENDS = {
    "default": {"BACKEND": "search.backends.whoosh", "PATH": DATA / "index", "TIME_LIMIT": 30},
}
