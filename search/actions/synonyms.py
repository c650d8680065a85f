"""Words that mean the same are told to the search, which knows it at once."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.timezone import now

from intranet.audit import trail
from search.models import Synonym, SynonymWord
from search.normal import stems


@transaction.atomic
def add(*, by: Any, words: Sequence[str]) -> Synonym:
    """These words mean the same."""
    group = Synonym.objects.create(by=by)
    _say(group, words)
    trail.record("synonym.added", by=by, words=", ".join(words))
    return group


@transaction.atomic
def change(*, by: Any, group: Synonym, words: Sequence[str]) -> None:
    """These words mean the same, and no longer those that the group had before."""
    before = str(group)
    group.by, group.at = by, now()
    group.save(update_fields=["by", "at"])
    group.words.all().delete()
    _say(group, words)
    trail.record("synonym.changed", by=by, words=", ".join(words), before=before)


@transaction.atomic
def delete(*, by: Any, group: Synonym) -> None:
    """Its words mean what they mean."""
    words = str(group)
    group.delete()
    trail.record("synonym.deleted", by=by, words=words)


def _say(group: Synonym, words: Sequence[str]) -> None:
    SynonymWord.objects.bulk_create(
        SynonymWord(group=group, words=each, stems=" ".join(stems(each)), first=stems(each)[0], place=place)
        for place, each in enumerate(words)
    )
