"""For changing the code: tracebacks in the browser, static files straight from their folders."""

from .base import *  # noqa: F403
from .base import STORAGES

DEBUG = True
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
