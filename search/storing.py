"""The table of documents as the bells write it: rows, who may find and who wrote them, tags and words of titles."""

from collections.abc import Collection, Sequence
from typing import Any

from django.db import connection
from django.utils.timezone import now

from intranet.kit.declarations import Findable

from .backends.whoosh import words
from .models import Document, DocumentAudience, DocumentAuthor, DocumentTag, DocumentWord
from .models.document import another

COPIED = ["title", "text", "address", "author", "at", "verified_until", "lead", "question"]
COPIED += ["is_gone", "is_waiting", "version"]
SHORTEST = 4  # letters of a word that may be a mistake for another
LONGEST_WORD = DocumentWord._meta.get_field("word").max_length or 0
LONGEST_TITLE = Document._meta.get_field("title").max_length or 0


def hold(kind: str, numbers: Collection[int]) -> None:
    """Nobody else writes these documents, there or not, until the transaction ends.

    In the order of their numbers, so that two never wait for each other.
    """
    if numbers and connection.features.has_select_for_update:
        # What is not there yet is inserted; what is there is locked by an update that changes nothing.
        Document.objects.bulk_create(
            [Document(kind=kind, number=number, at=now(), is_gone=True) for number in sorted(set(numbers))],
            update_conflicts=True,
            unique_fields=["kind", "number"],
            update_fields=["number"],
        )


def audiences(kind: str, numbers: Collection[int]) -> dict[int, tuple[int, set[int]]]:
    """By number: the key of each document that can be found, and who may find it."""
    found: dict[int, tuple[int, set[int]]] = {}
    rows = Document.objects.standing().of(kind, numbers)
    for number, pk, audience in rows.values_list("number", "pk", "audiences__audience"):
        found.setdefault(number, (pk, set()))[1].update(() if audience is None else (audience,))
    return found


def store(kind: str, found: Sequence[Findable]) -> None:
    if not found:
        return
    rows = Document.objects.bulk_create(
        [_document(kind, thing) for thing in found],
        update_conflicts=True,
        unique_fields=["kind", "number"],
        update_fields=COPIED,
    )
    documents = [row.pk for row in rows]
    _replace(DocumentAudience, "audience", dict(zip(documents, (thing.audiences for thing in found), strict=True)))
    _replace(DocumentAuthor, "author", dict(zip(documents, map(_several, found), strict=True)))
    _replace(DocumentTag, "tag", dict(zip(documents, (thing.tags for thing in found), strict=True)))
    _replace(DocumentWord, "word", dict(zip(documents, (_words(thing.title) for thing in found), strict=True)))


def _document(kind: str, thing: Findable) -> Document:
    return Document(
        kind=kind,
        number=thing.number,
        title=thing.title[:LONGEST_TITLE],
        text=thing.text,
        address=thing.address,
        author_id=thing.author,
        at=thing.at,
        verified_until=thing.verified_until,
        lead=thing.lead,
        question=thing.question,
    )


def _several(thing: Findable) -> frozenset[int]:
    """All who wrote it, when it is more than one."""
    return thing.with_others | {thing.author} if thing.author and thing.with_others else frozenset()


def _words(title: str) -> frozenset[str]:
    """The words of a title that somebody may spell wrongly."""
    return frozenset(word for word in words(title) if word.isalpha() and SHORTEST <= len(word) <= LONGEST_WORD)


def _replace(model: Any, field: str, wanted: dict[int, frozenset[Any]]) -> None:
    """Each document has rows of `model` with exactly the values that are wanted in `field`."""
    surplus = []
    missing = {(document, value) for document, values in wanted.items() for value in values}
    for pk, document, value in model.objects.filter(document__in=wanted).values_list("pk", "document", field):
        if (document, value) in missing:
            missing.remove((document, value))
        else:
            surplus.append(pk)
    if surplus:
        model.objects.filter(pk__in=surplus).delete()
    model.objects.bulk_create(model(document_id=document, **{field: value}) for document, value in sorted(missing))


def have_changed(documents: Collection[int]) -> None:
    if documents:
        Document.objects.filter(pk__in=documents).update(is_waiting=True, version=another())


def go(kind: str, numbers: Collection[int]) -> None:
    """Their rows stay, empty, until the engines have heard of it."""
    if numbers:
        empty = {"title": "", "text": "", "lead": 0, "is_gone": True, "is_waiting": True, "version": another()}
        Document.objects.standing().of(kind, numbers).update(**empty)
