"""Fifty people vote, claim, accept, merge and search at once: `python -m tests.faults.crowd [ROUNDS] [postgres]`.

They press in their browsers, some in two windows, on a server with several processes and threads. Afterwards the
counts are right, one is on it, nobody was told twice, and the number beside the bell is that of the lines in the tray.
The exit code is 1 when something is not so. Without a number of rounds there are 30.
"""

import json
import os
import random
import re
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field

from tests.bench import stage

from .crowd_plan import ANSWERING, DECIDING, IMPATIENT, Plan, Round
from .live_prepare import Guest

ROUNDS = 30
PROCESSES = 2
#: Threads of each: a file has one writer at a time, and so many wait for it where a company has such a file.
THREADS, THREADS_ON_POSTGRES = 2, 16
PATIENCE = 300.0  # seconds that an answer may take: sixty wait for their turn
FINE = {200, 201, 204, 302}
REFUSED = 422  # a merge that would lead in circles
BY_CARD = re.compile(r"Being answered by (Reader \d+)")
BY_SENTENCE = re.compile(r"(Reader \d+) was faster")
DATABASE = "crowd"  # as in the settings


@dataclass
class Told:
    """What came of it, as far as the browsers were told and the tables say."""

    rounds: int
    counted: Counter[str] = field(default_factory=Counter)
    statuses: Counter[int] = field(default_factory=Counter)
    slowest: float = 0.0  # answer, in seconds
    failures: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        counted = {"answers": dict(sorted(self.statuses.items())), **self.counted}
        figures = ", ".join(f"{name} {count}" for name, count in counted.items())
        return f"{self.rounds} rounds: {figures}; the slowest answer took {self.slowest:.2f} s"


class Window(stage.Visitor):
    """A browser window of somebody who is signed in."""

    def __init__(self, port: int, guest: Guest, told: Told) -> None:
        super().__init__(port, guest.cookies, guest.token, timeout=PATIENCE)
        self.name = guest.username.replace("reader-", "Reader ")
        self.told = told

    def press(self, address: str, *fine: int, script: bool = True, **fields: str) -> stage.Answer:
        """With a script, cards come back; without one, a redirection, and what is said on the next page."""
        self.connection.close()  # a server ends one that was idle; a browser then begins another
        begun = time.monotonic()
        answer = self._keep(self.post(address, fields, **({"X-Fragment": "thread"} if script else {})))
        self.told.slowest = max(self.told.slowest, time.monotonic() - begun)
        self.told.statuses[answer.status] += 1
        if answer.status not in {*FINE, *fine}:
            self.told.failures.append(f"{answer.status} for POST {address} {fields}")
        return answer


def run(rounds: int) -> Told:
    """On the PostgreSQL server that `tests.postgres` has started, if there is one."""
    told = Told(rounds)
    threads = THREADS
    if at := os.environ.get("POSTGRES_PORT_OF_TESTS"):
        empty_database(int(at))
        threads = THREADS_ON_POSTGRES
    with stage.data_folder() as data:
        env = stage.environment(data, "tests.faults.crowd_settings")
        plan = Plan.from_json(tell(env, str(rounds)))
        port = stage.free_port()
        server = [*stage.gunicorn(port, workers=PROCESSES), "--threads", str(threads)]
        with stage.Server(server, env, port):
            for each in plan.rounds:
                press_all(port, plan, each, told)
            for guest in plan.told:
                compare_badge(Window(port, guest, told))
        account = json.loads(tell(env, stdin=plan.to_json()))
    told.counted.update(account["counted"])
    told.failures += account["failures"]
    return told


def tell(env: dict[str, str], *arguments: str, stdin: str = "") -> str:
    command = [sys.executable, "-m", "tests.faults.crowd_town", *arguments]
    done = subprocess.run(command, env=env, cwd=stage.ROOT, input=stdin, check=True, stdout=subprocess.PIPE, text=True)
    return done.stdout.splitlines()[-1]


# --- What each does ------------------------------------------------------------------------------
def press_all(port: int, plan: Plan, each: Round, told: Told) -> None:
    """A round: everybody begins at the same moment, each with something else."""
    windows = [(number, Window(port, guest, told)) for number, guest in enumerate(plan.people)]
    second = [(number, Window(port, plan.people[number], told)) for number in IMPATIENT]
    claimers: dict[int, str] = {}
    work = [lambda at=at, of=of: deeds(at, of, each, claimers) for at, of in windows]
    work += [lambda at=at, of=of: again(at, of, each) for at, of in second]
    work.append(lambda: accept(0, Window(port, plan.asker, told), each))
    told.failures += together(work)
    if len(set(claimers.values())) != 1 or len(claimers) != len(windows):
        told.failures.append(f"{len(claimers)} were told that these are on it: {Counter(claimers.values())}")


def deeds(number: int, window: Window, each: Round, claimers: dict[int, str]) -> None:
    """Of one person, in an order of their own."""

    def on_it() -> None:
        claimers[number] = claim(number, window, each)

    work: list[Callable[[], object]] = [
        on_it,
        lambda: vote(number, window, each),
        lambda: race(number, window, each),
        lambda: look(window, each),
    ]
    if number < DECIDING:
        work += [lambda: accept(number, window, each), lambda: merge(number, window, each)]
    for deed in random.sample(work, len(work)):
        deed()


def again(number: int, window: Window, each: Round) -> None:
    """The same person in another window."""
    window.press(f"/updates/{each.waits}/claim/")
    window.press(f"/updates/{each.answers[0]}/helpful/")
    look(window, each)


def claim(number: int, window: Window, each: Round) -> str:
    """Who is on it, as one is told: by the card, or by a sentence on the next page."""
    if number % 2:
        names = BY_CARD.findall(window.press(f"/updates/{each.waits}/claim/").text)
    else:
        window.press(f"/updates/{each.waits}/claim/", script=False)
        shown = window.get(f"/updates/{each.waits}/").text
        names = BY_SENTENCE.findall(shown) or [name for name in BY_CARD.findall(shown) if name == window.name]
    return names[0] if len(names) == 1 else f"{names} for {window.name}"


def vote(number: int, window: Window, each: Round) -> None:
    helpful = f"/updates/{each.answers[0]}/helpful/"
    for _ in range(1 + (number % 3 == 0)):  # an impatient finger
        window.press(helpful)
    if number % 5 == 0:
        window.press(helpful, _method="delete")


def race(number: int, window: Window, each: Round) -> None:
    if number in ANSWERING:
        said = {"text": f"I know that, says {number}", "key": f"crowd-{each.raced}-{number}"}
        window.press(f"/updates/{each.raced}/replies/", script=False, **said)
    else:
        window.press(f"/updates/{each.raced}/claim/")


def accept(number: int, window: Window, each: Round) -> None:
    address = f"/updates/{each.answers[number % 3]}/acceptance/"
    window.press(address)
    if number % 4 == 0:
        window.press(address, _method="delete")


def merge(number: int, window: Window, each: Round) -> None:
    question, into = each.merged[number % 3], each.merged[(number + 1 + number % 2) % 3]
    window.press(f"/updates/{question}/duplicate/", REFUSED, script=False, into=str(into))
    if number % 7 == 0:
        window.press(f"/updates/{question}/duplicate/", _method="delete")


def look(window: Window, each: Round) -> None:
    """For words that nothing has; and one wants to be told when there is an answer."""
    window.press("/search/enquiries/", q=each.words)
    window.press("/search/waiting/", script=False, q=each.words)


def compare_badge(window: Window) -> None:
    """Until the tray ends."""
    lines, address = 0, "/notices/"
    while address:
        shown = window.get(address).text
        number = re.search(r'id="notices-\d+"[^>]*data-unread="(\d+)"', shown)
        lines += len(re.findall(r'<li id="notice-\d+" data-unread', shown))
        more = re.search(r'rel="next" href="(\?before=\d+)"', shown)
        address = f"/notices/{more[1]}" if more else ""
    window.told.counted["lines in trays"] += lines
    if not number or int(number[1]) != min(lines, 100):
        window.told.failures.append(f"{window.name} has {lines} lines and reads {number and number[1]}")


def together(work: list[Callable[[], object]]) -> list[str]:
    """What went wrong for one of those who begin at the same moment."""
    start, failures = threading.Barrier(len(work)), []

    def one(does: Callable[[], object]) -> None:
        try:
            start.wait()
            does()
        except Exception as failure:
            failures.append(repr(failure))

    threads = [threading.Thread(target=one, args=[does]) for does in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return failures


def empty_database(port: int) -> None:
    import psycopg

    with psycopg.connect(host=stage.HOST, port=port, user="trellis", dbname="postgres", autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {DATABASE}")
        server.execute(f"CREATE DATABASE {DATABASE}")


def main(words: list[str]) -> str | int:
    with ExitStack() as servers:
        if "postgres" in words:
            from tests.postgres.__main__ import server

            os.environ["POSTGRES_PORT_OF_TESTS"] = str(servers.enter_context(server()))
        told = run(next((int(word) for word in words if word.isdigit()), ROUNDS))
    print(told)
    return "\n".join(told.failures[:20]) or 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
