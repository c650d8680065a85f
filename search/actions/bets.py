"""Something is put on top for those who look for certain words."""

from typing import Any

from django.db import transaction
from django.db.models import Max

from intranet.audit import trail
from search.models import BestBet, Document
from search.normal import normal_of


class Full(Exception):
    """As much stands on top for these words as may."""


@transaction.atomic
def place(*, by: Any, words: str, document: Document) -> BestBet:
    """Who looks for exactly these words finds `document` on top, below those that were placed there before.

    Raises Full, counting what `by` may see.
    """
    normal = normal_of(words)
    others = BestBet.objects.visible_to(by).filter(normal=normal).exclude(kind=document.kind, number=document.number)
    if others.count() >= BestBet.MOST:
        raise Full
    last = BestBet.objects.filter(normal=normal).aggregate(last=Max("place"))["last"]
    bet, is_new = BestBet.objects.get_or_create(
        normal=normal,
        kind=document.kind,
        number=document.number,
        defaults={"words": words, "place": 0 if last is None else last + 1, "by": by},
    )
    if is_new:
        trail.record("bet.set", by=by, words=words, kind=document.kind, number=document.number)
    return bet


@transaction.atomic
def delete(*, by: Any, bet: BestBet) -> None:
    """What the words find is on top again."""
    bet.delete()
    trail.record("bet.deleted", by=by, words=bet.words, kind=bet.kind, number=bet.number)
