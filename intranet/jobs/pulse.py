"""The small duties of a worker, every few seconds and also while it works: beat, bury the dead, look at the clock."""

import logging
import os
import socket
import threading

from django.db import Error, connection
from django.utils import timezone

from . import turns
from .models import Run, Worker

log = logging.getLogger(__name__)

SECONDS = 5  # between two beats


class Pulse(threading.Thread):
    """Does the duties of worker `worker_id` until stopped.

    A thread, because a long task must not look like a dead worker. It has a database connection of its own.
    """

    def __init__(self, worker_id: str) -> None:
        super().__init__(name="pulse", daemon=True)
        self.worker_id = worker_id
        self.turns = turns.declared()
        self.stopped = threading.Event()

    def run(self) -> None:
        while not self.stopped.wait(SECONDS):
            self.once()
        connection.close()

    def once(self) -> None:
        """One round. A database that does not answer is left for the next round."""
        try:
            beat(self.worker_id)
            reap()
            turns.take_due(self.turns)
        except Error as error:
            log.warning("The worker's pulse skipped a beat: %s", error)
            connection.close()

    def stop(self) -> None:
        self.stopped.set()
        if self.is_alive():
            self.join(timeout=SECONDS)


def beat(worker_id: str) -> None:
    """Worker `worker_id` lives now, on this host and in this process."""
    here = {"host": socket.gethostname()[:255], "pid": os.getpid(), "beat_at": timezone.now()}
    if not Worker.objects.filter(pk=worker_id).update(**here):
        Worker.objects.create(pk=worker_id, **here)


def part(worker_id: str) -> None:
    """Worker `worker_id` says goodbye; what it still had in hand goes to the others at once."""
    Worker.objects.filter(pk=worker_id).delete()


def reap() -> int:
    """Give the runs of dead workers to the living, and forget the dead; how many runs there were."""
    now = timezone.now()
    given = [run for run in Run.objects.orphaned(now) if run.give_back()]
    for run in given:
        log.warning("Task %s was cut off: its worker %s died", run.task_path, run.worker_ids[-1])
    # Only after their runs are safe. Most rounds find nobody, and then write nothing.
    if Worker.objects.dead(now).exists():
        Worker.objects.dead(now).delete()
    return len(given)
