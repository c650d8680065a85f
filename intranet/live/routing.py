"""Where sockets come in: `/live/`, from our own pages alone."""

from urllib.parse import urlsplit

from channels.routing import URLRouter
from channels.security.websocket import OriginValidator
from django.conf import settings
from django.urls import path, re_path

from .consumer import consumer, refuse


def origins() -> list[str]:
    """The addresses our pages have. A page elsewhere may not listen with the cookie of whoever opens it.

    On one's own machine the same site has three names.
    """
    site = urlsplit(settings.SITE_URL)
    if site.hostname not in {"localhost", "127.0.0.1", "::1"}:
        return [settings.SITE_URL]
    port = f":{site.port}" if site.port else ""
    return [f"{site.scheme}://{name}{port}" for name in ("localhost", "127.0.0.1", "[::1]")]


#: What answers websockets. Foreign, missing and "null" origins are refused, whether DEBUG is on or not.
sockets = OriginValidator(URLRouter([path("live/", consumer), re_path("", refuse)]), origins())  # type: ignore[arg-type]
