"""Beside its tasks every worker tells the engines what waits, and tidies them; see `intranet.kit.declarations`."""

import logging
from datetime import timedelta

from intranet.kit.declarations import Steady

from .backends.whoosh import IndexBusy
from .drain import drain
from .engines import tidy

log = logging.getLogger(__name__)


def tell() -> bool:
    """True when there may be more to tell. Nothing is spoilt while somebody else writes: it is tried again at once."""
    try:
        return drain()
    except IndexBusy as busy:
        log.warning("What waits is told a little later: %s", busy)
        return True


WORK = [Steady("drain", tell, timedelta(seconds=0.5)), Steady("tidy", tidy, timedelta(minutes=1))]
