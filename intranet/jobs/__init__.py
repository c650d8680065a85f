"""Work that need not be seen at once: attempts with backoff, a reaper for dead workers, and a schedule.

A task is a module-level function under :func:`intranet.jobs.task`. `enqueue` writes a row in the caller's
transaction, so a task of a change that was taken back is never run. A worker may die after the work and before it
says so: a task may run twice, and must be written so that this does no harm.
"""

from .attempts import task

__all__ = ["task"]
