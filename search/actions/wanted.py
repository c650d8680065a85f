"""People say that they wait for an answer, and are told of it."""

from typing import Any

from django.db import transaction

from intranet.notifications import notices
from search.models import Document, Wanted
from search.normal import normal_of

MOST = 100  # that a person waits for
WORDS = Wanted._meta.get_field("words").max_length or 0


class TooMany(Exception):
    """Somebody waits for as much as anybody may."""


@transaction.atomic
def want(*, by: Any, words: str, found: int) -> Wanted | None:
    """`by` will be told when the words find an answer; said twice, it is one. None when there are no words.

    `found` says how much has all of them now. The trail hears nothing of it. Raises TooMany.
    """
    normal = normal_of(words)
    if not normal:
        return None
    known = Wanted.objects.filter(person=by)
    if not known.filter(normal=normal).exists() and known.count() >= MOST:
        raise TooMany
    wanted, _ = Wanted.objects.get_or_create(
        person=by, normal=normal, defaults={"words": words[:WORDS].rstrip(), "found": found}
    )
    return wanted


@transaction.atomic
def take_back(*, by: Any, wanted: Wanted) -> None:
    """`by` waits for it no longer, and nothing says that they ever did."""
    wanted.delete()


@transaction.atomic
def tell_answer(*, wanted: Wanted, answer: Document) -> None:
    """The person who waits is told where the answer stands, and nothing says any more what they had looked for.

    Who does not want to be told of answers just now goes on waiting, as long as anybody may.
    """
    if notices.send("search.answered", to=[wanted.person_id], about=answer):
        wanted.delete()
