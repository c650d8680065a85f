"""Bytes to one socket: framed once for all, and written the shortest way there is.

Measured with 3 KB to 10,000 sockets of one Daphne: ``await send()`` takes 466 ms to the last of them, writing framed
bytes into Twisted's transport 279 ms, because it only queues them and asks the kernel to call back; giving them to the
kernel at once takes 94 ms, and a bare loop over raw sockets 68 ms. See `intranet/decisions/0006`.
"""

import asyncio
import functools
import time
from collections.abc import Awaitable, Callable
from typing import Any

from autobahn.websocket.protocol import WebSocketProtocol
from daphne.ws_protocol import WebSocketProtocol as DaphneProtocol
from twisted.internet.tcp import Server

from . import limits

Send = Callable[[dict[str, Any]], Awaitable[None]]
OPEN = WebSocketProtocol.STATE_OPEN


class Frame:
    """A text message of the websocket protocol, as text and as the bytes that travel (RFC 6455, section 5.2)."""

    __slots__ = ("framed", "text")

    def __init__(self, text: str) -> None:
        payload = text.encode()
        size = len(payload)
        if size < 126:
            head = bytes((0x81, size))
        elif size < 65_536:
            head = bytes((0x81, 126)) + size.to_bytes(2, "big")
        else:
            head = bytes((0x81, 127)) + size.to_bytes(8, "big")
        self.text, self.framed = text, head + payload

    def __len__(self) -> int:
        return len(self.framed)


class Wire:
    """Where the frames of one socket go. Another server than Daphne gets them as ASGI messages, which is slower."""

    __slots__ = ("_protocol", "_send", "_sending", "is_open")

    def __init__(self, send: Send) -> None:
        self._send = send
        self._protocol = _behind(send)
        if self._protocol:
            _meter(self._protocol)
        self._sending: set[asyncio.Future[None]] | None = None
        self.is_open = True

    @property
    def waiting(self) -> int:
        """Bytes that wait in our memory until the other side reads."""
        if self._protocol is None:
            return 0
        transport = self._protocol.transport
        return len(transport.dataBuffer) - transport.offset + transport._tempDataLen

    def write(self, frame: Frame) -> None:
        if not self.is_open:
            return
        if self._protocol is None:
            self._message({"type": "websocket.send", "text": frame.text})
        elif self._protocol.state == OPEN:
            _give(self._protocol.transport, frame.framed)

    def close(self, code: int) -> None:
        if self.is_open:
            self.is_open = False
            self._message({"type": "websocket.close", "code": code})

    def _message(self, message: dict[str, Any]) -> None:
        """What the loop is doing has to be held by somebody until it is done."""
        self._sending = self._sending or set()
        task = asyncio.ensure_future(self._send(message))
        self._sending.add(task)
        task.add_done_callback(self._sending.discard)


def _behind(send: Any) -> Any:
    """Daphne's protocol behind an ASGI `send`, when it writes plain TCP without compression; otherwise None."""
    if not isinstance(send, functools.partial) or len(send.args) != 1 or not isinstance(send.args[0], DaphneProtocol):
        return None
    protocol: Any = send.args[0]
    transport = protocol.transport
    is_plain = type(transport) is Server and getattr(protocol, "_perMessageCompress", None) is None
    is_known = all(hasattr(transport, name) for name in ("dataBuffer", "offset", "_tempDataBuffer", "_tempDataLen"))
    return protocol if is_plain and is_known else None


def _meter(protocol: Any) -> None:
    """Hang up on whoever sends more bytes than a browser has reason to.

    Daphne limits the size of messages, not their number, and tells us nothing of pings and empty fragments, which cost
    its time just as well.
    """
    receive = protocol.dataReceived
    allowance, asked_at = float(limits.BYTES_AT_ONCE), time.monotonic()

    def metered(data: bytes) -> None:
        nonlocal allowance, asked_at
        now = time.monotonic()
        allowance = min(limits.BYTES_AT_ONCE, allowance + (now - asked_at) * limits.BYTES_PER_SECOND) - len(data)
        asked_at = now
        if allowance < 0:
            protocol.transport.abortConnection()
        else:
            receive(data)

    protocol.dataReceived = metered


def _give(transport: Any, data: bytes) -> None:
    """To the kernel at once, if nothing waits before it; what the kernel does not take waits in the transport."""
    if not transport.connected or transport.disconnecting:
        return
    if not (transport.dataBuffer or transport._tempDataBuffer):
        try:
            sent = transport.socket.send(data)
        except OSError:  # full, or dead, which the transport will find out by itself
            sent = 0
        if sent == len(data):
            return
        data = data[sent:]
    transport.write(data)
