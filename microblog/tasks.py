from datetime import timedelta

from django.utils import timezone

from intranet.jobs import task

from .models import OneTimeKey

KEY_DAYS = 30  # far longer than any browser repeats a request


@task()
def notice_repetitions() -> int:
    """Which questions are asked again and again is known. Returns how many are."""
    # Imported here, because other rooms may import tasks before the models are there.
    from .actions import lasting

    return lasting.notice_repetitions()


@task()
def forget_old_keys() -> int:
    """The one-time keys of forms sent more than a month ago are gone. Returns how many."""
    return OneTimeKey.objects.filter(at__lt=timezone.now() - timedelta(days=KEY_DAYS)).delete()[0]
