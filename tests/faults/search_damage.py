"""The files of the index are spoilt while people search: nobody may notice, and a new index must come by itself."""

import http.client
import os
import random
import shutil
import statistics
import threading
import time
from collections.abc import Callable, Sequence
from io import StringIO
from itertools import count
from pathlib import Path

from django.core.management import CommandError, call_command

from intranet.kit.progress import progress
from intranet.people.models import Team, User
from search import engines
from search.backends.whoosh.opened import opened
from search.models import Document
from tests.support.search import say

from . import search_story as story
from .search_account import Account, Plan
from .search_house import House, Searcher, built_at, engine_is_whole, wait_for
from .search_truth import Question, Truth, beginnings, questions

ROLES = {"member": "sam", "stranger": "tom", "administrator": "clara"}
QUESTIONS = 250
BOUND = 30.0  # seconds within which everything is whole again
SAMPLES = 20  # documents that the check looks up after each case
WHOLE_PAGES = 0.3  # share of the searches that take the page with all that is around the results
_new = count(story.FREE)


def run(plan: Plan, account: Account, house: House, team: Team, dice: random.Random) -> None:
    """So many cases of each kind."""
    crowd = Crowd(house, account, team, plan.seed)
    healed: dict[str, list[float]] = {name: [] for name in HOWS}
    with house.watched(), crowd, progress("Spoiling the index", total=plan.cases * len(HOWS)) as bar:
        for _ in range(plan.cases):
            for name in HOWS:
                healed[name].append(one_case(name, house, account, crowd, dice))
                account.cases[name] += 1
                bar.advance()
    for name, seconds in healed.items():
        account.healed_s[name] = round(statistics.median(seconds), 2)
    every = [seconds for some in healed.values() for seconds in some]
    account.healed_s["all"] = round(statistics.median(every), 2)
    account.healed_s["longest"] = round(max(every), 2)


def one_case(how: str, house: House, account: Account, crowd: "Crowd", dice: random.Random) -> float:
    """Seconds from the damage until a process that begins now finds nothing wrong."""
    say_something_new(house, account, dice)
    before, began = built_at(), time.monotonic()
    with house.watched():
        told = spoil(how, index_folder(), dice)
        try:
            wait_for("whole index", lambda: engine_is_whole() and not wrong_with_index(), BOUND)
        except TimeoutError:
            account.check(False, f"after {told} there is no whole index within {BOUND:.0f} s: {wrong_with_index()}")
        healed = time.monotonic() - began
        account.rebuilt += built_at() != before
        account.check(crowd.asks_on(), f"after {told} nobody is answered any more")
    return healed


def say_something_new(house: House, account: Account, dice: random.Random) -> None:
    """Some commits, so that there are several segments; and what is new is found."""
    word = ""
    for _ in range(dice.randrange(1, 4)):
        word = story.word(next(_new))
        say(User.objects.get(username="jun"), f"New is {word}")
        if dice.random() < 0.5:
            wait_for("quiet", lambda: not Document.objects.waiting().exists())
    reader = house.visitor(User.objects.get(username=ROLES["stranger"]))
    try:
        wait_for(f"hit for {word}", lambda: reader.search(word).count == 1, BOUND)
    except TimeoutError as late:
        account.check(False, str(late))


def wrong_with_index() -> str:
    """What `search_check` says in a process that has nothing open."""
    index = engines.backend(engines.WHOOSH).get_index_for_model(Document)
    opened(index.store).forget()
    out = StringIO()
    try:
        call_command("search_check", samples=SAMPLES, stdout=out)
    except CommandError:
        return out.getvalue()
    return ""


def index_folder() -> Path:
    return engines.backend(engines.WHOOSH).get_index_for_model(Document).store.path


# --- Damage --------------------------------------------------------------------------------------
def spoil(how: str, folder: Path, dice: random.Random) -> str:
    """Do this to one to three files of the current index; a deletion may take all of it. What was done."""
    if how == "deleted" and dice.random() < 0.25:
        shutil.rmtree(folder, ignore_errors=True)
        return "the whole index was deleted"
    told = []
    for _ in range(dice.choice([1, 1, 1, 2, 3])):
        if file := some_file(folder, dice):
            try:
                HOWS[how](file, dice)
            except FileNotFoundError:
                continue  # a writer was faster
            told.append(f"{file.name[-12:]} was {how}")
        time.sleep(dice.uniform(0, 0.3))
    return ", ".join(told)


def some_file(folder: Path, dice: random.Random) -> Path | None:
    """Of the current generation, or what stands beside it."""
    try:
        current = folder / (folder / "current").read_text()
    except (OSError, ValueError):
        current = folder
    inside = [file for file in current.glob("*") if file.is_file()]
    beside = [file for file in folder.glob("*") if file.is_file()]
    among = inside if inside and dice.random() < 0.8 else beside or inside
    return dice.choice(sorted(among)) if among else None


def delete(file: Path, dice: random.Random) -> None:
    file.unlink()


def truncate(file: Path, dice: random.Random) -> None:
    os.truncate(file, dice.randrange(file.stat().st_size or 1))


def flip(file: Path, dice: random.Random) -> None:
    """A bit, or a few."""
    size = file.stat().st_size
    with file.open("r+b") as stream:
        for _ in range(dice.choice([1, 1, 3]) if size else 0):
            stream.seek(place := dice.randrange(size))
            value = stream.read(1)[0] ^ (1 << dice.randrange(8))
            stream.seek(place)
            stream.write(bytes([value]))


def zero(file: Path, dice: random.Random) -> None:
    """All of it, or a stretch."""
    size = file.stat().st_size
    start = dice.choice([0, dice.randrange(size)]) if size else 0
    with file.open("r+b") as stream:
        stream.seek(start)
        stream.write(bytes(min(size - start, dice.choice([512, size]))))


HOWS: dict[str, Callable[[Path, random.Random], None]] = {
    "deleted": delete,
    "truncated": truncate,
    "flipped": flip,
    "zeroed": zero,
}


# --- Those who search meanwhile ------------------------------------------------------------------
class Crowd:
    """Each of the roles searches without pause, and every answer is held against the truth."""

    def __init__(self, house: House, account: Account, team: Team, seed: int) -> None:
        self.account, self.stopped, self.lock = account, threading.Event(), threading.Lock()
        people = {role: User.objects.get(username=name) for role, name in ROLES.items()}
        truths = {role: Truth(role, person, team) for role, person in people.items()}
        asked = questions(random.Random(seed), truths["administrator"], QUESTIONS)
        self.answered = 0
        self.threads = [
            threading.Thread(
                target=self._search, args=(house.visitor(person), truths[role], asked, random.Random(f"{seed}{role}"))
            )
            for role, person in people.items()
        ]

    def __enter__(self) -> "Crowd":
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stopped.set()
        for thread in self.threads:
            thread.join()

    def asks_on(self) -> bool:
        """More answers come than there have been until now."""
        before = self.answered
        try:
            wait_for("answer", lambda: self.answered > before, patience=20)
        except TimeoutError:
            return False
        return True

    def _search(self, visitor: Searcher, truth: Truth, asked: Sequence[Question], dice: random.Random) -> None:
        typed = beginnings(dice)
        while not self.stopped.is_set():
            try:
                if dice.random() < 0.3:
                    beginning = dice.choice(typed)
                    wrong = truth.wrong_with_offer(beginning, visitor.suggestions(beginning))
                    self._count(suggestions=1)
                else:
                    question = dice.choice(asked)
                    found = visitor.search(question.typed, whole_page=dice.random() < WHOLE_PAGES)
                    wrong = truth.wrong_with(question, found)
                    self._count(partial=found.is_partial, role=truth.role)
            except (OSError, http.client.HTTPException) as error:
                wrong = f"no answer: {error!r}"
            with self.lock:
                self.account.check(not wrong, f"{truth.role}: {wrong}")

    def _count(self, *, suggestions: int = 0, partial: bool = False, role: str = "") -> None:
        with self.lock:
            self.answered += 1
            self.account.suggestions += suggestions
            self.account.partial += partial
            if role:
                self.account.searches[role] += 1
