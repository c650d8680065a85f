"""SQLite's FTS5: one table of words, beside modelsearch's table of what they belong to."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from json import dumps
from time import monotonic
from typing import Any

from django.db import OperationalError, connections
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL
from modelsearch.backends.database.sqlite import sqlite as stock

from .answer import Engine, Matches, TimeUp
from .backend import Bounded
from .results import Results

STEPS = 5_000  # of SQLite's machine between two looks at the clock: well below a millisecond
FETCHED = 1_000  # rows
ENTRIES = stock.IndexEntry._meta.db_table
WORDS = stock.SQLiteFTSIndexEntry._meta.db_table


class Fts5:
    """Expressions for MATCH. Every word is a string in quotes, so none of its signs means anything."""

    def __init__(self, *, is_beginning: bool) -> None:
        self._after = "*" if is_beginning else ""

    def word(self, word: str) -> str | None:
        return self._quoted(word) + self._after if _says_something(word) else None

    def phrase(self, phrase: str) -> str | None:
        return self._quoted(phrase) if _says_something(phrase) else None

    def both(self, one: str, other: str) -> str:
        return "({} AND {})".format(*_longest_first(one, other))

    def either(self, one: str, other: str) -> str:
        return "({} OR {})".format(*_longest_first(one, other))

    def without(self, one: str, other: str) -> str:
        return f"({one} NOT {other})"

    def _quoted(self, text: str) -> str:
        return '"' + text.replace('"', '""') + '"'


def _longest_first(*expressions: str) -> list[str]:
    """The parser has a stack of a hundred places, which what stands deep on the right would fill."""
    return sorted(expressions, key=len, reverse=True)


def _says_something(text: str) -> bool:
    """As FTS5 sees it: nothing is found with a word that has neither letters nor figures."""
    return any(sign.isalnum() for sign in text)


class Fts5Engine(Engine[str]):
    """Asks the table of words first, and then looks up whose the words are."""

    def __init__(self, alias: str, columns: str, types: Collection[int], weights: tuple[float, float]) -> None:
        """`columns` are those that are looked at, and `weights` those of a word in the title and elsewhere."""
        self._connection = connections[alias]
        self._columns, self._types = columns, types
        self._weights = weights[::-1]  # as the columns stand in the table
        self.language = Fts5(is_beginning=columns == "autocomplete")

    def matches(self, expression: str, *, ranked: bool) -> Matches:
        # CROSS JOIN is SQLite's word for "in this order": otherwise it may go through all entries for each word.
        score, order = "0.0", f"{WORDS}.rowid DESC"
        if ranked:
            score, order = "-bm25({}, 1.0, {}, {})".format(WORDS, *self._weights), f"2 DESC, {order}"
        places = ", ".join(["%s"] * len(self._types))
        with self._connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {ENTRIES}.object_id, {score} FROM {WORDS} CROSS JOIN {ENTRIES} ON {ENTRIES}.id = {WORDS}.rowid"  # noqa: S608
                f" WHERE {WORDS} MATCH %s AND {ENTRIES}.content_type_id IN ({places}) ORDER BY {order}",
                [f"{{{self._columns}}} : {expression}", *self._types],
            )
            while rows := cursor.fetchmany(FETCHED):
                yield from rows

    def listed(self, keys: list[Any]) -> Any:
        # One parameter instead of one for each key, of which SQLite takes 32,766.
        return RawSQL("SELECT value FROM json_each(%s)", [dumps(keys, default=str)])

    @contextmanager
    def in_time(self, seconds: float) -> Iterator[None]:
        until = monotonic() + seconds
        self._connection.ensure_connection()
        database = self._connection.connection
        database.set_progress_handler(lambda: monotonic() > until, STEPS)
        try:
            yield
        except OperationalError as error:
            if "interrupted" not in str(error):
                raise
            raise TimeUp from error
        finally:
            database.set_progress_handler(None, 0)


class SQLiteResults(Results, stock.SQLiteSearchResults):
    def engine(self) -> Fts5Engine:
        compiler = self.query_compiler
        columns = " ".join(compiler.FTS_TABLE_FIELDS)
        return Fts5Engine(compiler.queryset.db, columns, self.types, self.boosts())


class SQLiteBackend(Bounded, stock.SQLiteSearchBackend):
    """modelsearch's engine with our results."""

    results_class = SQLiteResults

    def entries(self) -> QuerySet[Any]:
        """Those of which the words are there, too: FTS5 keeps a row with the sizes of each."""
        with_words = RawSQL(f"SELECT id FROM {WORDS}_docsize", [])  # noqa: S608, S611
        return stock.IndexEntry._default_manager.filter(pk__in=with_words)
