"""The house's own housekeeping."""

from datetime import timedelta
from importlib import import_module

from django.conf import settings
from django.utils import timezone

from intranet.kit.declarations import Turn

from .attempts import task

KEPT_FOR = timedelta(days=7)


@task()
def clear_expired_sessions() -> None:
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()


@task()
def prune_finished_tasks() -> int:
    """Forget tasks that finished a week ago; how many there were."""
    # Imported here, because settings and other rooms may import tasks before the models are there.
    from .models import Run

    return Run.objects.finished().filter(finished_at__lt=timezone.now() - KEPT_FOR).delete()[0]


TURNS = [Turn(clear_expired_sessions, every=timedelta(days=1)), Turn(prune_finished_tasks, every=timedelta(days=1))]
