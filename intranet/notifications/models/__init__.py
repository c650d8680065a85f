"""What people are told of, and what they do not want to be told."""

from .notice import Notice
from .wish import Silence, Wish

__all__ = ["Notice", "Silence", "Wish"]
