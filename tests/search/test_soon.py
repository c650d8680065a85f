"""What is said can be found within two seconds, whatever else a worker does with the index."""

import threading
import time
from contextlib import contextmanager

import pytest

from intranet.jobs.beside import SteadyThread
from search import drain, engines, steady
from search.backends.whoosh import merging
from search.models import Document, Engine
from tests.support import sign_in
from tests.support.search import found, say

pytestmark = [pytest.mark.django_db, pytest.mark.parametrize("engine", ["whoosh"], indirect=True)]

SOON = 2.0  # seconds


@pytest.fixture
def index(engine, drained):
    drained()
    index = engines.backend(engines.WHOOSH).get_index_for_model(Document)
    index.store._patience = SOON
    return index


@contextmanager
def merging_slowly(index, monkeypatch):
    """Another worker merges what many small commits have left, and is not done until we are."""
    begun, go_on, quick, told = threading.Event(), threading.Event(), merging.columns, []

    def slow(*parts):
        if threading.current_thread() is worker:
            begun.set()
            go_on.wait(30)
        return quick(*parts)

    monkeypatch.setattr(merging, "columns", slow)
    worker = threading.Thread(target=lambda: told.append(index.tidy()))
    worker.start()
    assert begun.wait(10)
    yield
    go_on.set()
    worker.join(30)
    assert told == [True]


def test_a_post_is_found_soon_while_another_worker_merges(index, maya, drained, monkeypatch):
    with monkeypatch.context() as apart:
        apart.setattr(merging, "AT_LEAST", 0)
        apart.setattr(merging, "TIMES", 0)
        for number in range(20):  # a segment for each
            say(maya, f"Paper {number}")
            drained()
    client, thread = sign_in(maya), SteadyThread(steady.WORK[0])
    monkeypatch.setattr(engines.backend(engines.WHOOSH), "patience", SOON)
    with merging_slowly(index, monkeypatch):
        began = time.monotonic()
        say(maya, "Has anybody seen the ladder?")
        while Document.objects.waiting().exists():
            thread.once()
        index.refresh()
        assert found(client, "ladder") == ["Has anybody seen the ladder?"]
        assert time.monotonic() - began < SOON
    index.refresh()
    assert found(client, "ladder") == ["Has anybody seen the ladder?"]
    assert len(found(client, "paper")) == 20


def test_who_finds_the_index_busy_tries_again_at_once_and_writes_no_stack_trace(
    index, maya, drained, monkeypatch, caplog
):
    say(maya, "Has anybody seen the ladder?")
    monkeypatch.setattr(engines.backend(engines.WHOOSH), "patience", 0.05)
    thread = SteadyThread(steady.WORK[0])
    with index.store.locked():
        assert thread.once() == 0.0
    assert [record for record in caplog.records if record.exc_info or record.levelname == "ERROR"] == []
    assert "told a little later" in caplog.text
    assert not Engine.objects.broken().exists()
    drain.drain_all()
    index.refresh()
    assert found(sign_in(maya), "ladder") == ["Has anybody seen the ladder?"]
