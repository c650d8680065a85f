"""An accepted post is never lost and never doubled: `python -m tests.faults.writes [--posts 2000] [--kills 5]`.

Every post is sent two to five times with its one-time key, by many clients at once, while the server is killed with
SIGKILL and started again. At the end the database is counted. Exit code 1 when a promise did not hold.
"""

import argparse
import http.client
import json
import multiprocessing
import random
import re
import signal
import sqlite3
import sys
import threading
import time
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from tests.bench import stage

WHO = "maya"
PROCESSES = 2
MOST_SENDS = 5
NEAR = 12  # repeats of one post are at most about this many posts apart, so that many are under way at once
GIVE_UP = 90.0  # seconds after which a send that is never answered counts as unanswered
LEAST_BETWEEN_KILLS = 0.5  # seconds of answering before the next kill


@dataclass(frozen=True)
class Send:
    """One try of a post: by the plain form, or by htmx, whose answer shows the update."""

    post: int
    by_htmx: bool


@dataclass
class Said:
    """What the server answered to one send; `update` is known when htmx asked."""

    post: int
    status: int
    update: int | None
    tries: int


@dataclass
class Account:
    """The figures, and whatever did not hold."""

    posts: int = 0
    sends: int = 0
    kills: int = 0
    broken_off: int = 0  # sends that met a dead server at least once
    accepted: int = 0
    stored: int = 0
    keys: int = 0
    seconds: float = 0
    failures: list[str] = field(default_factory=list)

    def check(self, holds: bool, sentence: str) -> None:
        if not holds:
            self.failures.append(sentence)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--posts", type=int, default=2000)
    parser.add_argument("--kills", type=int, default=5)
    parser.add_argument("--clients", type=int, default=16)
    options = parser.parse_args()
    account = run(options.posts, options.kills, options.clients)
    for failure in account.failures:
        print(f"NOT KEPT: {failure}")
    print("RESULT", json.dumps(asdict(account)))
    sys.exit(1 if account.failures else 0)


def run(posts: int, kills: int, clients: int, settings: str = "tests.faults.settings") -> Account:
    """The whole story in a data folder and on a port of its own."""
    with stage.data_folder() as data:
        env = stage.environment(data, settings)
        (data / "static").mkdir()  # or WhiteNoise complains
        stage.manage(env, "migrate", "--run-syncdb", "--verbosity", "0")
        stage.manage(env, "createcachetable")
        stage.manage(env, "demo")
        port = stage.free_port()
        with stage.Server(stage.daphne(port), env, port) as server:
            visitor = stage.Visitor(port).sign_in(WHO)
            account = Account(posts=posts)
            began = time.monotonic()
            answers = send_all(plan(posts), visitor, server, kills, clients, account)
            account.seconds = round(time.monotonic() - began, 1)
            check_answers(answers, data, account)
            check_reuse(stage.Visitor(port, visitor.cookies, visitor.token), data, account)  # its line was cut
    return account


def plan(posts: int) -> list[Send]:
    """Each post two to five times, shuffled so that repeats stand near each other. The same on every run."""
    dice = random.Random(7)
    sends = [
        (post + dice.random() * NEAR, Send(post, by_htmx=dice.random() < 0.5))
        for post in range(posts)
        for _ in range(dice.randint(2, MOST_SENDS))
    ]
    return [send for _, send in sorted(sends, key=lambda each: each[0])]


def send_all(
    sends: list[Send], visitor: stage.Visitor, server: stage.Server, kills: int, clients: int, account: Account
) -> list[Said]:
    """Let the clients work, and meanwhile kill the server whenever another share of the sends is answered."""
    account.sends = len(sends)
    context = multiprocessing.get_context("spawn")
    done = context.Value("i", 0)
    with ProcessPoolExecutor(PROCESSES, context, initializer=_remember, initargs=[done]) as pool:
        # Neighbours go to different processes, so that two repeats really meet.
        work = [
            pool.submit(client_process, server.port, visitor.cookies, visitor.token, sends[place::PROCESSES], clients)
            for place in range(PROCESSES)
        ]
        for number in range(kills):
            _wait_for(done, len(sends) * (number + 1) // (kills + 1), work)
            server.end(signal.SIGKILL)
            server.start()
            account.kills += 1
            server.wait()
            time.sleep(LEAST_BETWEEN_KILLS)
        answers = [said for part in work for said in part.result()]
    account.broken_off = sum(said.tries > 1 for said in answers)
    return answers


def _wait_for(done: Any, count: int, work: list[Future[list[Said]]]) -> None:
    while done.value < count and not all(part.done() for part in work):
        time.sleep(0.01)


def _remember(done: Any) -> None:
    global _done
    _done = done


_done: Any = None


def client_process(port: int, cookies: stage.Cookies, token: str, sends: list[Send], clients: int) -> list[Said]:
    """Half of the clients: each takes the next send until none is left, and tries it until it is answered."""
    todo, answers, lock = iter(sends), [], threading.Lock()

    def work() -> None:
        visitor = stage.Visitor(port, cookies, token, timeout=20)
        while True:
            with lock:
                send = next(todo, None)
            if send is None:
                return
            answers.append(insist(visitor, send))
            with _done.get_lock():
                _done.value += 1

    threads = [threading.Thread(target=work) for _ in range(clients // PROCESSES)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def insist(visitor: stage.Visitor, send: Send) -> Said:
    """Send until there is an answer below 500, as a person does whose connection broke. Status 0: none came."""
    until, tries = time.monotonic() + GIVE_UP, 0
    while time.monotonic() < until:
        tries += 1
        try:
            answer = visitor.say(text_of(send.post), key_of(send.post), by_htmx=send.by_htmx)
        except (OSError, http.client.HTTPException):
            time.sleep(0.1)
            continue
        if answer.status < 500:
            found = re.search(r'id="update-(\d+)"', answer.text) if send.by_htmx else None
            return Said(send.post, answer.status, int(found[1]) if found else None, tries)
        time.sleep(0.1)
    return Said(send.post, 0, None, tries)


def key_of(post: int) -> str:
    return f"fault-key-{post:06}"


def text_of(post: int) -> str:
    return f"Parcel {post:06} is **back** on the shelf, @ines. #returns"


def check_answers(answers: list[Said], data: Path, account: Account) -> None:
    """Count what was accepted against what is stored."""
    stored = updates_in(data)
    by_key = update_of_keys(data)
    accepted = {said.post for said in answers if said.status in {201, 302}}
    account.accepted, account.stored, account.keys = len(accepted), sum(map(len, stored.values())), len(by_key)
    refused = sorted({said.status for said in answers if said.status not in {201, 302}})
    account.check(not refused, f"some sends were answered with {refused} (0: not at all)")
    account.check(len(answers) == account.sends, f"{account.sends - len(answers)} sends have no account")
    lost = [post for post in accepted if not stored.get(text_of(post))]
    account.check(not lost, f"accepted but lost: posts {lost[:20]}")
    doubled = [text for text, updates in stored.items() if len(updates) > 1]
    account.check(not doubled, f"stored more than once: {doubled[:5]}")
    account.check(account.stored == account.posts, f"{account.stored} updates are stored instead of {account.posts}")
    astray = [key for post in range(account.posts) if stored.get(text_of(post)) != [by_key.get(key := key_of(post))]]
    account.check(not astray, f"keys that do not stand for the one update with their text: {astray[:5]}")
    shown = [said for said in answers if said.status == 201]
    strange = [said.post for said in shown if said.update not in stored.get(text_of(said.post), [])]
    account.check(not strange, f"a repeat did not answer the first post: posts {strange[:20]}")
    account.check(bool(shown), "no answer showed which update it stands for")


def check_reuse(visitor: stage.Visitor, data: Path, account: Account) -> None:
    """A used key with other words is refused with 422 and stores nothing."""
    for by_htmx in (False, True):
        answer = visitor.say("Something else altogether", key_of(0), by_htmx=by_htmx)
        account.check(answer.status == 422, f"a used key with other words was answered with {answer.status}")
    account.check("Something else altogether" not in _texts(data), "a used key with other words stored an update")


def updates_in(data: Path) -> dict[str, list[int]]:
    """The numbers of the updates that say each of our texts."""
    found: dict[str, list[int]] = {}
    for number, text in _ask(data, "SELECT id, text FROM microblog_update WHERE text LIKE 'Parcel 0%'"):
        found.setdefault(text, []).append(number)
    return found


def update_of_keys(data: Path) -> dict[str, int]:
    return dict(_ask(data, "SELECT key, update_id FROM microblog_onetimekey WHERE key LIKE 'fault-key-%'"))


def _texts(data: Path) -> set[str]:
    return {text for (text,) in _ask(data, "SELECT text FROM microblog_update")}


def _ask(data: Path, query: str) -> list[tuple[Any, ...]]:
    database = sqlite3.connect(data / "trellis.sqlite3")
    try:
        return database.execute(query).fetchall()
    finally:
        database.close()


if __name__ == "__main__":
    main()
