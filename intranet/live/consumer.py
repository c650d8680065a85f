"""The one consumer: a browser's socket from its handshake to its end.

A plain ASGI application. It needs no channel layer, because its hub writes to it directly.
"""

import logging
from collections.abc import Awaitable, Callable
from typing import Any

from . import hub, limits
from .listener import Listener
from .wire import Wire

log = logging.getLogger(__name__)

Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]


async def consumer(scope: dict[str, Any], receive: Receive, send: Send) -> None:
    """Let in who is signed in, then take what the browser says until it goes."""
    await receive()  # "websocket.connect"
    house = hub.of_this_loop()
    try:
        visitor = await house.let_in(scope)
    except Exception as error:
        log.warning("Could not look who opens a socket: %s", error)
        await send({"type": "websocket.accept"})
        await send({"type": "websocket.close", "code": limits.TROUBLE})
        return
    await send({"type": "websocket.accept"})
    if visitor is None:
        # A handshake that is refused looks to a browser like a network that is down, and it would try for ever.
        await send({"type": "websocket.close", "code": limits.SIGNED_OUT})
        return
    listener = Listener(visitor, Wire(send))
    house.enter(listener)
    try:
        while (message := await receive())["type"] == "websocket.receive":
            if not listener.is_open:
                continue  # closed by us; what still comes is not heard
            said = listener.take(message.get("text"))
            if said is None:
                house.leave(listener)
            else:
                _answer(house, listener, said)
    finally:
        house.leave(listener)


async def refuse(scope: dict[str, Any], receive: Receive, send: Send) -> None:
    """There is nothing to listen to at any other address."""
    await receive()
    await send({"type": "websocket.close"})


def _answer(house: hub.Hub, listener: Listener, said: dict[str, Any]) -> None:
    match said:
        case {"listen": list(streams)}:
            after = said.get("after")
            if len(streams) > limits.STREAMS:
                house.close(listener, limits.TOO_MUCH)
            elif not all(isinstance(one, str) and len(one) <= limits.STREAM_LENGTH for one in streams):
                house.close(listener, limits.NOT_UNDERSTOOD)
            else:
                house.join(listener, frozenset(streams), after if _is_mark(after) else None)
        case {"ack": upto} if _is_mark(upto):
            listener.acknowledge(upto)
        case {"beat": upto} if _is_mark(upto):
            listener.acknowledge(upto)
            listener.say(beat=house.mark)
        case _:
            house.close(listener, limits.NOT_UNDERSTOOD)


def _is_mark(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**63
