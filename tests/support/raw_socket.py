"""A websocket client without manners: it writes whatever bytes a test wants, and reads only when it is told to.

The opcodes and what a frame looks like are those of RFC 6455, section 5.2.
"""

import json
import socket
import time
from base64 import b64encode
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, Self

from tests.bench.stage import HOST

MORE, TEXT, BINARY, CLOSE, PING, PONG = 0, 1, 2, 8, 9, 10
CUT = 1006  # closed without a close frame
MASK = b"\0\0\0\0"  # allowed, and saves us the work


def frame(
    opcode: int, payload: bytes = b"", *, last: bool = True, masked: bool = True, size: int | None = None
) -> bytes:
    """A frame as it travels; `size` is what its head says when that is not the truth."""
    size = len(payload) if size is None else size
    sign = 0x80 if masked else 0
    if size < 126:
        head = bytes((0x80 * last | opcode, sign | size))
    elif size < 65_536:
        head = bytes((0x80 * last | opcode, sign | 126)) + size.to_bytes(2, "big")
    else:
        head = bytes((0x80 * last | opcode, sign | 127)) + size.to_bytes(8, "big")
    return head + (MASK if masked else b"") + payload


def text(**message: Any) -> bytes:
    return frame(TEXT, json.dumps(message).encode())


class RawSocket:
    """One connection, from the first byte of its handshake on. `origins` may be none, one, or too many."""

    def __init__(
        self,
        port: int,
        cookies: dict[str, str],
        *origins: str,
        path: str = "/live/",
        early: bytes = b"",
        reads_little: bool = False,
    ) -> None:
        """`early` is sent before the handshake is answered; who `reads_little` has a small window."""
        self.socket = socket.socket()
        if reads_little:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        self.socket.settimeout(10)
        self.socket.connect((HOST, port))
        self._read = b""
        lines = [f"GET {path} HTTP/1.1", f"Host: {HOST}:{port}", "Upgrade: websocket", "Connection: Upgrade"]
        lines += [f"Origin: {origin}" for origin in origins]
        lines += ["Sec-WebSocket-Version: 13", f"Sec-WebSocket-Key: {b64encode(bytes(16)).decode()}"]
        lines += ["Cookie: " + "; ".join(f"{name}={value}" for name, value in cookies.items()), "", ""]
        self.socket.sendall("\r\n".join(lines).encode("latin-1") + early)
        self.status = self._answer()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.socket.close()

    def send(self, data: bytes) -> bool:
        """Whether the other side still took it."""
        try:
            self.socket.sendall(data)
        except OSError:
            return False
        return True

    def frames(self, seconds: float) -> Iterator[tuple[int, bytes]]:
        """``(opcode, payload)`` of what comes during these seconds, or until the other side hangs up."""
        end = time.monotonic() + seconds
        while True:
            while (one := self._next()) is not None:
                yield one
            left = end - time.monotonic()
            if left <= 0 or not self._take(left):
                return

    def code(self, seconds: float = 5) -> int:
        """The code with which it is closed; CUT when it just ends. Raises TimeoutError while it is open."""
        end = time.monotonic() + seconds
        for opcode, payload in self.frames(seconds):
            if opcode == CLOSE:
                return int.from_bytes(payload[:2], "big")
        if time.monotonic() >= end:
            raise TimeoutError(f"still open after {seconds} s")
        return CUT

    def _answer(self) -> int:
        """The status of the answer to the handshake; 0 when there is none."""
        while b"\r\n\r\n" not in self._read:
            if not self._take(10):
                return 0
        head, _, self._read = self._read.partition(b"\r\n\r\n")
        return int(head.split()[1])

    def _take(self, seconds: float) -> bool:
        """Read what is there; False when the other side has hung up, or these seconds are over."""
        self.socket.settimeout(seconds)
        with suppress(OSError):
            if data := self.socket.recv(65_536):
                self._read += data
                return True
        return False

    def _next(self) -> tuple[int, bytes] | None:
        """The next whole frame of what was read; the server does not mask."""
        if len(self._read) < 2:
            return None
        size, start = self._read[1] & 127, 2
        if size > 125:
            start = 4 if size == 126 else 10
            if len(self._read) < start:
                return None
            size = int.from_bytes(self._read[2:start], "big")
        if len(self._read) < start + size:
            return None
        found = (self._read[0] & 15, self._read[start : start + size])
        self._read = self._read[start + size :]
        return found
