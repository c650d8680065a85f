"""What happens when a worker dies, or the disk rots behind what is open."""

import os
import shutil
import subprocess
import sys

import pytest

from search import drain, engines
from search.models import Document, Engine
from tests.support import sign_in
from tests.support.search import found, say

pytestmark = pytest.mark.django_db


def somebody(pid: int, place: str | None = None) -> str:
    """The name under which another worker holds the pen."""
    return f"00c0ffee:{pid}:{place or drain._place()}"


def dead() -> int:
    """The number of a process that is no more."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def held_by(monkeypatch, holder: str) -> bool:
    """Whether the pen of this holder, who took it just now and never gave it back, stays away from us."""
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr(drain, "_me", holder)
        assert drain._hold()
    return not drain._hold()


def test_the_pen_of_a_worker_that_was_killed_here_is_free_at_once(maya, drained, monkeypatch):
    drained()
    say(maya, "Nobody is writing")
    assert not held_by(monkeypatch, somebody(dead()))
    drained()
    assert found(sign_in(maya), "nobody") == ["Nobody is writing"]


@pytest.mark.parametrize("where", ["alive", "of somebody else", "elsewhere", "of another version"])
def test_the_pen_of_a_worker_that_may_be_alive_is_not_taken(maya, drained, monkeypatch, where):
    drained()
    holders = {
        "alive": somebody(os.getppid()),
        "of somebody else": somebody(1),
        "elsewhere": somebody(dead(), place="1:another host"),
        "of another version": f"host:{dead()}:00c0ffee",
    }
    assert held_by(monkeypatch, holders[where])


@pytest.mark.parametrize("engine", ["whoosh"], indirect=True)
@pytest.mark.parametrize("lost", ["current", "."])
def test_an_index_that_was_deleted_is_not_begun_again_with_what_is_new_alone(maya, drained, lost):
    say(maya, "Refunds within 14 days")
    drained()
    index = engines.backend(engines.WHOOSH).get_index_for_model(Document)
    path = index.store.path / lost
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    say(maya, "Said before anybody searched")
    drain.drain()
    drained()
    assert found(sign_in(maya), "refunds") == ["Refunds within 14 days"]
    assert found(sign_in(maya), "anybody") == ["Said before anybody searched"]
    assert index.store.exists()


@pytest.mark.parametrize("engine", ["whoosh"], indirect=True)
def test_rot_behind_an_index_that_is_open_is_mended_within_a_minute(maya, drained):
    say(maya, "Refunds within 14 days")
    drained()
    assert found(sign_in(maya), "refunds") == ["Refunds within 14 days"]  # it is open
    for path in engines.backend(engines.WHOOSH).path.rglob("*.values"):
        path.write_bytes(path.read_bytes()[:-1] + b"?")
    engines.tidy()
    assert Engine.objects.broken().exists()
    drain.drain_all()
    assert not Engine.objects.broken().exists()
    assert engines.backend(engines.WHOOSH).search("refunds", Document).count() == 1
