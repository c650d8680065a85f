"""What a company runs, but the log is hardly looked at: what arrives soon was rung."""

from tests.faults.settings import *  # noqa: F403

LIVE_TICK = 10
