"""What the live room does again and again."""

from datetime import timedelta

from intranet.kit.declarations import Turn

from .tasks import shorten_log

TURNS = [Turn(shorten_log, timedelta(minutes=15))]
