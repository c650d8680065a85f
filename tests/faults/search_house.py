"""A company with a page server and a worker, both real processes, over the database of this one."""

import os
import secrets
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.test import Client

from intranet.governance import rules
from intranet.governance.actions import rules as accepting
from search import asking, engines
from search.models import Document, Engine
from tests.bench import stage

from .search_account import Account
from .search_pages import Found, Offered, read_results, read_suggestions

PATIENCE = 60.0  # seconds for what should happen by itself


class House:
    """The processes, and ways to ask them."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self.port = stage.free_port()
        env = dict(os.environ)
        self.pages = stage.Server(stage.daphne(self.port), env, self.port)
        self.worker = stage.Server([sys.executable, str(stage.ROOT / "manage.py"), "worker"], env, 0)

    @contextmanager
    def open(self) -> Iterator["House"]:
        with self.pages:
            self.worker.start()
            try:
                wait_for("an index", lambda: engine_is_whole() and not Document.objects.waiting().exists())
                yield self
                self.check_processes(self.worker.process)
            finally:
                self.worker.end(signal.SIGTERM)

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Nobody may have died in between."""
        worker, pages = self.worker.process, self.pages.process
        yield
        self.check_processes(worker, pages)

    def check_processes(self, worker: Any, pages: Any = None) -> None:
        now = self.pages.process
        self.account.check(now is not None and now.poll() is None, "the page server is dead")
        self.account.check(pages in {None, now}, "another page server answers")
        self.account.check(worker is not None and worker.poll() is None, "the worker is dead")

    def kill_worker(self) -> None:
        self.worker.end(signal.SIGKILL)

    def visitor(self, person: Any) -> "Searcher":
        """Somebody who has signed in, and accepted the use rules of the demo company."""
        if written := rules.newest():
            accepting.accept(by=person, rules=written)
        client = Client()
        client.force_login(person)
        return Searcher(self.port, {settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value})


class Searcher(stage.Visitor):
    """A visitor who searches."""

    def search(self, typed: str, start: int = 0, *, whole_page: bool = False) -> Found:
        """A page of results, alone as a script takes it, or with all that is around it."""
        headers = {} if whole_page else {"HX-Request": "true"}
        answer = self.get(f"/search/?{stage.urlencode({'q': typed, 'start': start})}", **headers)
        return read_results(answer.status, answer.body)

    def all_hits(self, typed: str, looks_right: Callable[[list[str]], bool]) -> list[str]:
        """The addresses on all pages; of the first alone, when that does not look right."""
        found, start = self.search(typed), 0
        hits = list(found.addresses)
        if not looks_right(hits):
            return hits
        while found.next:
            start += asking.SIZE
            found = self.search(typed, start)
            hits += found.addresses
        return hits

    def suggestions(self, typed: str) -> Offered:
        answer = self.get(f"/search/suggestions/?{stage.urlencode({'q': typed})}")
        return read_suggestions(answer.status, answer.body)

    def learn_token(self) -> "Searcher":
        """Forms can be sent from now on."""
        self.cookies["csrftoken"] = token = secrets.token_hex(16)
        self.token = token
        return self


def engine_is_whole() -> bool:
    return not engines.needs_building()


def built_at() -> Any:
    return Engine.objects.filter(name=engines.WHOOSH).values_list("built_at", flat=True).first()


def wait_for(what: str, holds: Callable[[], bool], patience: float = PATIENCE, pause: float = 0.1) -> float:
    """Seconds until it holds. Raises TimeoutError."""
    began = time.monotonic()
    while not holds():
        if time.monotonic() - began > patience:
            raise TimeoutError(f"There is no {what} after {patience:.0f} s.")
        time.sleep(pause)
    return time.monotonic() - began
