"""One TCP connection that speaks the websocket protocol, by hand, because a well-behaved client cannot misbehave."""

import asyncio
import json
import random
import socket
import struct
from base64 import b64encode
from collections.abc import Callable
from typing import Any, Protocol

ROOM = bytearray(1 << 18)  # what was read last; all lines of a process share it, as each takes its part out at once
TORN = 700  # bytes that are read at a time when a frame should be torn: less than any card
KERNEL_ROOM = 1 << 16  # bytes that wait for us in the kernel, so that a stalled browser is soon felt by the server
PONG, TEXT, CLOSE, PING = 10, 1, 8, 9
VANISH = struct.pack("ii", 1, 0)  # SO_LINGER: a closed connection is reset, as when the machine is gone


class Owner(Protocol):
    """Who is told what comes in on a line."""

    line: "Line | None"

    def opened(self) -> None: ...
    def received(self, payload: bytes) -> None: ...
    def closed(self, code: int | None) -> None: ...


class Line(asyncio.BufferedProtocol):
    """A websocket that its owner can cut, tear, stall and forget in every way in which lines break."""

    transport: asyncio.Transport

    def __init__(self, owner: Owner, handshake: bytes) -> None:
        self.owner: Owner | None = owner  # nobody, once it was let go
        self.handshake = handshake
        self.data = bytearray()
        self.is_open = False
        self.code: int | None = None
        self.torn: Callable[[], None] | None = None  # what to do in the middle of a frame

    # Ends of it

    def let_go(self) -> None:
        """Whatever happens on it is of no interest any more."""
        self.owner = None

    def cut(self) -> None:
        """Gone without a word."""
        self.let_go()
        if not self.transport.is_closing():
            self.transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, VANISH)
            self.transport.abort()

    def hang_up(self) -> None:
        """Closed as a browser does that goes to another page, but for the websocket's own goodbye."""
        self.let_go()
        self.transport.close()

    def tear(self) -> None:
        """Gone after a part of a frame was sent."""
        self.transport.write(_masked(TEXT, b'{"ack": 123456789}')[:9])
        self.cut()

    def stall(self) -> None:
        self.transport.pause_reading()

    def go_on(self) -> None:
        if not self.transport.is_closing():
            self.transport.resume_reading()

    # What is said

    def say(self, **message: Any) -> None:
        self.transport.write(_masked(TEXT, json.dumps(message).encode()))

    # What asyncio tells us

    def connection_made(self, transport: Any) -> None:
        self.transport = transport
        if self.owner:
            self.owner.line = self
        transport.write(self.handshake)

    def get_buffer(self, sizehint: int) -> memoryview:
        return memoryview(ROOM)[: TORN if self.torn else len(ROOM)]

    def buffer_updated(self, size: int) -> None:
        if self.owner is None:
            return
        self.data += memoryview(ROOM)[:size]
        if not self.is_open and not self._shake_hands():
            return
        self._take_frames()
        if self.data and self.torn and self.owner:
            self.torn()

    def eof_received(self) -> bool:
        return False

    def connection_lost(self, error: Exception | None) -> None:
        owner, self.owner = self.owner, None
        if owner:
            owner.closed(self.code)

    # The protocol

    def _shake_hands(self) -> bool:
        head, end, rest = self.data.partition(b"\r\n\r\n")
        if not end:
            return False
        if not head.startswith(b"HTTP/1.1 101"):
            self.transport.abort()
            return False
        self.data, self.is_open = rest, True
        if self.owner:
            self.owner.opened()
        return True

    def _take_frames(self) -> None:
        data, begin, end = self.data, 0, len(self.data)
        while self.owner and end - begin >= 2:
            size, start = data[begin + 1], begin + 2
            if size == 126:
                size, start = int.from_bytes(data[begin + 2 : begin + 4], "big"), begin + 4
            elif size == 127:
                size, start = int.from_bytes(data[begin + 2 : begin + 10], "big"), begin + 10
            if end < start + size:
                break
            opcode, begin = data[begin] & 15, start + size
            self._take(opcode, bytes(data[start:begin]))
        del data[:begin]

    def _take(self, opcode: int, payload: bytes) -> None:
        if opcode == TEXT and self.owner:
            self.owner.received(payload)
        elif opcode == PING:
            self.transport.write(_masked(PONG, payload))
        elif opcode == CLOSE:
            self.code = int.from_bytes(payload[:2], "big") if payload else None
            self.transport.write(_masked(CLOSE, payload[:2]))
            self.transport.close()


async def connect(owner: Owner, host: str, port: int, *, origin: str, cookie: str) -> None:
    """Give `owner` a line, and tell them when it is open, or closed. Raises OSError when nobody answers."""
    key = b64encode(random.randbytes(16)).decode()
    lines = ["GET /live/ HTTP/1.1", f"Host: {host}:{port}", f"Origin: {origin}", "Upgrade: websocket"]
    lines += ["Connection: Upgrade", "Sec-WebSocket-Version: 13", f"Sec-WebSocket-Key: {key}", f"Cookie: {cookie}"]
    handshake = "\r\n".join([*lines, "", ""]).encode()
    loop = asyncio.get_running_loop()
    here = socket.socket()
    here.setblocking(False)
    here.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, KERNEL_ROOM)
    try:
        await loop.sock_connect(here, (host, port))
    except BaseException:
        here.close()
        raise
    await loop.create_connection(lambda: Line(owner, handshake), sock=here)


def _masked(opcode: int, payload: bytes) -> bytes:
    """A frame as browsers send it."""
    mask, size = random.randbytes(4), len(payload)
    head = bytes((0x80 | opcode, 0x80 | size)) if size < 126 else bytes((0x80 | opcode, 0xFE, size >> 8, size & 255))
    return head + mask + bytes(byte ^ mask[place % 4] for place, byte in enumerate(payload))
