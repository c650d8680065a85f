"""As every test has them, on the server that `tests.postgres` has started."""

import os

from intranet.settings.test import *  # noqa: F403

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "postgres",
        "USER": "trellis",
        "HOST": "127.0.0.1",
        "PORT": os.environ["POSTGRES_PORT_OF_TESTS"],
        "TEST": {"NAME": "trellis"},
    }
}
