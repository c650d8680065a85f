"""What colleagues have put on top for certain words."""

from collections.abc import Iterable, Sequence
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q

from .models import BestBet, Document
from .models.document import DocumentQuerySet
from .normal import normal_of


def best_bets(words: Sequence[str], viewer: Any) -> list[Document]:
    """The documents for exactly these words (of a query, as typed, in any order), at most three that the viewer sees.

    Their authors come with them. One query when there are none, two otherwise.
    """
    normal = normal_of(" ".join(words))
    bets = BestBet.objects.filter(normal=normal).order_by("place", "pk")
    if not (chosen := list(bets.values_list("kind", "number")[:20]) if normal else []):
        return []
    documents = {(each.kind, each.number): each for each in named(chosen, viewer)}
    return [documents[pair] for pair in chosen if pair in documents][: BestBet.MOST]


def named(pairs: Iterable[tuple[str, int]], viewer: Any) -> DocumentQuerySet:
    """The documents of these things, kind and number, that the viewer may see."""
    each = [Q(kind=kind, number=number) for kind, number in pairs]
    if not each:
        return Document.objects.none()
    return Document.objects.visible_to(viewer).filter(reduce(or_, each)).to_be_shown()
