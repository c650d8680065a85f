"""Fifty people react to the same update at the same moment, in a database that is a file."""

import json
import subprocess
import sys

from tests.bench import stage


def test_the_counts_are_right_after_fifty_people_pressed_at_once():
    with stage.data_folder() as data:
        env = stage.environment(data, "tests.faults.quick_settings")
        stage.manage(env, "migrate", "--run-syncdb", "--verbosity", "0")
        command = [sys.executable, "-m", "tests.faults.reactions"]
        told = subprocess.run(command, env=env, cwd=stage.ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout
    account = json.loads(told.splitlines()[-1])
    assert account["failures"] == []
    assert account["counts"] == account["rows"] == {"like": 40, "cheer": 25}
    assert account["changes"] == 50 + 25 + 10  # pressing twice is no change
