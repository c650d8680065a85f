"""What people write first with Channels: a consumer that joins a group, and `group_send`. A peer.

Daphne serves it as it serves us, with the in-memory layer, which is the quickest inside one process. It knows no
people, has no pages and keeps nothing: a POST sends its body to the group from the event loop itself, not through
`async_to_sync` from the thread of a view, and is answered with the time just before that. So there is nothing to
commit, to read or to draw in its times, and all of that in ours.
"""

import time
from collections.abc import Awaitable, Callable
from typing import Any

import django
from django.conf import settings

settings.configure(ALLOWED_HOSTS=["*"], CHANNEL_LAYERS={"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}})
django.setup()

from channels.generic.websocket import AsyncWebsocketConsumer  # noqa: E402 - Django must be set up first
from channels.layers import get_channel_layer  # noqa: E402
from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402
from channels.security.websocket import AllowedHostsOriginValidator  # noqa: E402
from django.urls import path  # noqa: E402

GROUP = "feed"
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]


class Feed(AsyncWebsocketConsumer):
    groups = [GROUP]

    async def told(self, event: dict[str, Any]) -> None:
        await self.send(text_data=event["text"])


async def post(scope: dict[str, Any], receive: Receive, send: Send) -> None:
    text, more = b"", True
    while more:
        part = await receive()
        text, more = text + part.get("body", b""), part.get("more_body", False)
    began = time.monotonic()
    if scope["method"] == "POST":
        layer: Any = get_channel_layer()
        await layer.group_send(GROUP, {"type": "told", "text": text.decode()})
    await send({"type": "http.response.start", "status": 200})
    await send({"type": "http.response.body", "body": str(began).encode()})


sockets = AllowedHostsOriginValidator(URLRouter([path("live/", Feed.as_asgi())]))
application = ProtocolTypeRouter({"http": post, "websocket": sockets})
