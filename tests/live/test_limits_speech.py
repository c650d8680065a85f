"""A socket understands its own language, as much of it as a browser needs, and is closed for anything else."""

import asyncio
import json
import time

import pytest

from intranet.live import limits
from intranet.live.door import Visitor
from intranet.live.listener import Listener
from intranet.live.wire import Frame, Wire
from tests.support.live import House
from tests.support.raw_socket import BINARY, CLOSE, CUT, MORE, PING, TEXT, RawSocket, frame, text

MIB = 1024 * 1024

#: What is said, as a text message, and with which code the socket is closed.
SAID: dict[str, tuple[bytes | dict, int]] = {
    "nothing": (b"", limits.NOT_UNDERSTOOD),
    "words": (b"hello", limits.NOT_UNDERSTOOD),
    "half of something": (b'{"beat":', limits.NOT_UNDERSTOOD),
    "a list": (b"[1]", limits.NOT_UNDERSTOOD),
    "a number": (b"1", limits.NOT_UNDERSTOOD),
    "null": (b"null", limits.NOT_UNDERSTOOD),
    "a string": (b'"listen"', limits.NOT_UNDERSTOOD),
    "an empty object": ({}, limits.NOT_UNDERSTOOD),
    "another language": ({"subscribe": ["feed:company"]}, limits.NOT_UNDERSTOOD),
    "lists in lists": (b"[" * 8_000 + b"]" * 8_000, limits.NOT_UNDERSTOOD),
    "objects in objects": (b'{"a":' * 2_500 + b"1" + b"}" * 2_500, limits.NOT_UNDERSTOOD),
    "lists in what is listened to": (b'{"listen":' + b"[" * 7_000 + b"]" * 7_000 + b"}", limits.NOT_UNDERSTOOD),
    "a number of 5,000 digits": (b'{"ack":1' + b"0" * 5_000 + b"}", limits.NOT_UNDERSTOOD),
    "a number of 400 digits": ({"ack": 10**400}, limits.NOT_UNDERSTOOD),
    "a number of 400 digits in a beat": ({"beat": 10**400}, limits.NOT_UNDERSTOOD),
    "a number of 64 bits": ({"ack": 2**63}, limits.NOT_UNDERSTOOD),
    "a negative mark": ({"ack": -1}, limits.NOT_UNDERSTOOD),
    "true as a mark": ({"ack": True}, limits.NOT_UNDERSTOOD),
    "half a mark": ({"ack": 1.5}, limits.NOT_UNDERSTOOD),
    "not a number": (b'{"ack":NaN}', limits.NOT_UNDERSTOOD),
    "infinity": (b'{"beat":1e999}', limits.NOT_UNDERSTOOD),
    "a mark in quotes": ({"ack": "1"}, limits.NOT_UNDERSTOOD),
    "no mark": ({"beat": None}, limits.NOT_UNDERSTOOD),
    "many marks": ({"beat": [1]}, limits.NOT_UNDERSTOOD),
    "101 streams": ({"listen": [f"thread:{number}" for number in range(limits.STREAMS + 1)]}, limits.TOO_MUCH),
    "a stream of 61 characters": ({"listen": ["x" * (limits.STREAM_LENGTH + 1)]}, limits.NOT_UNDERSTOOD),
    "a stream that is a number": ({"listen": [1]}, limits.NOT_UNDERSTOOD),
    "a stream that is a list": ({"listen": [["feed:company"]]}, limits.NOT_UNDERSTOOD),
    "a stream alone": ({"listen": "feed:company"}, limits.NOT_UNDERSTOOD),
    "bytes that are no text": (b"\xff\xfe", CUT),
}

#: Bytes that Daphne does not pass on, or that are too many: we hang up without a word.
FRAMES: dict[str, tuple[bytes, int]] = {
    "10 MiB, announced": (frame(TEXT, size=10 * MIB), CUT),
    "10 MiB, sent": (frame(TEXT, b"a" * 10 * MIB), CUT),
    "2^63 bytes, announced": (frame(TEXT, size=2**63 - 1), CUT),
    "one byte too many": (frame(TEXT, b"a" * (limits.MESSAGE_BYTES + 1)), CUT),
    "10 MiB in pieces": (frame(TEXT, last=False) + frame(MORE, b"a" * 8_192, last=False) * 1_280, CUT),
    "20,000 pieces of one byte": (frame(TEXT, last=False) + frame(MORE, b"a", last=False) * 20_000, CUT),
    "200,000 empty pieces": (frame(TEXT, last=False) + frame(MORE, last=False) * 200_000, CUT),
    "200,000 pings": (frame(PING, b"x") * 200_000, CUT),
    "a ping that is too long": (frame(PING, b"x" * 126), CUT),
    "a ping in pieces": (frame(PING, b"x", last=False), CUT),
    "a piece of nothing": (frame(MORE, b"x"), CUT),
    "an unmasked message": (frame(TEXT, b'{"beat":0}', masked=False), CUT),
    **{f"opcode {opcode}": (frame(opcode, b"x"), CUT) for opcode in (3, 7, 11, 15)},
    "bits that mean nothing": (bytes((0xF1, 0x80, 0, 0, 0, 0)), CUT),
    "bytes": (frame(BINARY, b'{"beat":0}'), limits.NOT_UNDERSTOOD),
    "1,000 messages": (text(beat=0) * 1_000, limits.TOO_MUCH),
    "half a goodbye": (frame(CLOSE, b"\0"), CUT),
}


def raw(house: House, who: str = "priya") -> RawSocket:
    socket = RawSocket(house.live_port, house.visitor(who).cookies, house.origin)
    assert socket.status == 101
    return socket


def test_what_is_not_the_language_of_the_socket_closes_it_and_says_why(house):
    found = {}
    for name, (said, _) in SAID.items():
        with raw(house) as socket:
            socket.send(frame(TEXT, said if isinstance(said, bytes) else json.dumps(said).encode()))
            found[name] = socket.code()
    assert found == {name: code for name, (_, code) in SAID.items()}


def test_frames_that_no_browser_sends_and_too_many_of_them_close_it(house):
    found = {}
    for name, (data, _) in FRAMES.items():
        with raw(house) as socket:
            socket.send(data)
            found[name] = socket.code()
    assert found == {name: code for name, (_, code) in FRAMES.items()}


def test_what_a_browser_says_is_understood_also_in_pieces_and_with_marks_that_lead_nowhere(house):
    """Noise for the tests above."""
    listening = {"listen": ["feed:company", "x" * limits.STREAM_LENGTH] + ["nonsense"] * 98}
    with raw(house) as socket:
        for after in (0, -1, 10**400, True, 1.5, "1", None, [], 2**63 - 1):
            socket.send(frame(TEXT, json.dumps({**listening, "after": after}).encode()))
        pieces = [bytes((byte,)) for byte in json.dumps({"beat": 0}).encode()]
        for number, piece in enumerate(pieces, start=1):
            socket.send(frame(MORE if number > 1 else TEXT, piece, last=number == len(pieces)))
            time.sleep(0.01)
        socket.send(frame(PING, b"there?"))
        told = list(socket.frames(1))
    assert [payload for opcode, payload in told if opcode == 10] == [b"there?"]
    messages = [json.loads(payload) for opcode, payload in told if opcode == TEXT]
    assert [message["listening"] for message in messages if "listening" in message] == [["feed:company"]] * 9
    assert sum("beat" in message for message in messages) == 1
    assert CLOSE not in [opcode for opcode, _ in told]


def test_a_steady_talker_is_heard_and_one_who_does_not_stop_is_not(house):
    with raw(house) as socket:
        for _ in range(limits.BURST):
            socket.send(text(beat=0))
        with pytest.raises(TimeoutError):
            socket.code(0.3)
        for _ in range(3):
            socket.send(text(beat=0))
        assert socket.code() == limits.TOO_MUCH


def test_whoever_never_says_what_to_listen_to_hears_nothing(house):
    with raw(house) as silent, house.ear("theo") as theo:
        theo.listen("feed:company")
        house.visitor("ines").say("Is anybody there?")
        theo.until("update.posted")  # noise
        assert list(silent.frames(0.3)) == []


def listener() -> Listener:
    """Somebody behind a server that is not Daphne, where nothing is really sent."""

    async def send(message: dict) -> None:
        """Nowhere."""

    return Listener(Visitor(1, "key", "hash"), Wire(send))


def test_a_socket_that_says_nothing_for_75_seconds_is_given_up():
    quiet = listener()
    assert not quiet.is_lagging(quiet.heard_at + limits.SILENCE - 1)
    assert quiet.is_lagging(quiet.heard_at + limits.SILENCE + 1)


async def tell(to: Listener, frames: int, size: int = 1_000) -> None:
    for _ in range(frames):
        to.tell(Frame("x" * size), to.mark + 1)


@pytest.mark.parametrize("acknowledges", [True, False])
def test_whoever_does_not_acknowledge_for_half_a_minute_is_given_up(acknowledges):
    slow = listener()
    asyncio.run(tell(slow, 3))
    if acknowledges:
        slow.acknowledge(3)
    now = slow.heard_at
    assert not slow.is_lagging(now + limits.UNACKNOWLEDGED_SECONDS - 1)
    assert slow.is_lagging(now + limits.UNACKNOWLEDGED_SECONDS + 1) is not acknowledges
