"""What Daphne serves: the sockets of the live feed, and the pages.

Pages run as WSGI in threads, which is twice as fast as Django's ASGI handler.
"""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "intranet.settings.production")

from intranet.wsgi import application as pages  # noqa: I001 - Django must be set up first
from a2wsgi import WSGIMiddleware
from channels.routing import ProtocolTypeRouter
from django.conf import settings

from intranet.live import garbage
from intranet.live.routing import sockets

application = ProtocolTypeRouter(
    {
        "http": WSGIMiddleware(pages, workers=settings.PAGE_THREADS),  # type: ignore[arg-type]
        "websocket": sockets,
    }
)

garbage.settle()  # here, because this is the process that holds sockets, and everything is imported now
