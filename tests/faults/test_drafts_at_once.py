"""Fifty people make an FAQ of the same question at the same moment, in a database that is a file."""

import json
import subprocess
import sys

from tests.bench import stage


def test_there_is_one_draft_and_one_article_after_fifty_people_pressed_at_once():
    with stage.data_folder() as data:
        env = stage.environment(data, "tests.faults.quick_settings")
        stage.manage(env, "migrate", "--run-syncdb", "--verbosity", "0")
        command = [sys.executable, "-m", "tests.faults.drafts"]
        told = subprocess.run(command, env=env, cwd=stage.ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout
    account = json.loads(told.splitlines()[-1])
    assert account.pop("failures") == []
    assert set(account.values()) == {1}, account
