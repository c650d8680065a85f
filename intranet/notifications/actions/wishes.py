"""What somebody wants to be told of, and where they want to hear nothing. Nobody else learns of it."""

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils import timezone

from intranet.notifications.kinds import kinds
from intranet.notifications.models import Silence, Wish

from . import reading


@transaction.atomic
def choose(*, by: Any, wanted: Collection[str]) -> None:
    """`by` is told of these kinds from now on, and of no other. What they were told already stays."""
    chosen = set(Wish.objects.filter(person=by).values_list("kind", flat=True))
    wishes = [
        Wish(person=by, kind=name, is_wanted=name in wanted, at=timezone.now())
        for name, kind in kinds().items()
        if name in chosen or (name in wanted) != kind.is_usual  # whoever wants what is usual has not chosen
    ]
    Wish.objects.bulk_create(
        wishes, update_conflicts=True, unique_fields=["person", "kind"], update_fields=["is_wanted", "at"]
    )


@transaction.atomic
def silence(*, by: Any, place: str) -> None:
    """`by` is told nothing of what happens in a place any more; what they were told of it is read."""
    Silence.objects.get_or_create(person=by, place=place)
    reading.read_place(by=by, place=place)


@transaction.atomic
def hear_again(*, by: Any, place: str) -> None:
    """`by` is told of what happens there from now on."""
    Silence.objects.filter(person=by, place=place).delete()
