"""The worker is killed again and again while people write: in the end everything is found, and nothing that is gone."""

import http.client
import random
import re
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import count

from intranet.kit.progress import progress
from intranet.people.models import User
from search import drain
from search.models import Document, Engine

from . import search_story as story
from .search_account import Account, Plan
from .search_damage import index_folder
from .search_house import House, Searcher, engine_is_whole, wait_for

WRITERS = ["maya", "ines", "luis"]
READER = "theo"
EVERY_SECONDS = (0.05, 0.25)  # a writer rests so long
AFTER = (0.0, 0.05)  # seconds from the moment when the worker takes the pen until it is killed
ANYTIME = (0.0, 1.0)  # or from when it has begun
REBUILDS = 5  # one kill of so many comes while the index is made anew
_words = count(10 * story.FREE)


@dataclass
class Ledger:
    """What each of a writer's updates said first, and says now; None when it was taken back."""

    says: dict[int, str | None] = field(default_factory=dict)
    former: list[str] = field(default_factory=list)
    edits: dict[int, int] = field(default_factory=dict)


def run(plan: Plan, account: Account, house: House, dice: random.Random) -> None:
    """So many kills, then the count."""
    stopped = threading.Event()
    with ThreadPoolExecutor(len(WRITERS)) as pool:
        writing = [pool.submit(write, house.visitor(who(name)), account, dice.random(), stopped) for name in WRITERS]
        try:
            with progress("Killing the worker", total=plan.kills) as bar:
                for number in range(plan.kills):
                    kill_once(house, account, dice, rebuild=number % REBUILDS == REBUILDS - 1)
                    bar.advance()
        finally:
            stopped.set()
        ledgers = [part.result() for part in writing]
    try:
        account.caught_up_s = round(wait_for("quiet", is_quiet), 2)
    except TimeoutError as late:
        account.check(False, str(late))
    look_up(ledgers, house.visitor(who(READER)), account)


def is_quiet() -> bool:
    return engine_is_whole() and not Document.objects.waiting().exists()


def kill_once(house: House, account: Account, dice: random.Random, *, rebuild: bool) -> None:
    """At a random moment of the indexing, mostly while the worker has the pen in its hand; and start another one."""
    if rebuild:
        (index_folder() / "rebuilding").write_bytes(b"")
        (index_folder() / "current").write_bytes(b"")
        wait_for("builder", is_building, pause=0.005)
    elif dice.random() < 0.7:
        wait_for("pen in a hand", is_held, pause=0.002)
        time.sleep(dice.uniform(*AFTER))
    else:
        time.sleep(dice.uniform(*ANYTIME))
    house.kill_worker()
    account.kills += 1
    account.killed_writing += is_held()
    account.killed_rebuilding += rebuild and is_building()
    last = Engine.objects.get(name=drain.NAME).holder
    house.worker.start()
    try:
        wait_for("new holder of the pen", lambda: Engine.objects.get(name=drain.NAME).holder != last, pause=0.02)
    except TimeoutError as late:
        account.check(False, f"after a kill: {late}")


def is_held() -> bool:
    return Engine.objects.filter(name=drain.NAME).exclude(held_until=None).exists()


def is_building() -> bool:
    return (index_folder() / "rebuilding").read_bytes() != b""


# --- Those who write meanwhile -------------------------------------------------------------------
def write(visitor: Searcher, account: Account, seed: float, stopped: threading.Event) -> Ledger:
    """Posts, edits and takes back until told to stop."""
    dice, ledger = random.Random(seed), Ledger()
    visitor.learn_token()
    while not stopped.wait(dice.uniform(*EVERY_SECONDS)):
        there = [number for number, word in ledger.says.items() if word]
        try:
            deed = dice.choice([post, post, edit, retract]) if there else post
            status = deed(visitor, ledger, dice.choice(there) if there else 0)
        except (OSError, http.client.HTTPException) as error:
            account.check(False, f"a writer got no answer: {error!r}")
            continue
        account.written[deed.__name__] += 1
        account.check(status in {201, 302}, f"{deed.__name__} was answered with {status}")
    return ledger


def post(visitor: Searcher, ledger: Ledger, _: int) -> int:
    word = story.word(next(_words))
    answer = visitor.say(f"Once {word}", by_htmx=True)
    if found := re.search(r'id="update-(\d+)"', answer.text):
        ledger.says[int(found[1])] = word
    return answer.status


def edit(visitor: Searcher, ledger: Ledger, number: int) -> int:
    word, edits = story.word(next(_words)), ledger.edits.get(number, 0)
    status = visitor.post(f"/updates/{number}/edit/", {"text": f"Now {word}", "edits": str(edits)}).status
    if status == 302:
        ledger.former.append(ledger.says[number] or "")
        ledger.says[number], ledger.edits[number] = word, edits + 1
    return status


def retract(visitor: Searcher, ledger: Ledger, number: int) -> int:
    status = visitor.post(f"/updates/{number}/retraction/", {}).status
    if status == 302:
        ledger.former.append(ledger.says[number] or "")
        ledger.says[number] = None
    return status


# --- The count -----------------------------------------------------------------------------------
def look_up(ledgers: list[Ledger], reader: Searcher, account: Account) -> None:
    """Every word that was ever said is searched for."""
    expected: dict[str, str | None] = {}
    for ledger in ledgers:
        expected |= dict.fromkeys(ledger.former)
        expected |= {word: f"/updates/{number}/" for number, word in ledger.says.items() if word}
    with progress("Looking up what was written", total=len(expected)) as bar:
        for word, address in expected.items():
            found = reader.search(word)
            is_right = found.addresses == ([address] if address else [])
            account.check(is_right, f"{word} finds {found.addresses} instead of {address}")
            account.looked_up += 1
            bar.advance()


def who(name: str) -> User:
    return User.objects.get(username=name)
