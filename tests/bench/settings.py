"""What a company runs, and one more page: the bare view that the others are compared with."""

from intranet.settings.production import *  # noqa: F403

ROOT_URLCONF = "tests.bench.bare_urls"
LIVE_SOCKETS_PER_PERSON = 100_000  # some runs of the live bench have one person with all sockets
