"""The worker: django-tasks-db's loop, with second attempts and a pulse."""

import logging
import secrets
import sys
from types import FrameType

from django.db import Error
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult

from .beside import SteadyThread, declared
from .models import Run
from .pulse import Pulse, beat, part

log = logging.getLogger(__name__)

SECONDS = 1  # between two looks at an empty queue


class Worker(db_worker.Worker):
    """Runs the tasks of all queues one after the other. With `batch`, only those that are ready now."""

    def __init__(self, *, batch: bool = False) -> None:
        super().__init__(
            queue_names=["*"],
            excluded_queue_names=[],
            interval=SECONDS,
            batch=batch,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=secrets.token_hex(16),
        )

    def run(self) -> None:
        """Work until a signal ends it. Other workers know this one by its pulse."""
        pulse = Pulse(self.worker_id)
        beat(self.worker_id)  # before the first task is taken: a worker without a beat counts as dead
        pulse.once()
        threads: list[Pulse | SteadyThread] = [pulse, *map(SteadyThread, declared())]
        for thread in threads:
            thread.start()
        try:
            self.work()
        finally:
            for thread in threads:
                thread.stop()
            self._part()

    def work(self) -> None:
        """The loop alone, without a pulse: for tests and for one round by hand."""
        super().run()

    def run_task(self, db_task_result: DBTaskResult) -> None:
        super().run_task(Run.objects.get(pk=db_task_result.pk))

    def shutdown(self, signum: int, frame: FrameType | None) -> None:
        """A signal came. An idle worker goes without a word; a busy one says that it finishes its task first."""
        if self.running and not self.running_task:
            self.running = False
            sys.exit(0)
        super().shutdown(signum, frame)

    def _part(self) -> None:
        try:
            part(self.worker_id)
        except Error as error:
            # Nothing is lost: without a beat it soon counts as dead.
            log.warning("The worker could not say goodbye: %s", error)
