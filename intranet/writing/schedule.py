"""What the desk does again and again."""

from datetime import timedelta

from intranet.kit.declarations import Turn

from .tasks import forget_unused_files

TURNS = [Turn(forget_unused_files, timedelta(days=1))]
