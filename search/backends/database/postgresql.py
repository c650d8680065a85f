"""PostgreSQL's full-text search: vectors of the words of title and body in modelsearch's table of entries."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from time import monotonic
from typing import Any

from django.db import DatabaseError, connections, transaction
from django.db.models import Model, QuerySet
from modelsearch.backends.database.postgres import postgres as stock
from modelsearch.backends.database.postgres.weights import get_weight

from .answer import Engine, Matches, Refused, TimeUp
from .backend import Bounded
from .plain import PlainObject, plain
from .results import Results

CANCELED = "57014"  # PostgreSQL's number for a statement that it was told to stop
TOO_MUCH = ("42601", "54")  # and what those of an expression that it does not read, or that is too large, begin with
SHORTER_IS_BETTER = 1  # ts_rank divides by the logarithm of the length
ENTRIES = stock.IndexEntry._meta.db_table
LIKE = "' ' || {}_text || ' ' LIKE %s"  # the texts of the vectors, one space between two words


@dataclass(frozen=True)
class Condition:
    """What an entry must have, and the same as one tsquery, by which it is ranked; that may be empty."""

    sql: str
    params: tuple[str, ...]
    ranks: str


class TsQuery:
    """Conditions on the vectors of an entry.

    Each word is looked for in each vector, so that their indexes serve and one word may stand in the title and the
    other in the text.
    """

    def __init__(self, alias: str, config: str | None, columns: Collection[str], *, is_beginning: bool) -> None:
        self._connection = connections[alias]
        self._config, self._columns, self._is_beginning = config, columns, is_beginning

    def word(self, word: str) -> Condition | None:
        """What has signs within it is several words, one behind the other. None: too frequent to be in the index."""
        read = self._read(plain(word))
        return self._in_vectors(read + ":*" if read and self._is_beginning else read)

    def phrase(self, phrase: str) -> Condition | None:
        """Words that are too frequent to be in the index are looked for in the text."""
        words = plain(phrase)
        read = self._read(words)
        found = self._in_vectors(read)
        if self._is_beginning or not words or (len(read.split(" <")) == len(words.split()) and read):
            return found
        there = Condition(f"({' OR '.join(map(LIKE.format, self._columns))})", (f"% {words} %",) * 2, read)
        return self.all([found, there]) if found else there

    def all(self, parts: Sequence[Condition]) -> Condition:
        return _joined(parts, "AND", "&")

    def any(self, parts: Sequence[Condition]) -> Condition:
        return _joined(parts, "OR", "|")

    def without(self, one: Condition, other: Condition) -> Condition:
        return Condition(f"({one.sql} AND NOT {other.sql})", one.params + other.params, one.ranks)

    def _read(self, words: str) -> str:
        """Words one behind the other, as a tsquery; empty when the index has none of them."""
        config, params = ("%s::regconfig, ", (self._config, words)) if self._config else ("", (words,))
        with self._connection.cursor() as cursor:
            cursor.execute(f"SELECT phraseto_tsquery({config}%s)::text", params)
            return str(cursor.fetchone()[0])

    def _in_vectors(self, read: str) -> Condition | None:
        if not read:
            return None
        places = " OR ".join(f"{column} @@ %s::tsquery" for column in self._columns)
        return Condition(f"({places})", (read,) * len(self._columns), read)


def _joined(parts: Sequence[Condition], operator: str, sign: str) -> Condition:
    if len(parts) == 1:
        return parts[0]
    ranks = dict.fromkeys(f"({each.ranks})" for each in parts if each.ranks)
    sql = f" {operator} ".join(each.sql for each in parts)
    return Condition(f"({sql})", tuple(word for each in parts for word in each.params), f" {sign} ".join(ranks))


class VectorEngine(Engine[Condition]):
    """Asks the table of entries alone: it knows the words and whose they are."""

    def __init__(
        self, alias: str, columns: Collection[str], types: Collection[int], weights: str, language: TsQuery
    ) -> None:
        """`weights` are those of a word by its mark, as ts_rank takes them: ``{D, C, B, A}``."""
        self._connection = connections[alias]
        self._columns, self._types, self._weights = columns, list(types), weights
        self.language = language

    def matches(self, expression: Condition, *, ranked: bool) -> Matches:
        score, order, params = "0.0", "id DESC", []
        if ranked:
            vector = " || ".join(self._columns)
            score, order = f"ts_rank(%s, {vector}, %s::tsquery, {SHORTER_IS_BETTER})", "2 DESC, id DESC"
            params = [self._weights, expression.ranks]
        with self._connection.cursor() as cursor:
            cursor.execute(
                f"SELECT object_id, {score} FROM {ENTRIES}"  # noqa: S608
                f" WHERE content_type_id = ANY(%s) AND {expression.sql} ORDER BY {order}",
                [*params, self._types, *expression.params],
            )
            yield from cursor.fetchall()

    def listed(self, keys: list[Any]) -> Any:
        return keys

    @contextmanager
    def in_time(self, seconds: float) -> Iterator[None]:
        until = monotonic() + seconds
        inner = self._connection.in_atomic_block  # what was set before us comes back
        try:
            with transaction.atomic(using=self._connection.alias):
                before = self._timeout() if inner else ""
                with self._connection.execute_wrapper(lambda *asked: _until(until, *asked)):
                    yield
                if inner:
                    self._set_timeout(before)
        except DatabaseError as error:
            state = getattr(error.__cause__, "sqlstate", "")
            if state == CANCELED:
                raise TimeUp from error
            if state.startswith(TOO_MUCH):
                raise Refused(str(error)) from error
            raise

    def _timeout(self) -> str:
        with self._connection.cursor() as cursor:
            cursor.execute("SHOW statement_timeout")
            return str(cursor.fetchone()[0])

    def _set_timeout(self, value: str) -> None:
        with self._connection.cursor() as cursor:
            cursor.execute("SELECT set_config('statement_timeout', %s, true)", [value])


def _until(until: float, execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
    """Each statement may take what is left. A transaction that is rolled back forgets it."""
    left = until - monotonic()
    if left <= 0:
        raise TimeUp
    with context["connection"].connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL statement_timeout = {max(int(left * 1000), 1)}")
    return execute(sql, params, many, context)


class PlainIndex(stock.PostgresIndex):
    def add_items(self, model: type[Model], objs: Iterable[Any]) -> None:
        super().add_items(model, [PlainObject(obj) for obj in objs])


class PostgresResults(Results, stock.PostgresSearchResults):
    def engine(self) -> VectorEngine:
        compiler = self.query_compiler
        alias, config = compiler.queryset.db, compiler.get_config(self.backend)
        is_beginning = compiler.LAST_TERM_IS_PREFIX
        columns = ("autocomplete",) if is_beginning else ("title", "body")
        language = TsQuery(alias, config, columns, is_beginning=is_beginning)
        return VectorEngine(alias, columns, self.types, self._weights(), language)

    def _weights(self) -> str:
        """A word in each field counts as much as its boost says, the greatest being 1."""
        fields = self.query_compiler.get_search_fields_for_model()
        boosts = [(get_weight(boost := getattr(field, "boost", None)), boost or 1.0) for field in fields]
        most = max((boost for _, boost in boosts), default=1.0)
        counts = {mark: boost / most for mark, boost in sorted(boosts, key=lambda each: each[1])}
        return "{" + ",".join(str(counts.get(mark, 1.0 / most)) for mark in "DCBA") + "}"


class PostgresBackend(Bounded, stock.PostgresSearchBackend):
    """modelsearch's engine with our results."""

    index_class = PlainIndex
    results_class = PostgresResults

    def entries(self) -> QuerySet[Any]:
        return stock.IndexEntry._default_manager.all()
