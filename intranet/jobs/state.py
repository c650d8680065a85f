"""Is there a worker, and does it keep up? See `intranet.kit.declarations`."""

from django.utils import timezone
from django_tasks.base import TaskResultStatus

from intranet.kit.declarations import State

from .models import Run, Worker


def state() -> list[State]:
    living = Worker.objects.living(timezone.now()).count()
    waiting = Run.objects.filter(status=TaskResultStatus.READY).count()
    failed = Run.objects.filter(status=TaskResultStatus.FAILED).count()
    at_work = f"{living} at work" if living else "None is at work: mails, search and clean-up wait. Start one"
    return [
        State("Workers", f"{at_work}.", bool(living)),
        State("Tasks", f"{waiting:,} waiting, {failed:,} failed for good.", not failed),
    ]
