"""How often a task is tried, and how long it rests in between."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import ParamSpec, TypeVar

from django_tasks.base import Task

P = ParamSpec("P")
T = TypeVar("T")

ATTEMPTS = 5
FIRST_PAUSE = timedelta(seconds=10)
GROWTH = 4  # 10 s, 40 s, 160 s, 640 s: long enough for a mail server to be restarted
LONGEST_PAUSE = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientTask(Task[P, T]):
    """A task that is tried up to `attempts` times before it counts as failed."""

    attempts: int = ATTEMPTS


def task(*, attempts: int = ATTEMPTS, priority: int = 0) -> Callable[[Callable[P, T]], PatientTask[P, T]]:
    """Make a module-level function a task: `name.enqueue(…)` hands it to a worker.

    :param attempts: how often it is tried, at least once; with 1, what failed or was cut off is never tried again.
    :param priority: from -100 (last) to 100 (first).
    """

    def wrap(function: Callable[P, T]) -> PatientTask[P, T]:
        return PatientTask(func=function, attempts=attempts, priority=priority)

    return wrap


def attempts_of(task: object) -> int:
    """How often `task` is tried; a task made with plain django-tasks gets the usual number."""
    return task.attempts if isinstance(task, PatientTask) else ATTEMPTS


def pause_after(attempt: int) -> timedelta:
    """How long a task rests after its failed attempt number `attempt` (1 is the first)."""
    return min(FIRST_PAUSE * GROWTH ** (attempt - 1), LONGEST_PAUSE)
