"""What the desk does again and again."""

from datetime import timedelta

from intranet.kit.declarations import Turn

from .tasks import end_writing

TURNS = [Turn(end_writing, timedelta(seconds=30))]
