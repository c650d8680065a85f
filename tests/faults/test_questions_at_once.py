"""Fifty people vote, claim and accept at the same moment, in a database that is a file."""

import json
import subprocess
import sys

from tests.bench import stage


def test_counts_are_right_and_one_is_on_it_after_fifty_people_pressed_at_once():
    with stage.data_folder() as data:
        env = stage.environment(data, "tests.faults.quick_settings")
        stage.manage(env, "migrate", "--run-syncdb", "--verbosity", "0")
        command = [sys.executable, "-m", "tests.faults.questions"]
        told = subprocess.run(command, env=env, cwd=stage.ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout
    account = json.loads(told.splitlines()[-1])
    assert account["failures"] == []
    assert account["count"] == account["rows"] == 40
    assert account["claims"] == account["notices of claims"] == 1
    assert account["notices of the accepted one"]
