"""For the short test of the live feed: tables straight from the models, and a reset after a few missed events."""

from intranet.live import limits
from tests.faults.quick_settings import *  # noqa: F403

limits.MISSED = 12
