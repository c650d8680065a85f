"""What a company runs, without collecting static files first: nobody looks at these pages."""

from intranet.settings.production import *  # noqa: F403
from intranet.settings.production import STORAGES  # type: ignore[attr-defined]

STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
