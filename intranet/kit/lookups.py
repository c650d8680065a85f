"""Queries that are put into SQL once and asked often: Django takes longer to make one than a database to answer it."""

from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

_ASKED = -4_611_686_018_427_387_904  # this and the next ones stand in the SQL for numbers; no row has them

Sql = tuple[str, tuple[Any, ...]]


class Lookup:
    """What `rows` say; of the numbers that are asked about, when `by` names their column ("pk", "update__in").

    Answers are tuples of `values_list` as the database gives them: good for numbers, texts and truths (as 0 and 1),
    not for times. What `rows` compare with is compared forever, so the time of day has to be `Now()`. There are at most
    `most` of them.
    """

    def __init__(self, rows: QuerySet[Any, Any], by: str = "", most: int | None = None) -> None:
        self.by, self.most = by, most
        self.known: dict[int, Sql] = {}  # by how many numbers it asks about
        self.rows: QuerySet[Any, Any] | None = rows
        if not by.endswith("__in"):
            many = 1 if by else 0
            self.known[many] = self._put_into_sql(rows, many)
            self.rows = None  # fifty times as large as its SQL, and there are many readers

    def all(self, *numbers: int) -> list[tuple[Any, ...]]:
        if self.by and not numbers:
            return []
        many = 1 << (len(numbers) - 1).bit_length() if numbers else 0  # a few lengths serve for all
        if self.rows is not None and many not in self.known:
            self.known[many] = self._put_into_sql(self.rows, many)
        sql, params = self.known[many]
        if not sql:
            return []
        values = dict(zip(_stand_ins(many), numbers + numbers[-1:] * (many - len(numbers)), strict=True))
        with connection.cursor() as cursor:
            cursor.execute(sql, [values.get(param, param) for param in params])
            return cursor.fetchall()

    def first(self, *numbers: int) -> tuple[Any, ...] | None:
        return next(iter(self.all(*numbers)), None)

    def _put_into_sql(self, rows: QuerySet[Any, Any], many: int) -> Sql:
        if self.by:
            stand_ins = _stand_ins(many)
            rows = rows.filter(**{self.by: stand_ins if self.by.endswith("__in") else stand_ins[0]})
        try:
            return rows[: self.most].query.sql_with_params()
        except EmptyResultSet:  # whatever is asked, there is nothing
            return "", ()


def _stand_ins(many: int) -> list[int]:
    return [_ASKED + place for place in range(many)]
