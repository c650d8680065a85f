"""What the wiki does again and again."""

from datetime import timedelta

from intranet.kit.declarations import Turn

from .tasks import fold_outline

TURNS = [Turn(fold_outline, timedelta(days=1))]
