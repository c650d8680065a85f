"""Walk (f): a lost connection. The socket says where it stopped, and what was missed comes again."""

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed

from tests.bench import stage
from tests.support.live import SETTINGS, House


@pytest.fixture(scope="module")
def server() -> Iterator[stage.Server]:
    with stage.data_folder() as data:
        port = stage.free_port()
        env = stage.environment(data, SETTINGS, TRELLIS_URL=f"http://{stage.HOST}:{port}")
        stage.manage(env, "setup", "--demo")
        with stage.Server(stage.daphne(port), env, port) as server:
            yield server


@pytest.fixture(scope="module")
def house(server) -> House:
    return House(Path(server.env["TRELLIS_DATA"]), server.port, server.port)


def test_nothing_is_missed_when_the_server_dies_and_somebody_posts_before_the_browser_is_back(server, house):
    ines = house.visitor("ines")
    with house.ear("maya") as ear:
        ear.listen("feed:company", after=house.mark())
        ines.say("Before the fall")
        heard = ear.until("update.posted")
        assert "Before the fall" in heard["html"]

        server.end(signal.SIGKILL)
        with pytest.raises(ConnectionClosed):
            ear.hear()

    server.start()
    server.wait()
    for text in ("While she was away", "And again"):
        house.visitor("ines").say(text)

    with house.ear("maya") as ear:
        ear.listen("feed:company", after=heard["id"])
        first, second = [message["html"] for message in ear.heard if message.get("name") == "update.posted"]
        assert "While she was away" in first
        assert "And again" in second
        house.visitor("ines").say("Live again")
        assert "Live again" in ear.until("update.posted")["html"]


def test_whoever_was_away_for_two_days_is_told_to_read_the_page(server, house):
    mark = house.mark()
    house.visitor("ines").say("Two days ago")
    house.visitor("ines").say("Now")
    server.end(signal.SIGTERM)  # what the hub remembers goes with it
    # What the worker's turn does after 48 hours: the log is shorter, and its newest row stays.
    house.sql("DELETE FROM live_event WHERE id < (SELECT max(id) FROM live_event)")
    server.start()
    server.wait()
    with house.ear("maya") as ear:
        ear.listen("feed:company", after=mark)
        assert {"reset": True, "mark": house.mark()} in ear.heard
        assert not [message for message in ear.heard if "html" in message]
    assert "Two days ago" in house.visitor("maya").get("/").text
