"""One browser as far as a websocket shows it, RFC 6455 by hand."""

import json
import socket
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, NamedTuple

TEXT, CLOSE, PING, PONG = 1, 8, 9, 10
MASK = b"\x9d\x1e\x5b\x73"  # a browser takes another each time


class Guest(NamedTuple):
    """Who opens a socket: their cookies, and the streams that their page asks for (none: it only listens)."""

    cookie: str
    streams: tuple[str, ...] = ()


class Browser:
    __slots__ = ("acknowledges", "guest", "is_open", "line", "mark", "rest", "round", "spoke_at")

    def __init__(self, line: socket.socket, guest: Guest) -> None:
        self.line, self.guest = line, guest
        self.rest = b""
        self.is_open = False
        self.mark = self.round = 0
        self.acknowledges = False  # is it about to?
        self.spoke_at = 0.0

    def send(self, opcode: int, payload: bytes) -> None:
        masked = bytes(byte ^ MASK[place % 4] for place, byte in enumerate(payload))
        size = len(payload)
        head = (
            bytes((0x80 | opcode, 0x80 | size)) if size < 126 else bytes((0x80 | opcode, 0xFE, size >> 8, size & 255))
        )
        with suppress(OSError):  # a line that broke is noticed when it is read
            self.line.send(head + MASK + masked)

    def say(self, now: float, **message: Any) -> None:
        self.spoke_at = now
        self.send(TEXT, json.dumps(message).encode())

    def frames(self, data: bytes) -> Iterator[tuple[int, bytes]]:
        """The opcode and payload of each whole frame in what was kept and `data`; the rest is kept."""
        data = self.rest + data if self.rest else data
        while len(data) > 1:
            size, start = data[1], 2
            if size == 126:
                size, start = int.from_bytes(data[2:4], "big"), 4
            elif size == 127:
                size, start = int.from_bytes(data[2:10], "big"), 10
            if len(data) < start + size:
                break
            payload, opcode, data = data[start : start + size], data[0] & 15, data[start + size :]
            yield opcode, payload
        self.rest = data
