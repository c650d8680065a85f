"""What Daphne serves: the pages run as WSGI in threads, which is twice as fast as Django's ASGI handler."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "intranet.settings.production")

from intranet.wsgi import application as pages  # noqa: I001 - Django must be set up first
from a2wsgi import WSGIMiddleware
from channels.routing import ProtocolTypeRouter
from django.conf import settings

application = ProtocolTypeRouter({"http": WSGIMiddleware(pages, workers=settings.PAGE_THREADS)})  # type: ignore[arg-type]
