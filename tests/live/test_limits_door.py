"""Only our own pages open a socket, and only for somebody who is signed in."""

from collections.abc import Iterator

import pytest

from tests.bench import stage
from tests.support.live import House
from tests.support.raw_socket import CLOSE, RawSocket, text

#: What pages elsewhere say of themselves; `{port}` is ours, and `{other}` another one.
FOREIGN: dict[str, tuple[str, ...]] = {
    "none": (),
    "null": ("null",),
    "another site": ("https://evil.example",),
    "another port": ("http://127.0.0.1:{other}",),
    "the usual port": ("http://127.0.0.1",),
    "another scheme": ("https://127.0.0.1:{port}",),
    "a name that begins like ours": ("http://localhost.evil.example:{port}",),
    "that without a port": ("http://localhost.evil.example",),
    "a name that ends like ours": ("http://evil-localhost:{port}",),
    "ours as a username": ("http://127.0.0.1:{port}@evil.example",),
    "capitals": ("HTTP://EVIL.EXAMPLE:{port}",),
    "a file": ("file://",),
    "every site": ("*",),
    "no address": ("127.0.0.1:{port}",),
    "no number": ("http://127.0.0.1:x",),
    "a number that is no port": ("http://127.0.0.1:{port}{port}",),
    "half an address": ("http://[::1",),
    "ours and another": ("http://127.0.0.1:{port}", "https://evil.example"),
    "another and ours": ("https://evil.example", "http://127.0.0.1:{port}"),
}
OURS = ("http://127.0.0.1:{port}", "http://localhost:{port}", "http://[::1]:{port}", "HTTP://LOCALHOST:{port}")
#: Autobahn does not even take these for a handshake.
NONSENSE = {"every site", "no address", "no number", "a number that is no port", "half an address", "ours and another"}


@pytest.fixture(scope="module")
def debugged(house: House) -> Iterator[House]:
    """The same house with DEBUG on, at another port; its pages are still those of the first one."""
    port = stage.free_port()
    around = stage.environment(house.data, "intranet.settings.dev", TRELLIS_URL=house.origin)
    with stage.Server(stage.daphne(port), around, port):
        yield House(house.data, house.port, port, house.cookies)


def answer(house: House, origins: tuple[str, ...], who: str = "maya", path: str = "/live/") -> int:
    """The status of the answer to a handshake with the cookies of somebody who is signed in."""
    said = [origin.format(port=house.port, other=house.port - 1) for origin in origins]
    with RawSocket(house.live_port, house.visitor(who).cookies, *said, path=path) as socket:
        return socket.status


def is_turned_away(house: House, cookies: dict[str, str]) -> bool:
    """Told that one is signed out, before anything else; a browser could not tell a refusal from a broken line."""
    with RawSocket(house.live_port, cookies, house.origin) as socket:
        assert socket.status == 101
        socket.send(text(listen=["feed:company"], after=0))
        opcode, payload = next(socket.frames(5))
        return (opcode, payload[:2]) == (CLOSE, (4001).to_bytes(2, "big"))


def refused(name: str) -> set[int]:
    return {400, 403} if name in NONSENSE else {403}


def test_a_page_elsewhere_opens_no_socket_with_the_cookies_of_whoever_looks_at_it(house):
    found = {name: answer(house, origins) for name, origins in FOREIGN.items()}
    assert {name: status for name, status in found.items() if status not in refused(name)} == {}
    assert {origin: answer(house, (origin,)) for origin in OURS} == dict.fromkeys(OURS, 101)  # noise


def test_neither_does_it_while_somebody_changes_the_code(debugged):
    found = {name: answer(debugged, origins) for name, origins in FOREIGN.items()}
    assert {name: status for name, status in found.items() if status not in refused(name)} == {}
    assert {origin: answer(debugged, (origin,)) for origin in OURS} == dict.fromkeys(OURS, 101)


def test_nobody_listens_who_is_not_signed_in(house):
    strange = ("", "unknown", "x" * 32, "x" * 3_000, '"', "\xff\xfe", "a b", "../../etc/passwd")
    for key in strange:
        assert is_turned_away(house, {"sessionid": key}), key
    assert is_turned_away(house, {})


def test_whoever_has_signed_out_or_left_the_company_does_not_come_back_with_an_old_cookie(house):
    gone, here = house.visitor("luis", anew=True), house.visitor("luis", anew=True)
    gone.post("/sign-out/", {})
    assert is_turned_away(house, gone.cookies)
    assert not is_turned_away(house, here.cookies)  # noise: he is still signed in elsewhere
    house.sql("UPDATE people_user SET is_active = 0 WHERE username = 'luis'")
    try:
        assert is_turned_away(house, here.cookies)
    finally:
        house.sql("UPDATE people_user SET is_active = 1 WHERE username = 'luis'")


def test_there_is_nothing_to_listen_to_at_other_addresses(house):
    for path in ("/", "/live", "/live/x", "/LIVE/", "/live/%00", "/updates/1/"):
        assert answer(house, OURS[:1], path=path) in {403, 404}, path
    assert answer(house, OURS[:1], path="/live/?after=1") == 101  # noise
