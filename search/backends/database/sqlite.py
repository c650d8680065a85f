"""SQLite's FTS5: one table of words, beside modelsearch's table of what they belong to."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from json import dumps
from time import monotonic
from typing import Any, NamedTuple

from django.db import OperationalError, connections
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL
from modelsearch.backends.database.sqlite import sqlite as stock

from .answer import Engine, Matches, Refused, TimeUp
from .backend import Bounded
from .results import Results

STEPS = 5_000  # of SQLite's machine between two looks at the clock: well below a millisecond
FETCHED = 1_000  # rows
ENTRIES = stock.IndexEntry._meta.db_table
WORDS = stock.SQLiteFTSIndexEntry._meta.db_table
OR, AND, NOT, WORD = range(4)  # how tightly FTS5 binds what stands on both sides


class Said(NamedTuple):
    """An expression for MATCH, how tightly its parts are bound, and how many places of the parser's stack it takes."""

    text: str
    binds: int
    places: int = 1

    def within(self, binds: int) -> "Said":
        """In parentheses, unless its parts are bound more tightly than that."""
        return self if self.binds > binds else Said(f"({self.text})", WORD, self.places + 1)


class Fts5:
    """Expressions for MATCH. Every word is a string in quotes, so none of its signs means anything.

    The parser has a stack of a hundred places. So there are no parentheses where none are needed, as in "a" AND "b" AND
    "c", and what is deep stands on the left, where it takes one place for each level and not three.
    """

    def __init__(self, *, is_beginning: bool) -> None:
        self._after = "*" if is_beginning else ""

    def word(self, word: str) -> Said | None:
        return Said(self._quoted(word) + self._after, WORD) if _says_something(word) else None

    def phrase(self, phrase: str) -> Said | None:
        return Said(self._quoted(phrase), WORD) if _says_something(phrase) else None

    def all(self, parts: Sequence[Said]) -> Said:
        return _joined(parts, AND, " AND ")

    def any(self, parts: Sequence[Said]) -> Said:
        return _joined(parts, OR, " OR ")

    def without(self, one: Said, other: Said) -> Said:
        one, other = one.within(AND), other.within(NOT)
        return Said(f"{one.text} NOT {other.text}", NOT, max(one.places, other.places + 2))

    def _quoted(self, text: str) -> str:
        return '"' + text.replace('"', '""') + '"'


def _joined(parts: Sequence[Said], binds: int, operator: str) -> Said:
    if len(parts) == 1:
        return parts[0]
    first, *others = sorted((each.within(binds - 1) for each in parts), key=lambda each: each.places, reverse=True)
    text = operator.join(each.text for each in (first, *others))
    return Said(text, binds, max(first.places, others[0].places + 2))


def _says_something(text: str) -> bool:
    """As FTS5 sees it: nothing is found with a word that has neither letters nor figures."""
    return any(sign.isalnum() for sign in text)


class Fts5Engine(Engine[Said]):
    """Asks the table of words first, and then looks up whose the words are."""

    def __init__(self, alias: str, columns: str, types: Collection[int], weights: tuple[float, float]) -> None:
        """`columns` are those that are looked at, and `weights` those of a word in the title and elsewhere."""
        self._connection = connections[alias]
        self._columns, self._types = columns, types
        self._weights = weights[::-1]  # as the columns stand in the table
        self.language = Fts5(is_beginning=columns == "autocomplete")

    def matches(self, expression: Said, *, ranked: bool) -> Matches:
        # CROSS JOIN is SQLite's word for "in this order": otherwise it may go through all entries for each word.
        score, order = "0.0", f"{WORDS}.rowid DESC"
        if ranked:
            score, order = "-bm25({}, 1.0, {}, {})".format(WORDS, *self._weights), f"2 DESC, {order}"
        places = ", ".join(["%s"] * len(self._types))
        with self._connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {ENTRIES}.object_id, {score} FROM {WORDS} CROSS JOIN {ENTRIES} ON {ENTRIES}.id = {WORDS}.rowid"  # noqa: S608
                f" WHERE {WORDS} MATCH %s AND {ENTRIES}.content_type_id IN ({places}) ORDER BY {order}",
                [f"{{{self._columns}}} : ({expression.text})", *self._types],
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
            if str(error).startswith("fts5"):
                raise Refused(str(error)) from error
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

    def autocomplete(self, query: Any, model_or_queryset: Any, fields: Any = None, **options: Any) -> Any:
        if fields is not None:
            raise NotImplementedError("SQLite completes words of all AutocompleteFields together: leave out `fields`.")
        return super().autocomplete(query, model_or_queryset, **options)

    def entries(self) -> QuerySet[Any]:
        """Those of which the words are there, too: FTS5 keeps a row with the sizes of each."""
        with_words = RawSQL(f"SELECT id FROM {WORDS}_docsize", [])  # noqa: S608, S611
        return stock.IndexEntry._default_manager.filter(pk__in=with_words)
