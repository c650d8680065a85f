"""Pages by cursor: a place in the list rather than a number, so that new rows never shift what is read."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404

SIZE = 20
MOST = 200  # rows that one request gives at the most, also when it asks for "all down to here"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Page:
    """Rows, and the cursor behind the last of them; an empty cursor means the list ends here."""

    items: list[Any]
    next: str = ""


def cursor_of(when: datetime, pk: int) -> str:
    """``<microseconds since 1970>-<id>``: the place of one row."""
    return f"{(when - _EPOCH) // timedelta(microseconds=1)}-{pk}"


def newest_first(
    rows: QuerySet, *, before: str = "", through: str = "", size: int = SIZE, by: str = "posted_at"
) -> Page:
    """A page of `rows` from the newest down: those behind the cursor `before`, or all down to the cursor `through`.

    Raises Http404 for a cursor that is none of ours.
    """
    rows = rows.order_by(f"-{by}", "-pk")
    if through:
        when, pk = _read(through)
        size = min(MOST, rows.filter(_at_or_after(by, when, pk)).count() or size)
    elif before:
        when, pk = _read(before)
        rows = rows.filter(Q(**{f"{by}__lte": when}) & (Q(**{f"{by}__lt": when}) | Q(pk__lt=pk)))
    return _page(rows, size, by)


def oldest_first(
    rows: QuerySet, *, after: str = "", through: str = "", size: int = SIZE, by: str = "posted_at"
) -> Page:
    """A page of `rows` from the oldest up: those behind the cursor `after`, or all up to the cursor `through`."""
    rows = rows.order_by(by, "pk")
    if through:
        when, pk = _read(through)
        earlier = Q(**{f"{by}__lt": when}) | Q(**{by: when, "pk__lte": pk})
        size = min(MOST, rows.filter(earlier).count() or size)
    elif after:
        when, pk = _read(after)
        rows = rows.filter(Q(**{f"{by}__gte": when}) & (Q(**{f"{by}__gt": when}) | Q(pk__gt=pk)))
    return _page(rows, size, by)


def _page(rows: QuerySet, size: int, by: str) -> Page:
    """The first `size` rows; one more is read to know whether there are more."""
    items = list(rows[: size + 1])
    if len(items) <= size:
        return Page(items)
    last = items[size - 1]
    return Page(items[:size], cursor_of(getattr(last, by), last.pk))


def number(text: str) -> int | None:
    """The whole number that an address names, or None: `isdigit` alone takes "²" for one, too."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def _at_or_after(by: str, when: datetime, pk: int) -> Q:
    return Q(**{f"{by}__gt": when}) | Q(**{by: when, "pk__gte": pk})


def _read(cursor: str) -> tuple[datetime, int]:
    stamp, _, pk = cursor.partition("-")
    microseconds, row = number(stamp), number(pk)
    if microseconds is None or row is None or len(stamp) > 17:
        raise Http404("No such place in the list.")
    return _EPOCH + timedelta(microseconds=microseconds), row
