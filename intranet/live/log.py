"""The log of events: the truth about what happened, in the order in which it was committed."""

from collections.abc import Collection, Iterable
from datetime import timedelta
from typing import NamedTuple

from django.core.cache import caches
from django.db import connection, transaction
from django.db.models import Max, Min
from django.utils import timezone

from . import bell
from .models import Event

KEPT = timedelta(hours=48)
MOST_KEPT = 100_000  # rows
MARK_FRESH = 1  # seconds that one process may give out the same mark
_LOCK = 0x7265_6C6C_6973  # the number of the advisory lock under which PostgreSQL's writers take their ids


class Happened(NamedTuple):
    """An event as it was read from the log."""

    id: int
    stream: str
    name: str
    ref: int


def write(events: Iterable[tuple[str, str, int]]) -> None:
    """Add ``(stream, name, ref)`` in the caller's transaction, and wake the hubs after its commit.

    Ids are in the order of commits: SQLite lets one write at a time, and on PostgreSQL whoever takes an id holds a
    lock until the commit. Otherwise a hub could read 8, and 7 would appear behind its back.
    """
    rows = [Event(stream=stream, name=name, ref=ref) for stream, name, ref in events]
    if not rows:
        return
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        Event.objects.bulk_create(rows)
        transaction.on_commit(bell.ring, robust=True)


def newest() -> int:
    """The id of the last event, 0 when there never was one."""
    return Event.objects.aggregate(newest=Max("pk"))["newest"] or 0


def oldest() -> int:
    return Event.objects.aggregate(oldest=Min("pk"))["oldest"] or 0


def mark() -> int:
    """Where a page that is drawn now should begin to listen: everything up to here is in it.

    Read it before what the page shows. It may be a second old, which only means that the browser is told twice.
    """
    known = caches["fragments"].get("live-mark")
    if known is None:
        known = newest()
        caches["fragments"].set("live-mark", known, MARK_FRESH)
    return known


def since(after: int, *, most: int, streams: Collection[str] | None = None) -> list[Happened]:
    """The events behind `after` in their order, at most `most`; only those of `streams` when given."""
    rows = Event.objects.filter(pk__gt=after)
    if streams is not None:
        rows = rows.filter(stream__in=streams)
    return [Happened(*row) for row in rows.order_by("pk").values_list("pk", "stream", "name", "ref")[:most]]


def last(most: int) -> list[Happened]:
    """The newest `most` events in their order."""
    rows = Event.objects.order_by("-pk").values_list("pk", "stream", "name", "ref")[:most]
    return [Happened(*row) for row in reversed(rows)]


def prune() -> int:
    """The log goes back 48 hours and 100,000 rows; the newest row stays, because it tells how far the log is."""
    last = newest()
    gone = Event.objects.filter(pk__lte=last - MOST_KEPT).delete()[0]
    return gone + Event.objects.filter(at__lt=timezone.now() - KEPT, pk__lt=last).delete()[0]
