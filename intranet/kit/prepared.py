"""Whether there is a site at all in the folder that a command works in."""

from django.core.management.base import CommandError
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder


def refuse_unprepared() -> None:
    """Raises CommandError where no site was ever started, instead of a table that is missing."""
    if not MigrationRecorder(connection).has_table():
        raise CommandError(
            "There is no Trellis in this data folder yet. Start it once (`make run DEMO=no`), make the first "
            "administrator by the link that it prints, and run this again."
        )
