"""A hundred posts are due in the same minute, and the worker that sends them out is killed twice."""

import json
import sqlite3
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from tests.bench import stage

POSTS = 100
BEGIN = 1  # seconds until they are due, after they were made
AT_MOST = 60  # seconds after they are due


def test_a_hundred_posts_go_out_once_within_a_minute_though_the_worker_is_killed_twice():
    with stage.data_folder() as data:
        env = stage.environment(data, "tests.faults.quick_settings")
        stage.manage(env, "createcachetable")
        stage.manage(env, "migrate", "--run-syncdb", "--verbosity", "0")
        due = datetime.fromisoformat(tell(env, str(POSTS), str(BEGIN))["due"])
        for enough in (POSTS // 10, POSTS // 2):
            with stage.worker(env):
                wait_until(data, enough, due)  # and it is killed in the middle of its work
        assert out(data) < POSTS, "The worker had done all of it before it was killed."
        with stage.worker(env):
            wait_until(data, POSTS, due)
            took = (datetime.now(UTC) - due).total_seconds()
            time.sleep(1)  # for one more than there should be
        after = tell(env)
    assert took < AT_MOST
    assert (after["out"], after["announcements"], after["told"], after["left"]) == (POSTS, POSTS, [1] * POSTS, 1)


def tell(env: dict[str, str], *words: str) -> dict:
    command = [sys.executable, "-m", "tests.faults.departures", *words]
    told = subprocess.run(command, env=env, cwd=stage.ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout
    return json.loads(told.splitlines()[-1])


def out(data: Path) -> int:
    """How many are out, read beside everything else."""
    with sqlite3.connect(f"file:{data / 'trellis.sqlite3'}?mode=ro", uri=True) as database:
        rows = database.execute(
            "SELECT COUNT(*) FROM wagtailcore_page JOIN blogs_blogpost ON longtext_ptr_id = id WHERE live"
        )
        return int(rows.fetchone()[0])


def wait_until(data: Path, count: int, due: datetime) -> None:
    while out(data) < count:
        assert (datetime.now(UTC) - due).total_seconds() < AT_MOST, f"Only {out(data)} of {POSTS} are out."
        time.sleep(0.02)
