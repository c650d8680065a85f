"""For the crowd: what a company runs, on the PostgreSQL server that `tests.postgres` has started if there is one."""

import os

from tests.faults.quick_settings import *  # noqa: F403

if port := os.environ.get("POSTGRES_PORT_OF_TESTS"):
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": "crowd",
            "USER": "trellis",
            "HOST": "127.0.0.1",
            "PORT": port,
            "CONN_MAX_AGE": None,
        }
    }
