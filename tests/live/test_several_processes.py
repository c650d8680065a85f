"""gunicorn for the pages, Daphne for the sockets, a worker, and Redis to ring between them: also without Redis."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
import redis

from tests.bench import stage
from tests.support.live import PATIENCE, House
from tests.support.programs import program

GROUP = "asgi:group:live"
TICK = 10  # seconds, of slow_tick_settings


@pytest.fixture(scope="module")
def port_of_redis() -> int:
    return stage.free_port()


@pytest.fixture(scope="module")
def apart(port_of_redis: int) -> Iterator[House]:
    """The whole house as a company runs it behind a reverse proxy, with one command; Redis is not there yet."""
    with stage.data_folder() as data:
        port, live_port = stage.free_port(), stage.free_port()
        site = {
            "TRELLIS_URL": f"http://{stage.HOST}:{port}",
            "TRELLIS_REDIS_URL": f"redis://{stage.HOST}:{port_of_redis}/0",
        }
        env = stage.environment(data, "tests.live.slow_tick_settings", **site)
        run = [sys.executable, str(stage.ROOT / "manage.py"), "run", "--demo", "--port", str(port)]
        with stage.Server([*run, "--page-workers", "2", "--live-port", str(live_port)], env, port):
            until(lambda: stage.Visitor(live_port).get("/healthz").status == 200, 90)
            yield House(data, port, live_port)


@contextmanager
def redis_running(port: int, folder: Path) -> Iterator[redis.Redis]:
    server = program("redis-server", package="redis-server")
    command = [str(server), "--port", str(port), "--bind", stage.HOST, "--save", "", "--dir", str(folder)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        client = redis.Redis(stage.HOST, port)
        until(client.ping, 10)
        yield client
    finally:
        process.kill()
        process.wait(10)


def until(holds: Callable[[], object], seconds: float) -> float:
    """After how many seconds it holds. Raises TimeoutError."""
    began = time.monotonic()
    while time.monotonic() - began < seconds:
        with suppress(OSError, redis.RedisError):
            if holds():
                return time.monotonic() - began
        time.sleep(0.05)
    raise TimeoutError(f"not within {seconds} s")


def test_a_post_of_a_page_process_is_heard_whether_redis_is_there_away_or_back(apart, port_of_redis, tmp_path):
    def hears(text: str, seconds: float) -> None:
        assert apart.visitor("ines").say(text).status == 302
        assert text in ear.until("update.posted", seconds)["html"]

    def is_rung(redis: redis.Redis) -> None:
        """The hub listens within ten seconds, and then hears more often than it looks."""
        until(lambda: redis.zcard(GROUP), 10)
        for number in range(4):
            hears(f"Rung {number}", TICK / 4)

    with apart.ear("maya") as ear:
        ear.listen("feed:company", after=apart.mark())
        hears("Before there was a Redis", TICK + PATIENCE)
        with redis_running(port_of_redis, tmp_path) as client:
            is_rung(client)
        hears("While Redis was away", TICK + PATIENCE)
        assert "While Redis was away" in apart.visitor("maya").get("/").text
        with redis_running(port_of_redis, tmp_path) as client:
            is_rung(client)
        ids = [message["id"] for message in ear.heard if "id" in message]
        assert ids == sorted(set(ids))


def test_nothing_of_a_closed_team_reaches_the_sockets_of_others_in_this_shape_either(apart):
    maya = apart.visitor("maya")
    maya.post("/teams/new/", {"name": "Merger talks", "purpose": "Secret", "is_closed": "on"})
    team = apart.team("Merger talks")
    with apart.ear("maya") as member, apart.ear("ines") as other:
        member.listen(f"feed:team:{team}")
        assert other.listen(f"feed:team:{team}", "feed:open", "feed:company", "feed:closed") == [
            "feed:company",
            "feed:open",
        ]
        maya.post("/updates/", {"text": "zqsecret", "key": "key-of-secret", "teams": str(team)})
        assert "zqsecret" in member.until("update.posted", TICK + PATIENCE)["html"]
        apart.visitor("theo").say("For everybody")
        other.until("update.posted", TICK + PATIENCE)
        assert "zqsecret" not in str(other.heard)
