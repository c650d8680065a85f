"""The least that can be called a websocket server, `python -m tests.bench.live.bare PORT`. A peer.

It answers handshakes, asks nobody who they are, keeps the transports in a list, and writes the body of a POST to all
of them: framed once, in one go, without letting anybody else have a turn. It answers the POST first, with the time at
which it begins. Python can hardly do more.
"""

import asyncio
import sys
import time
from base64 import b64encode
from hashlib import sha1

from tests.bench.stage import HOST

RFC6455 = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"


class Line(asyncio.Protocol):
    """One connection: a request, which may turn it into a socket."""

    everybody: list[asyncio.Transport] = []

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self.data = b""
        self.is_socket = False

    def data_received(self, data: bytes) -> None:
        if self.is_socket:
            return  # nobody is listened to
        self.data += data
        head, end, body = self.data.partition(b"\r\n\r\n")
        first, *lines = head.split(b"\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(b":") for line in lines)}
        if not end or len(body) < int(headers.get(b"content-length", 0)):
            return
        self.data = b""
        if key := headers.get(b"sec-websocket-key"):
            self.open(key)
            return
        began = str(time.monotonic()).encode()
        self.transport.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(began), began))
        if first.startswith(b"POST"):
            frame = b"\x81\x7e" + len(body).to_bytes(2, "big") + body
            for transport in self.everybody:
                transport.write(frame)

    def open(self, key: bytes) -> None:
        accept = b64encode(sha1(key + RFC6455, usedforsecurity=False).digest())
        head = b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        self.transport.write(head + b"Sec-WebSocket-Accept: " + accept + b"\r\n\r\n")
        self.is_socket = True
        self.everybody.append(self.transport)

    def connection_lost(self, error: Exception | None) -> None:
        if self.is_socket:
            self.everybody.remove(self.transport)


async def main(port: int) -> None:
    server = await asyncio.get_running_loop().create_server(Line, HOST, port, backlog=1000)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
