"""Walk (d): somebody says something, the worker tells the engines, and support finds it a moment later."""

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.http import HttpResponse

from tests.bench import stage
from tests.support import page
from tests.support.live import SETTINGS, House

PATIENCE = 20  # seconds; usually it takes one


@pytest.fixture(scope="module")
def house() -> Iterator[House]:
    """The site and its worker, as `make run` has them."""
    with stage.data_folder() as data:
        port = stage.free_port()
        env = stage.environment(data, SETTINGS, TRELLIS_URL=f"http://{stage.HOST}:{port}")
        stage.manage(env, "setup", "--demo")
        worker = [sys.executable, str(stage.ROOT / "manage.py"), "worker"]
        with stage.Server(stage.daphne(port), env, port), subprocess.Popen(worker, env=env) as process:
            try:
                yield House(Path(env["TRELLIS_DATA"]), port, port)
            finally:
                process.terminate()


def found(house: House, who: str, typed: str) -> list[str]:
    answer = house.visitor(who).get(f"/search/?q={typed}")
    assert answer.status == 200
    return [hit.first("p").text for hit in page(HttpResponse(answer.text)).all("li", "hit")]


def soon(house: House, who: str, typed: str) -> list[str]:
    """What is found when the worker has had its turn."""
    end = time.monotonic() + PATIENCE
    while not (texts := found(house, who, typed)) and time.monotonic() < end:
        time.sleep(0.1)
    return texts


def test_what_was_there_before_the_worker_started_is_found(house):
    [text, *_] = soon(house, "ines", "forklift+licence+OR+checkout+index")
    assert text


def test_what_is_posted_now_is_found_a_moment_later(house):
    house.visitor("tom").say("Customs form CN-23 for parcels to Oslo")
    house.visitor("tom").say("Noise about parcels")
    assert soon(house, "ines", "CN-23") == ["Customs form CN-23 for parcels to Oslo"]


def test_an_index_that_disappears_is_made_anew_by_the_worker_while_people_search(house):
    house.visitor("tom").say("The zeppelin hangar is with Theo")
    assert soon(house, "ines", "zeppelin+hangar") == ["The zeppelin hangar is with Theo"]
    for path in sorted((house.data / "search").rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    assert found(house, "ines", "zeppelin+hangar") == ["The zeppelin hangar is with Theo"]
    house.visitor("tom").say("Another dirigible is lost")
    assert soon(house, "ines", "dirigible") == ["Another dirigible is lost"]
    good = "SELECT count(*) FROM search_engine WHERE name = 'whoosh' AND broken_at IS NULL AND built_at IS NOT NULL"
    end = time.monotonic() + PATIENCE
    while not (house.sql(good)[0][0] and list((house.data / "search").rglob("*.toc"))) and time.monotonic() < end:
        time.sleep(0.1)
    assert house.sql(good)[0][0]
    assert list((house.data / "search").rglob("*.toc")), "It is there again"
    assert found(house, "ines", "zeppelin+hangar") == ["The zeppelin hangar is with Theo"]
