"""Words that may be offered to others."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction

from search.models import Saying, SayingDocument, SayingWord


@dataclass(frozen=True)
class Said:
    """A saying with its words and what it led to: kinds and numbers."""

    saying: Saying
    words: Collection[str]
    led_to: Collection[tuple[str, int]]


@transaction.atomic
def replace_all(*, said: Collection[Said]) -> None:
    """These are the sayings now, and there are no others."""
    Saying.objects.all().delete()
    Saying.objects.bulk_create(each.saying for each in said)
    SayingWord.objects.bulk_create(SayingWord(saying=each.saying, word=word) for each in said for word in each.words)
    SayingDocument.objects.bulk_create(
        SayingDocument(saying=each.saying, kind=kind, number=number) for each in said for kind, number in each.led_to
    )
