"""Queries that are put into SQL once and asked often: Django takes longer to make one than a database to answer it."""

import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import IntegerField, QuerySet, TextField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Concat

_ASKED = -4_611_686_018_427_387_904  # this and the next ones stand in the SQL for numbers; no row has them
_APART = 1 << 20  # between those of one query and of the next

Sql = tuple[str, tuple[Any, ...]]


class Lookup:
    """What `rows` say; of the numbers that are asked about, when `by` names their column ("pk", "update__in").

    Answers are tuples of `values_list` as the database gives them: good for numbers, texts and truths (as 0 and 1),
    not for times, which :func:`moment` reads. What `rows` compare with is compared forever, so the time of day has to
    be `Now()`. There are at most `most` of them.
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
        return _sql_of(rows[: self.most])


class Lookups:
    """Several such queries as one, each of which is asked about numbers of its own, which are primary keys.

    `parts` makes them, again for each of a few lengths: they would be fifty times as large to keep as their SQL. The
    rows of all say the same columns.
    """

    def __init__(self, parts: Callable[[], Sequence[QuerySet[Any, Any]]]) -> None:
        self.parts = parts
        self.known: dict[int, Sql] = {}  # by how many numbers each asks about

    def all(self, numbers: Sequence[Sequence[int]]) -> list[tuple[Any, ...]]:
        """About so many `numbers` as there are parts; a part that is asked about none has no rows."""
        longest = max(map(len, numbers), default=0)
        if not longest:
            return []
        many = 1 << (longest - 1).bit_length()
        if many not in self.known:
            self.known[many] = self._put_into_sql(many)
        sql, params = self.known[many]
        if not sql:
            return []
        values: dict[Any, int] = {}
        for place, each in enumerate(numbers):
            padded = [*each, *[each[-1]] * (many - len(each))] if each else []
            values |= dict(zip(_stand_ins(many, place), padded, strict=False))
        with connection.cursor() as cursor:
            cursor.execute(sql, [values.get(param, param) for param in params])
            return cursor.fetchall()

    def _put_into_sql(self, many: int) -> Sql:
        parts = [part.filter(pk__in=_stand_ins(many, place)) for place, part in enumerate(self.parts())]
        return _sql_of(parts[0].union(*parts[1:], all=True))


def _sql_of(rows: QuerySet[Any, Any]) -> Sql:
    try:
        sql, params = rows.query.sql_with_params()
        return sys.intern(sql), params  # readers with the same rights differ in numbers alone
    except EmptyResultSet:  # whatever is asked, there is nothing
        return "", ()


def _stand_ins(many: int, place: int = 0) -> list[int]:
    return [_ASKED + place * _APART + number for number in range(many)]


def bare(viewer: Any) -> Any:
    """The viewer without the request that they came with, and without what was read for it: either would be kept for as
    long as a query of theirs.
    """
    return viewer.__class__(pk=viewer.pk, role=viewer.role, is_active=viewer.is_active)


def moment(answer: datetime) -> datetime:
    """A time of a table's own column as a lookup gives it: SQLite means UTC without saying so."""
    return answer if answer.tzinfo else answer.replace(tzinfo=UTC)


def looking(rows: QuerySet[Any, Any], place: int, changes: Sequence[str | Combinable]) -> QuerySet[Any, Any]:
    """For each of `rows` this `place` among several queries, its number, and how it looks as one text: another one
    whenever one of the columns or expressions is that `changes` names.
    """
    marks = [mark for each in changes for mark in (Cast(each, TextField()), Value(" "))]
    place_here = Value(place, output_field=IntegerField())
    return rows.order_by().values_list(place_here, "pk", Concat(*marks, output_field=TextField()))
