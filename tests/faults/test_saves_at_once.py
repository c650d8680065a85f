"""Two hundred people save the same article from the same revision at the same moment, on a server that is a process."""

import json
import re
import subprocess
import sys
import threading
from collections import Counter

from tests.bench import stage
from tests.support import PASSWORD

PEOPLE = 200


def test_of_two_hundred_who_save_at_once_one_wins_and_the_others_keep_their_text():
    with stage.data_folder() as data:
        env = stage.environment(data, "tests.faults.quick_settings")
        stage.manage(env, "createcachetable")
        stage.manage(env, "migrate", "--run-syncdb", "--verbosity", "0")
        made = tell(env)
        port = stage.free_port()
        with stage.Server(stage.gunicorn(port), env, port):
            writer = stage.Visitor(port).sign_in(made["username"], PASSWORD)
            address = f"/pages/{made['article']}/edit/"
            base = re.search(r'name="base" value="(\d+)"', writer.get(address).text)[1]
            answers = at_once(port, writer, address, base)
        after = tell(env, str(made["article"]))
    assert Counter(answer.status for answer in answers.values()) == {302: 1, 409: PEOPLE - 1}
    [winner] = [number for number, answer in answers.items() if answer.status == 302]
    assert after["body"] == f"<p>{words(winner)}</p>"
    assert after["changes"] == after["revisions"] == 2
    for number, answer in answers.items():
        if number != winner:
            textarea = re.search(r'<textarea[^>]*name="markdown"[^>]*>(.*?)</textarea>', answer.text, re.DOTALL)[1]
            assert words(number) in textarea  # what she typed
            assert re.search(rf"<ins>[^<]*\b{winner}\b", answer.text)  # and what stands there now


def words(number: int) -> str:
    return f"These are the words of colleague number {number} alone."


def tell(env: dict[str, str], *arguments: str) -> dict:
    command = [sys.executable, "-m", "tests.faults.saves", *arguments]
    told = subprocess.run(command, env=env, cwd=stage.ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout
    return json.loads(told.splitlines()[-1])


def at_once(port: int, writer: stage.Visitor, address: str, base: str) -> dict[int, stage.Answer]:
    """What each is answered; all start at the same moment."""
    start, answers = threading.Barrier(PEOPLE), {}

    def save(number: int) -> None:
        visitor = stage.Visitor(port, writer.cookies, writer.token, timeout=120)
        fields = {"title": "Opening hours", "markdown": words(number), "base": base}
        start.wait()
        answers[number] = visitor.post(address, fields)

    threads = [threading.Thread(target=save, args=[number]) for number in range(PEOPLE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers
