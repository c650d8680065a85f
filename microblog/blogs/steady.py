"""Beside its tasks every worker sends out the posts whose time has come; see `intranet.kit.declarations`.

No task: a worker that was killed would have to be given up for dead before another one took its task over.
"""

from datetime import timedelta

from intranet.kit.declarations import Steady

from .actions import posts


def send_out() -> bool:
    posts.publish_due()
    return False


WORK = [Steady("blogs", send_out, timedelta(seconds=5))]
