"""What somebody has been told is read. Nothing of this goes to the trail: it is nobody else's business."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from intranet.notifications.models import Notice
from intranet.notifications.notices import ring


@transaction.atomic
def read(*, by: Any, notice: Notice) -> None:
    """`by` has read this and what is shown together with it. What came after it is as unread as before."""
    _read(by, Notice.objects.like(notice))


@transaction.atomic
def read_all(*, by: Any, until: int) -> None:
    """`by` has read everything up to the notice of this number."""
    _read(by, Notice.objects.filter(to=by, pk__lte=until))


def saw(*, by: Any, place: str) -> None:
    """`by` has a place before their eyes, and so has read what happened there. It asks before it writes: most often
    there is nothing.
    """
    if getattr(by, "has_unread", True) and Notice.objects.filter(to=by, place=place).unread().exists():
        read_place(by=by, place=place)


@transaction.atomic
def read_place(*, by: Any, place: str) -> None:
    """`by` has read all that happened in a place, such as ``thread:12``."""
    _read(by, Notice.objects.filter(to=by, place=place))


def _read(by: Any, rows: Any) -> None:
    if rows.filter(to=by).unread().update(read_at=timezone.now()):
        ring([by.pk])
