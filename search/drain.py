"""The only writer of the engines: what was touched is told to them, many documents at once.

It runs beside the tasks of every worker; one of them at a time holds the pen. A document waits until every engine has
heard of the version that was read, so that a worker that is killed in between tells it again, and nothing is lost.
"""

import os
import re
import secrets
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import transaction
from django.utils.timezone import now

from . import documents, engines
from .models import Document, Engine

BATCH = 500  # documents told at once; the database is locked for writing meanwhile
HELD = timedelta(seconds=60)  # after which another worker may take the pen of one that died
NAME = "drain"
Advance = Callable[[int], None]  # told of so many documents that are done
_HOLDER = re.compile(r"[0-9a-f]{8}:(?P<pid>\d+):(?P<place>.+)")


def _place() -> str:
    """Where the number of a process says who it is: this host, or this container."""
    try:
        inside = os.stat("/proc/self/ns/pid").st_ino
    except OSError:
        inside = 0
    return f"{inside}:{socket.gethostname()}"[:40]


_me = f"{secrets.token_hex(4)}:{os.getpid()}:{_place()}"


class Busy(Exception):
    """Another process holds the pen."""


def drain() -> bool:
    """Tell the engines of some documents that wait, or make a broken engine anew. True when there may be more."""
    is_new = not _was_gathered()
    if not (is_new or engines.needs_building() or Document.objects.waiting().exists()):
        return False
    try:
        with _pen() as keep:
            if is_new:
                _gather(keep)
            more = _tell_some() == BATCH
            # The database is told first: it answers as long as there is no index, or none can be made.
            if engines.needs_building() and not more:
                engines.build(keep)
            return more
    except Busy:
        return False


def drain_all() -> None:
    """Until nothing waits, for commands and tests."""
    while drain():
        pass


def gather(advance: Advance = lambda _: None) -> None:
    """Copy everything that can be found anew. Raises Busy."""
    with _pen() as keep:
        _gather(_both(keep, advance))


def build(advance: Advance = lambda _: None) -> None:
    """Make the index anew beside the one that answers, and swap them. Raises Busy."""
    with _pen() as keep:
        engines.build(_both(keep, advance))
    drain_all()


@contextmanager
def _pen() -> Iterator[Advance]:
    """Nobody else writes meanwhile. Long work calls what it gets again and again, so that nobody takes the pen away."""
    if not _hold():
        raise Busy
    try:
        yield _keep
    finally:
        Engine.objects.release(NAME, holder=_me)


def _hold() -> bool:
    """The pen of one that died here is free at once; that of one elsewhere, when its time is over."""
    if _take():
        return True
    holder = Engine.objects.get(name=NAME).holder
    if not _has_died(holder):
        return False
    Engine.objects.release(NAME, holder=holder)
    return _take()


def _take() -> bool:
    at = now()
    return Engine.objects.take(NAME, holder=_me, now=at, until=at + HELD)


def _has_died(holder: str) -> bool:
    found = _HOLDER.fullmatch(holder)
    if not found or found["place"] != _place():
        return False
    try:
        os.kill(int(found["pid"]), 0)
    except ProcessLookupError:
        return True
    except OSError:
        pass  # it belongs to somebody else, so it is there
    return False


def _keep(things: int) -> None:
    """Raises Busy when somebody has taken the pen, because we were away for too long."""
    if not _hold():
        raise Busy


def _both(one: Advance, other: Advance) -> Advance:
    def step(things: int) -> None:
        one(things)
        other(things)

    return step


def _was_gathered() -> bool:
    """Not so where people worked before there was a search, and where nobody has worked yet."""
    return Engine.objects.filter(name=NAME).exclude(built_at=None).exists()


def _gather(advance: Advance) -> None:
    for kind in documents.kinds():
        documents.gather(kind, advance=advance)
    Engine.objects.filter(name=NAME).update(built_at=now())


def _tell_some() -> int:
    batch = list(Document.objects.waiting().order_by("pk").prefetch_related("audiences", "authors", "tags")[:BATCH])
    present = [document for document in batch if not document.is_gone]
    gone = [document for document in batch if document.is_gone]
    engines.tell(present, gone)
    _tick_off(present, gone)
    return len(batch)


def _tick_off(present: list[Document], gone: list[Document]) -> None:
    """Nothing of this waits any longer, but what was touched since we read it, or is being touched now."""
    read = {document.pk: document.version for document in [*present, *gone]}
    with transaction.atomic(savepoint=False):
        # A deletion is several statements; nobody may bring a document back between them.
        rows = Document.objects.filter(pk__in=read).select_for_update(skip_locked=True)
        same = {pk for pk, version in rows.values_list("pk", "version") if read[pk] == version}
        Document.objects.filter(pk__in=same).update(is_waiting=False)
        Document.objects.filter(pk__in=same, is_gone=True).delete()
