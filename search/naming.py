"""Which words may be shown to others: those that several people typed, to whoever may see all that they led to."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Count, Max, Q
from django.db.models.functions import Lower

from .models import Document, Enquiry, EnquiryPart, Visit
from .models.enquiry import EnquiryQuerySet

SEVERAL = 3  # people who typed it
DAYS = 90  # as far as anybody looks back

Things = set[tuple[str, int]]  # kinds and numbers


def typed(enquiries: EnquiryQuerySet) -> dict[str, str]:
    """By normal form: the words as most people typed them, but for capitals, if several did so in one month.

    What one person typed is theirs, even if others asked for the same in other words.
    """
    forms = enquiries.filter(may_be_named=True).annotate(form=Lower("words")).values("normal", "month", "form")
    often = forms.annotate(people=Count("who", distinct=True), words=Max("words")).filter(people__gte=SEVERAL)
    return dict(often.order_by("people", "form").values_list("normal", "words"))


def led_to(normals: Collection[str], most: int | None = None, *, tops: bool = False) -> dict[str, Things]:
    """What was opened with each and what its words find apart; with `tops`, also what stood first. One query.

    With `most`, no more of it than one above that.
    """
    enquiries = Enquiry.objects.lately(DAYS).filter(normal__in=normals)
    pairs: Any = Visit.objects.filter(enquiry__in=enquiries).values_list("enquiry__normal", "kind", "number")
    others: list[Any] = [
        EnquiryPart.objects.filter(enquiry__in=enquiries).values_list("enquiry__normal", "kind", "number")
    ]
    if tops:
        others.append(enquiries.exclude(top_number=None).values_list("normal", "top_kind", "top_number"))
    found: dict[str, Things] = defaultdict(set)
    for normal, kind, number in pairs.union(*others).iterator():
        if most is None or len(found[normal]) <= most:
            found[normal].add((kind, number))
    return found


def hidden_from(viewer: Any, led_to: Mapping[str, Things]) -> set[str]:
    """Those of which something is hidden from `viewer`, or gone. One query."""
    numbers: dict[str, set[int]] = defaultdict(set)
    for kind, number in set[tuple[str, int]]().union(*led_to.values()):
        numbers[kind].add(number)
    if not numbers:
        return set()
    each = [Q(kind=kind, number__in=those) for kind, those in numbers.items()]
    seen = set(Document.objects.visible_to(viewer).filter(reduce(or_, each)).values_list("kind", "number"))
    return {normal for normal, things in led_to.items() if things - seen}
