"""Events that are rung while something larger is done, and written when it is done."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_collected: ContextVar[list[tuple[str, str, int]] | None] = ContextVar("collected", default=None)


@contextmanager
def at_the_end() -> Iterator[None]:
    """What is rung in here is written when this ends, in the transaction of the caller; nothing of it when this fails.

    For an action that goes on to take rows after one of its parts has rung: whoever writes to the log holds its lock
    until the commit, and must not wait for somebody who holds a row and waits for the log.
    """
    if _collected.get() is not None:
        yield  # a part of something larger
        return
    events: list[tuple[str, str, int]] = []
    token = _collected.set(events)
    try:
        yield
    finally:
        _collected.reset(token)
    from .log import write  # models are not there yet when this package is read

    write(events)


def collects(events: Iterable[tuple[str, str, int]]) -> bool:
    """Are these kept until something larger is done?"""
    collected = _collected.get()
    if collected is None:
        return False
    collected.extend(events)
    return True
