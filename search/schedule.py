"""What the search forgets, and what it learns; see `intranet.kit.declarations`."""

from datetime import timedelta

from intranet.jobs import task
from intranet.kit.declarations import Turn


@task()
def forget_who_asked() -> int:
    # Imported here, because other rooms may import tasks before the models are there.
    from .actions import enquiries

    return enquiries.forget_who_asked()


@task()
def learn_what_is_said() -> int:
    from .learned import learn

    return learn()


@task()
def see_to_missed() -> int:
    from . import keeping

    return keeping.see_to_missed()


TURNS = [
    Turn(forget_who_asked, timedelta(hours=1)),
    Turn(learn_what_is_said, timedelta(hours=1)),
    Turn(see_to_missed, timedelta(minutes=5)),
]
