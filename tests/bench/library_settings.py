"""For the bench of quality: the house with a room of pages."""

from tests.bench.settings import *  # noqa: F403
from tests.bench.settings import INSTALLED_APPS, ROOMS

ROOMS = [*ROOMS, "tests.bench.library"]
INSTALLED_APPS = ["tests.bench.library", *INSTALLED_APPS]
