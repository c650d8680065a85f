"""Who reads does not wait long for somebody who writes."""

import sqlite3
import time

import pytest
from django.db import OperationalError
from django.db.utils import ConnectionHandler

from intranet.kit import patience


@pytest.fixture
def file(tmp_path):
    return tmp_path / "house.sqlite3"


@pytest.fixture
def database(db, file):
    """A connection to a file of its own, with the patience that the house has."""
    options = {"transaction_mode": "IMMEDIATE", "timeout": 20}
    handler = ConnectionHandler({"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": file, "OPTIONS": options}})
    connection = handler["default"]
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE counted (many INTEGER)")
    yield connection
    connection.close()


def count(database) -> None:
    database.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    try:
        with database.cursor() as cursor:
            cursor.execute("INSERT INTO counted VALUES (1)")
        database.commit()
    finally:
        database.set_autocommit(True)


def asked(database, what: str) -> int:
    with database.cursor() as cursor:
        return int(cursor.execute(what).fetchone()[0])


def test_what_is_not_worth_waiting_for_is_given_up_after_a_second(database, file):
    with sqlite3.connect(file, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        began = time.monotonic()
        with pytest.raises(OperationalError, match="locked"), patience.short(database):
            count(database)
        assert 0.5 < time.monotonic() - began < 10
        other.execute("ROLLBACK")
    assert asked(database, "PRAGMA busy_timeout") == 20_000  # everything else waits as long as before
    with patience.short(database):
        count(database)
    assert asked(database, "SELECT COUNT(*) FROM counted") == 1
