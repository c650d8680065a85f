"""What blogs do again and again; see `intranet.kit.declarations`."""

from datetime import timedelta

from intranet.jobs import task
from intranet.kit.declarations import Turn


@task()
def forget_readers() -> int:
    # Imported here, because other rooms may import tasks before the models are there.
    from .actions import reach

    return reach.forget_keys()


TURNS = [Turn(forget_readers, timedelta(hours=1))]
