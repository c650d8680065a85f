"""What blogs do again and again."""

from datetime import timedelta

from intranet.kit.declarations import Turn

from .tasks import publish_due

TURNS = [Turn(publish_due, timedelta(seconds=20))]
