"""What a company runs, with a worker that looks its index over more often, and does not log what is done to it."""

from tests.faults.settings import *  # noqa: F403
from tests.faults.settings import INSTALLED_APPS, LOGGING  # type: ignore[attr-defined]

INSTALLED_APPS = [*INSTALLED_APPS, "tests.faults.search_haste.Haste"]
LOGGING["loggers"]["search.engines"] = {"level": "CRITICAL"}
