"""What the wiki does when Wagtail or Django says that something happened."""

from typing import Any

from django.db import connections


def stand_ready(using: str, **kwargs: Any) -> None:
    """After a migration there is a home for the wiki, unless its tables are not there yet."""
    from .models import OutlineChange, WikiHome

    tables = set(connections[using].introspection.table_names())
    if {WikiHome._meta.db_table, OutlineChange._meta.db_table} <= tables:
        WikiHome.the_one()
