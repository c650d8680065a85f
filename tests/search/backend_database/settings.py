"""As the tests of the other engine, on SQLite, or on PostgreSQL when `tests.postgres` has started one."""

import os

from tests.search.backend.settings import *  # noqa: F403

MODELSEARCH_BACKENDS = {"default": {"BACKEND": "search.backends.database", "TIME_LIMIT": 30}}
if port := os.environ.get("POSTGRES_PORT_OF_TESTS"):
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": "postgres",
            "USER": "trellis",
            "HOST": "127.0.0.1",
            "PORT": port,
            "TEST": {"NAME": "modelsearch"},
        }
    }
