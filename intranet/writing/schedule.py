"""What the desk does again and again."""

from datetime import timedelta

from intranet.kit.declarations import Turn

from .tasks import end_writing, forget_unused_files

TURNS = [Turn(end_writing, timedelta(seconds=30)), Turn(forget_unused_files, timedelta(days=1))]
