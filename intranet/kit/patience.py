"""Writing that is not worth waiting for, such as a count beside a page that somebody wants to read."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

SHORT = 1_000  # milliseconds


@contextmanager
def short(database: Any = connection) -> Iterator[None]:
    """A transaction that begins in here waits a second for others who write, and then raises OperationalError."""
    if database.vendor == "sqlite":
        usual = int(database.settings_dict["OPTIONS"].get("timeout", 5) * 1_000)
        begin, end = f"PRAGMA busy_timeout = {SHORT}", f"PRAGMA busy_timeout = {usual}"
    else:
        begin, end = f"SET lock_timeout = {SHORT}", "RESET lock_timeout"
    with database.cursor() as cursor:
        cursor.execute(begin)
    try:
        yield
    finally:
        with database.cursor() as cursor:
            cursor.execute(end)
