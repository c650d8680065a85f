"""What the workers remember: who lives, what ran when, and the runs themselves."""

import logging
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.core.exceptions import SuspiciousOperation
from django.db import models
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult, DBTaskResultQuerySet

from .attempts import attempts_of, pause_after

log = logging.getLogger(__name__)

DEAD_AFTER = timedelta(seconds=45)  # without a beat; a beat can wait 20 s for the database


class WorkerDied(Exception):
    """The worker that ran the task stopped beating."""


class WorkerQuerySet(models.QuerySet["Worker"]):
    def living(self, now: datetime) -> "WorkerQuerySet":
        return self.filter(beat_at__gt=now - DEAD_AFTER)

    def dead(self, now: datetime) -> "WorkerQuerySet":
        return self.exclude(beat_at__gt=now - DEAD_AFTER)


class Worker(models.Model):
    """A worker process that has not said goodbye. It lives as long as it beats."""

    id = models.CharField(primary_key=True, max_length=64)
    host = models.CharField(max_length=255)
    pid = models.PositiveIntegerField()
    beat_at = models.DateTimeField()

    objects = WorkerQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.host}:{self.pid}"


class LastTurn(models.Model):
    """When a task of the schedule was last enqueued; who changes `at` takes the turn."""

    name = models.CharField(max_length=255, unique=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class RunQuerySet(DBTaskResultQuerySet):
    def orphaned(self, now: datetime) -> list[Any]:
        """The runs whose worker is dead or unknown."""
        # First the runs, then the living: a worker beats before it takes its first run, so it cannot be missed here.
        running = list(self.running())
        living = set(Worker.objects.living(now).values_list("pk", flat=True)) if running else set()
        return [run for run in running if run.worker_ids[-1] not in living]


class Run(DBTaskResult):
    """One task on its way, from enqueued to finished. Each attempt adds its worker to `worker_ids`."""

    objects: ClassVar[Any] = RunQuerySet.as_manager()

    class Meta:
        proxy = True

    def set_failed(self, exc: BaseException) -> None:
        """The attempt failed: the task waits for its next one, or has failed for good after its last."""
        if len(self.worker_ids) < self.attempts_allowed():
            self._wait_for_next(pause_after(len(self.worker_ids)), exc)
        else:
            super().set_failed(exc)
            log.error("Task %s gave up at attempt %d: %r", self.task_path, len(self.worker_ids), exc)

    def attempts_allowed(self) -> int:
        try:
            return attempts_of(self.task)
        except (ImportError, SuspiciousOperation):
            return 1  # the code is gone, or is no task: trying again cannot help

    def give_back(self) -> bool:
        """Take the run from its dead worker. False when somebody else did, or when the worker finished it after all."""
        mine = Run.objects.filter(pk=self.pk, status=TaskResultStatus.RUNNING, started_at=self.started_at)
        if len(self.worker_ids) < self.attempts_allowed():
            return bool(mine.update(status=TaskResultStatus.READY))
        died = WorkerDied(f"Worker {self.worker_ids[-1]} died in attempt {len(self.worker_ids)}, the last one.")
        return bool(mine.update(status=TaskResultStatus.FAILED, finished_at=timezone.now(), **_described(died)))

    def _wait_for_next(self, pause: timedelta, exc: BaseException) -> None:
        self.status = TaskResultStatus.READY
        self.run_after = timezone.now() + pause
        self.save(update_fields=["status", "run_after"])
        log.warning(
            "Task %s failed at attempt %d and is tried again in %d s: %r",
            self.task_path,
            len(self.worker_ids),
            pause.total_seconds(),
            exc,
            exc_info=exc,
        )


def _described(exc: BaseException) -> dict[str, Any]:
    name = f"{type(exc).__module__}.{type(exc).__qualname__}"
    return {"exception_class_path": name, "traceback": f"{name}: {exc}\n"}
