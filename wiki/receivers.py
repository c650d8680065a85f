"""What the wiki does when Wagtail, Django, the desk or the microblog says that something happened."""

from typing import Any

from django.db import connections

from .actions import drafting
from .actions import pages as actions
from .models import OutlineChange, WikiHome


def stand_ready(using: str, **kwargs: Any) -> None:
    """After a migration there is a home for the wiki, unless its tables are not there yet."""
    tables = set(connections[using].introspection.table_names())
    if {WikiHome._meta.db_table, OutlineChange._meta.db_table} <= tables:
        WikiHome.the_one()


def published(instance: Any, **kwargs: Any) -> None:
    actions.published(page=instance)


def unpublished(instance: Any, **kwargs: Any) -> None:
    actions.unpublished(page=instance)


def goes(instance: Any, **kwargs: Any) -> None:
    actions.going(page=instance)


def gone(instance: Any, **kwargs: Any) -> None:
    actions.gone(page=instance)


def moved(**kwargs: Any) -> None:
    actions.moved()


def audience_changed(pages: list[int], **kwargs: Any) -> None:
    actions.audience_changed(numbers=pages)


def words_gone(update: Any, by: Any, **kwargs: Any) -> None:
    drafting.words_gone(by=by, update=update)
