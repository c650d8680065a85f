from datetime import timedelta

from django.utils import timezone

from intranet.jobs import task

READ_KEPT, UNREAD_KEPT = timedelta(days=90), timedelta(days=180)


@task()
def forget_old_notices() -> int:
    """What was read three months ago, or has waited for half a year, is gone. Returns how many notices."""
    # Imported here, because other rooms may import tasks before the models are there.
    from .models import Notice

    now = timezone.now()
    gone = Notice.objects.filter(read_at__lt=now - READ_KEPT).delete()[0]
    return gone + Notice.objects.unread().filter(at__lt=now - UNREAD_KEPT).delete()[0]
