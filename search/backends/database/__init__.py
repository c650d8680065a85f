"""The database as a search engine that is bounded in time: modelsearch's own index tables, asked in ways of our own.

    WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "search.backends.database", "TIME_LIMIT": 1.0}}

What modelsearch's database engine indexes and how stays as it is; only what is asked is ours, because its query goes
through every row of a table for each word. ``TIME_LIMIT``: seconds that everything that is asked of one search may
take, 1.0. ``SEARCH_CONFIG``: PostgreSQL's name for the language, its default. Results know what those of the Whoosh
engine know: `within`, `hits`, `count(cap)`, `facet`, `is_partial`, and of `like` and `completions` that there are none.

    backend.py   settings                      asked.py       question → expression
    results.py   what modelsearch hands out    sqlite.py      expression → matches, by FTS5; the clock
    answer.py    matches → hits, counts        postgresql.py  the same, by vectors of words; plain.py  their texts
"""

from typing import Any

from django.db import connection
from modelsearch.backends.database import SearchBackend as stock
from modelsearch.backends.database.sqlite.utils import fts5_available


def SearchBackend(params: dict[str, Any]) -> Any:
    """The engine for the database that is used: the stock one, unless it is SQLite with FTS5 or PostgreSQL."""
    if connection.vendor == "postgresql":
        from .postgresql import PostgresBackend

        return PostgresBackend(params)
    if connection.vendor == "sqlite" and fts5_available():
        from .sqlite import SQLiteBackend

        return SQLiteBackend(params)
    return stock(params)
