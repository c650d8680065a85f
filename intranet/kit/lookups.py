"""Queries that are put into SQL once and asked often: Django takes longer to make one than a database to answer it."""

from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

_ASKED = -4_611_686_018_427_387_904  # stands in the SQL for the number that is asked about; no row has it


class Lookup:
    """What `rows` say; of one row, or of what belongs to it, when `by` names the column of its number.

    Answers are tuples of `values_list` as the database gives them: good for numbers, texts and truths (as 0 and 1),
    not for times. What `rows` compare with is compared forever, so the time of day has to be `Now()`.
    """

    def __init__(self, rows: QuerySet[Any, Any], by: str = "") -> None:
        asked = rows.filter(**{by: _ASKED}) if by else rows
        try:
            self.sql, self.params = asked.query.sql_with_params()
        except EmptyResultSet:  # whatever is asked, there is nothing
            self.sql, self.params = "", ()

    def all(self, number: int = 0) -> list[tuple[Any, ...]]:
        if not self.sql:
            return []
        with connection.cursor() as cursor:
            cursor.execute(self.sql, [number if param == _ASKED else param for param in self.params])
            return cursor.fetchall()

    def first(self, number: int = 0) -> tuple[Any, ...] | None:
        return next(iter(self.all(number)), None)
