"""What microblog does again and again."""

from datetime import timedelta

from intranet.kit.declarations import Turn

from .tasks import forget_old_keys, notice_repetitions

TURNS = [Turn(forget_old_keys, timedelta(days=1)), Turn(notice_repetitions, timedelta(minutes=10))]
