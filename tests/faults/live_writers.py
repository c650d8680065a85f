"""Those who post, reply, edit, retract and undo while everything breaks, and remember what they were promised.

They work in a process of their own. Each act is sent until it is answered, as a person does whose connection broke.
"""

import http.client
import random
import re
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from tests.bench import stage

from .live_clients import Elsewhere, Line, Refused
from .live_prepare import Cast, Guest

THREADS = 4
GIVE_UP = 90.0  # seconds after which an act that is never answered counts as unanswered
ACTS = {"post": 46, "post_elsewhere": 12, "reply": 22, "edit": 10, "retract": 4, "undo": 6}
TO_CLOSED, TO_BOTH = 0.25, 0.07  # shares of the updates that are for the closed team, and for it and the open one
RECENT = 40  # updates that are answered and changed more often than older ones


@dataclass
class Said:
    """An update or a reply that was accepted, and what it should be now."""

    number: int  # its text has it
    pk: int
    root: int
    by: int
    is_secret: bool
    text: str
    edits: int = 0
    state: str = "stands"  # or "retracted", "undone"
    users: int = field(default=0, repr=False)  # replies under way; -1 while it is changed


@dataclass
class Job:
    """What the writers have to do."""

    port: int
    env: dict[str, str]
    cast: Cast
    acts: int
    rate: float  # acts a second at the most
    seed: int


@dataclass
class Written:
    """What became of it."""

    said: list[Said]
    acts: int
    refusals: list[str]


def remember(done: Any, stop: Any) -> None:
    """The first thing this process does."""
    global _done, _stop
    _done, _stop = done, stop


_done: Any = None
_stop: Any = None


def write_all(job: Job) -> Written:
    """Everything, by several people at once."""
    with Elsewhere(job.env) as elsewhere:
        desk = Desk(job)
        threads = [
            threading.Thread(target=Writer(desk, elsewhere, random.Random(job.seed + number)).work)
            for number in range(THREADS)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    return Written(desk.said, desk.acts, desk.refusals)


class Desk:
    """What the writers share. Its `lock` is held for moments only."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.lock = threading.Lock()
        self.said: list[Said] = []
        self.refusals: list[str] = []
        self.acts = self.begun = self.numbers = 0
        self.began = time.monotonic()

    def turn(self) -> bool:
        """Wait until it is time for another act; False when there were enough."""
        with self.lock:
            self.begun += 1
            due = self.began + self.begun / self.job.rate
            enough = self.acts >= self.job.acts
        return not enough and not _stop.wait(max(0.0, due - time.monotonic()))

    def count(self) -> None:
        with self.lock:
            self.acts += 1
        with _done.get_lock():
            _done.value += 1

    def number(self) -> int:
        with self.lock:
            self.numbers += 1
            return self.numbers

    def keep(self, said: Said) -> None:
        with self.lock:
            self.said.append(said)

    @contextmanager
    def borrow(self, dice: random.Random, fits: Callable[[Said], bool], *, change: bool) -> Iterator[Said | None]:
        """One that stands, alone to oneself when it shall be changed."""
        with self.lock:
            pool = self.said[-RECENT:] if dice.random() < 0.7 else self.said
            pool = [one for one in pool if one.state == "stands" and fits(one)]
            pool = [one for one in pool if one.users == 0 or (one.users > 0 and not change)]
            found = dice.choice(pool) if pool else None
            if found:
                found.users = -1 if change else found.users + 1
        try:
            yield found
        finally:
            if found:
                with self.lock:
                    found.users = 0 if change else found.users - 1


class Writer:
    """One thread: it acts in the name of one person after the other."""

    def __init__(self, desk: Desk, elsewhere: Elsewhere, dice: random.Random) -> None:
        self.desk, self.elsewhere, self.dice = desk, elsewhere, dice
        self.cast = desk.job.cast
        self.line = Line(desk.job.port)
        self.tries = 0

    def work(self) -> None:
        while self.desk.turn():
            act = self.dice.choices(list(ACTS), list(ACTS.values()))[0]
            try:
                getattr(self, act)()
            except Refused as refused:
                with self.desk.lock:
                    self.desk.refusals.append(f"{act}: {refused}")
                self.desk.count()

    # Acts

    def post(self) -> None:
        if said := self._post():
            self.desk.keep(said)

    def post_elsewhere(self) -> None:
        """Not through a page, but in another process."""
        by, teams, is_secret = self._audience()
        number = self.desk.number()
        text = self._text(number, is_secret)
        pk = self.elsewhere.post(by=by.number, text=text, teams=teams, key=secrets.token_urlsafe(18))
        self.desk.count()
        self.desk.keep(Said(number, pk, pk, by.number, is_secret, text))

    def reply(self) -> None:
        with self.desk.borrow(self.dice, lambda one: True, change=False) as to:
            if not to:
                return self.post()
            by = self.dice.choice(self.cast.members if to.is_secret else self.cast.guests)
            number = self.desk.number()
            text = self._text(number, to.is_secret)
            fields = [("text", text), ("key", secrets.token_urlsafe(18))]
            answer = self._insist(by, f"/updates/{to.pk}/replies/", fields, {302})
            found = re.search(r"/updates/(\d+)/\?reply=(\d+)", answer.headers["Location"])
            if not found:
                raise Refused(f"a reply led to {answer.headers['Location']}")
            said = Said(number, int(found[2]), int(found[1]), by.number, to.is_secret, text)
            self.desk.keep(said)
        return None

    def edit(self) -> None:
        with self.desk.borrow(self.dice, lambda one: True, change=True) as one:
            if not one:
                return self.post()
            text = self._text(one.number, one.is_secret, f"changed {one.edits + 1} times")
            fields = [("text", text), ("edits", str(one.edits))]
            # 409: it was broken off before, and had been stored.
            answer = self._insist(self._person(one.by), f"/updates/{one.pk}/edit/", fields, {302, 409})
            if answer.status == 409 and self.tries == 1:
                raise Refused(f"the first edit of update {one.pk} was answered with 409")
            one.text, one.edits = text, one.edits + 1
        return None

    def retract(self) -> None:
        with self.desk.borrow(self.dice, lambda one: True, change=True) as one:
            if not one:
                return self.post()
            self._insist(self._person(one.by), f"/updates/{one.pk}/retraction/", [], {302})
            one.state = "retracted"
        return None

    def undo(self) -> None:
        said = self._post()
        if not said:
            return
        _stop.wait(self.dice.uniform(0, 1.5))
        answer = self._insist(self._person(said.by), f"/updates/{said.pk}/", [("_method", "delete")], {302, 404})
        if answer.status == 404 and self.tries == 1:
            raise Refused(f"update {said.pk} was not found when it should be undone")
        if answer.status == 404 or not answer.headers["Location"].startswith("/updates/"):  # there it was too late
            said.state = "undone"
        self.desk.keep(said)

    # How

    def _post(self) -> Said | None:
        by, teams, is_secret = self._audience()
        number = self.desk.number()
        text = self._text(number, is_secret)
        fields = [("text", text), ("key", secrets.token_urlsafe(18)), ("place", "home")]
        fields += [("teams", str(team)) for team in teams]
        answer = self._insist(by, "/updates/", fields, {201}, **{"HX-Request": "true"})
        found = re.search(r'id="update-(\d+)"', answer.text)
        if not found:
            raise Refused(f"the answer to post {number} does not show it")
        return Said(number, int(found[1]), int(found[1]), by.number, is_secret, text)

    def _audience(self) -> tuple[Guest, list[int], bool]:
        """Who posts, for which teams, and whether nobody outside may see it."""
        share = self.dice.random()
        if share < TO_CLOSED:
            return self.dice.choice(self.cast.members), [self.cast.closed_team], True
        if share < TO_CLOSED + TO_BOTH:  # its text may be seen by all, but not the name of the closed team
            return self.dice.choice(self.cast.members), [self.cast.closed_team, self.cast.open_team], False
        return self.dice.choice(self.cast.guests), [], False

    def _text(self, number: int, is_secret: bool, more: str = "") -> str:
        words = f"Parcel {number:06} is **back** on shelf {self.dice.randint(1, 99)}. {more} #returns @reader-1"
        return f"{words} {self.cast.canary}" if is_secret else words

    def _person(self, number: int) -> Guest:
        return next(guest for guest in self.cast.guests if guest.number == number)

    def _insist(
        self, by: Guest, path: str, fields: list[tuple[str, str]], wanted: set[int], **headers: str
    ) -> stage.Answer:
        """Send until there is an answer below 500. Raises Refused when it is not one of those that are wanted."""
        until, self.tries = time.monotonic() + GIVE_UP, 0
        while time.monotonic() < until:
            self.tries += 1
            try:
                answer = self.line.send(by, path, fields, **headers)
            except (OSError, http.client.HTTPException):
                time.sleep(0.1)
                continue
            if answer.status in wanted:
                self.desk.count()
                return answer
            if answer.status < 500:
                raise Refused(f"{path} was answered with {answer.status} at try {self.tries}: {_words(answer.text)}")
            time.sleep(0.1)
        raise Refused(f"{path} was not answered in {GIVE_UP:.0f} s")


def _words(html: str) -> str:
    """The first words of a page."""
    return " ".join(re.sub(r"<head>.*?</head>|<[^>]+>", " ", html, flags=re.S).split())[:200]
