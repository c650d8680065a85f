"""What a company runs; also behind `make run`. Whether cookies are secure follows from TRELLIS_URL."""

from .base import *  # noqa: F403
