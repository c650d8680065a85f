"""What the tray forgets; see `intranet.kit.declarations`."""

from datetime import timedelta

from intranet.kit.declarations import Turn

from .tasks import forget_old_notices

TURNS = [Turn(forget_old_notices, timedelta(days=1))]
