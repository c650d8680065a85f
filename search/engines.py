"""The engines that documents are told to, and that are asked: the chosen one, and the database behind it.

The index of Whoosh is a cache of the table of documents. Whatever is wrong with it, the database answers, and the
drain makes the index anew.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any, TypeVar

from django.conf import settings
from django.db import transaction
from django.utils.timezone import now
from wagtail.search.backends import get_search_backend

from .backends.whoosh import IndexBroken, IndexBusy
from .models import Document, Engine
from .models.document import DocumentQuerySet

log = logging.getLogger(__name__)

Answer = TypeVar("Answer")

BATCH = 500  # documents read at once
WHOOSH, DATABASE = "whoosh", "default"  # their names in WAGTAILSEARCH_BACKENDS; Wagtail's own pages ask the default


@cache
def backend(name: str) -> Any:
    """One for the process: it keeps what it has opened."""
    return get_search_backend(name)


def chosen() -> str:
    return WHOOSH if WHOOSH in settings.WAGTAILSEARCH_BACKENDS else DATABASE


def asked(function: Callable[[str], Answer]) -> Answer:
    """What `function` finds, given the name of an engine: the chosen one, or the database when that cannot answer."""
    name = DATABASE if needs_building() else chosen()
    try:
        return function(name)
    except IndexBroken as error:
        mark_broken(name, error)
        return function(DATABASE)


def is_broken(name: str) -> bool:
    return Engine.objects.broken().filter(name=name).exists()


def mark_broken(name: str, error: Exception) -> None:
    """From now on the database answers; the drain builds the index anew."""
    Engine.objects.get_or_create(name=name)
    if Engine.objects.filter(name=name, broken_at=None).update(broken_at=now(), trouble=str(error)[:300]):
        log.error("The search index is broken and will be made anew; the database answers meanwhile: %s", error)


def needs_building() -> bool:
    """Is the chosen engine broken, or was it never made?"""
    if chosen() != WHOOSH:
        return False
    states = Engine.objects.filter(name=WHOOSH).values_list("broken_at", "built_at")
    return not any(broken_at is None and built_at for broken_at, built_at in states)


def build(advance: Callable[[int], None] = lambda documents: None) -> None:
    """Make the index anew from the table, beside the one that is there, and swap them. What waits is told later.

    The database has no index to swap: it is told of each document again.
    """
    if chosen() == DATABASE:
        for batch in _batches(Document.objects.standing().order_by("pk")):
            _tell_database(batch, [])
            advance(len(batch))
        return
    index = _index()
    rebuilder = index.backend.rebuilder_class(index)
    growing = rebuilder.start()
    try:
        for batch in _batches(Document.objects.standing().order_by("pk")):
            growing.add_items(Document, batch)
            advance(len(batch))
        rebuilder.finish()
    except BaseException:
        rebuilder.give_up()
        raise
    good = {"broken_at": None, "trouble": "", "built_at": now()}
    Engine.objects.update_or_create(name=WHOOSH, defaults=good)


def tidy() -> bool:
    """Merge what many small commits have left, while others write; True when there may be more to merge."""
    if chosen() != WHOOSH or needs_building():
        return False
    try:
        return _index().tidy()
    except IndexBusy:
        return False
    except IndexBroken as error:
        mark_broken(WHOOSH, error)
        return False


def tell(present: Sequence[Document], gone: Sequence[Document]) -> None:
    """All engines know `present` as they are now, and `gone` no longer."""
    _tell_database(present, gone)
    if chosen() != WHOOSH:
        # When it is chosen again, its index is no longer what the table says.
        Engine.objects.filter(name=WHOOSH).exclude(built_at=None).update(built_at=None)
    elif not needs_building():
        try:
            _index().write(Document, add=present, delete=[document.pk for document in gone], begin=False)
        except IndexBusy:
            raise  # nothing is spoilt; the drain tries again
        except IndexBroken as error:
            mark_broken(WHOOSH, error)


def _index() -> Any:
    return backend(WHOOSH).get_index_for_model(Document)


def _batches(rows: DocumentQuerySet) -> Iterator[list[Document]]:
    last = 0
    while batch := list(rows.filter(pk__gt=last).prefetch_related("audiences", "authors", "tags")[:BATCH]):
        yield batch
        last = batch[-1].pk


@transaction.atomic
def _tell_database(present: Sequence[Document], gone: Sequence[Document]) -> None:
    database = backend(DATABASE)
    for document in gone:
        database.delete(document)
    if present:
        database.add_bulk(Document, present)
