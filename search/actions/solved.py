"""Somebody was about to ask, and what they were offered solved it."""

from typing import Any

from django.db import transaction

from search.documents import kinds
from search.models import Document, Solved


@transaction.atomic
def solved(*, by: Any, document: Document) -> None:
    """What `document` stands for solved what `by` was about to ask. A second time nothing happens.

    The trail hears nothing of it: like a vote, it is no deed that one must account for.
    """
    if Solved.objects.get_or_create(person=by, kind=document.kind, number=document.number)[1]:
        _ring(by, document, is_so=True)


@transaction.atomic
def take_back(*, by: Any, document: Document) -> None:
    """`by` asks it after all, or pressed the wrong button."""
    if Solved.objects.filter(person=by, kind=document.kind, number=document.number).delete()[0]:
        _ring(by, document, is_so=False)


def _ring(by: Any, document: Document, *, is_so: bool) -> None:
    if ring := kinds()[document.kind].has_solved:
        ring(by=by, number=document.number, is_so=is_so)
