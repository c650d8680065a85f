"""What a company runs, and one more page: the bare view that the others are compared with."""

from intranet.settings.production import *  # noqa: F403

ROOT_URLCONF = "tests.bench.bare_urls"
