"""Beside its tasks every worker tells the engines what waits, and tidies them; see `intranet.kit.declarations`."""

from datetime import timedelta

from intranet.kit.declarations import Steady

from .drain import drain
from .engines import tidy

WORK = [Steady("drain", drain, timedelta(seconds=0.5)), Steady("tidy", tidy, timedelta(minutes=1))]
