"""The one thing that callers have to catch: the index cannot be used now, answer from another engine."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import Error as DatabaseError
from modelsearch.backends.base import FieldError, FilterError
from whoosh.index import LockError


class IndexBroken(Exception):
    """The index is absent, spoilt, made by another schema, or cannot be read or written. A rebuild mends it."""


class IndexBusy(IndexBroken):
    """Somebody else was writing for longer than we wait. Nothing is spoilt: try again later."""


@contextmanager
def broken(doing: str) -> Iterator[None]:
    """Whatever goes wrong inside with files, pickles or Whoosh is `IndexBroken`. The caller's own mistakes are not."""
    try:
        yield
    except (IndexBroken, DatabaseError, FieldError, FilterError):
        raise
    except LockError as error:
        raise IndexBusy(f"Somebody else is writing: {doing}") from error
    except Exception as error:
        raise IndexBroken(f"{doing}: {type(error).__name__}: {error}") from error
