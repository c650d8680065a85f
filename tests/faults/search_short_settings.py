"""For the short test: passwords that cost nothing, since nobody signs in with one."""

from tests.faults.search_settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
