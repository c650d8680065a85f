"""The bell of search: whoever changes what can be found says so, in the transaction of the change.

`touch` copies the things as they are now into the table of documents; the drain brings them into the engines later.
What can be found, and how it becomes a document, the rooms declare in their own `documents.py`.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import cache
from typing import Any

from django.db import transaction
from django.db.models import Model

from intranet.kit.declarations import Findable, Kind, gathered

from .backends.whoosh import words
from .models import Document, DocumentAudience, DocumentTag, DocumentWord
from .models.document import another

COPIED = ["title", "text", "address", "author", "at", "verified_until", "is_gone", "is_waiting", "version"]
KINDS: dict[str, Kind] = {}  # search has nothing of its own that could be found
BATCH = 500  # documents of one transaction when many are copied
SHORTEST = 4  # letters of a word that may be a mistake for another
LONGEST_WORD = DocumentWord._meta.get_field("word").max_length or 0
LONGEST_TITLE = Document._meta.get_field("title").max_length or 0


def touch(*things: Model) -> None:
    """Copy these things, as they are now, into what can be found; those that can no longer be found go."""
    for kind, of_it in _by_kind(things).items():
        touch_numbers(kind, [thing.pk for thing in of_it])


def forget(*things: Model) -> None:
    """These things are about to be deleted: they can no longer be found."""
    for kind, of_it in _by_kind(things).items():
        _go(kind, [thing.pk for thing in of_it])


def widen(things: Sequence[Model], audiences: Collection[int]) -> None:
    """`audiences` may find `things` from now on, too. Cheap when they could before; otherwise the same as `touch`."""
    for kind, of_it in _by_kind(things).items():
        known: dict[int, set[int]] = defaultdict(set)
        rows = DocumentAudience.objects.filter(
            document__kind=kind, document__number__in=[thing.pk for thing in of_it], document__is_gone=False
        )
        for number, audience in rows.values_list("document__number", "audience"):
            known[number].add(audience)
        touch_numbers(kind, [thing.pk for thing in of_it if not known[thing.pk].issuperset(audiences)])


@transaction.atomic
def touch_numbers(kind: str, numbers: Collection[int]) -> None:
    """:func:`touch` for things of one kind, known by number."""
    if not numbers:
        return
    found = list(kinds()[kind].read(numbers))
    _store(kind, found)
    _go(kind, set(numbers) - {thing.number for thing in found})


def gather(kind: str, *, advance: Callable[[int], None] = lambda things: None) -> None:
    """Copy all things of a kind, some in each transaction, and let go of what is no longer there."""
    model = kinds()[kind].model
    there = model._default_manager.order_by("pk").values_list("pk", flat=True)
    last = 0
    while numbers := list(there.filter(pk__gt=last)[:BATCH]):  # nothing is kept open while others write
        touch_numbers(kind, numbers)
        advance(len(numbers))
        last = numbers[-1]
    gone = Document.objects.standing().filter(kind=kind).exclude(number__in=model._default_manager.values("pk"))
    while numbers := list(gone.values_list("number", flat=True)[:BATCH]):
        _go(kind, numbers)


def size(kind: str) -> int:
    """About how many things of a kind there are."""
    return kinds()[kind].model._default_manager.count()


def kinds() -> dict[str, Kind]:
    """Everything that the rooms declare as findable."""
    return gathered("documents", "KINDS")


@cache
def _kind_of(model: type[Model]) -> str:
    [kind] = [name for name, kind in kinds().items() if kind.model is model]
    return kind


def _by_kind(things: Iterable[Model]) -> dict[str, list[Model]]:
    found = defaultdict(list)
    for thing in things:
        found[_kind_of(type(thing))].append(thing)
    return found


def _store(kind: str, found: Sequence[Findable]) -> None:
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
    )


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


def _go(kind: str, numbers: Collection[int]) -> None:
    """Their rows stay, empty, until the engines have heard of it."""
    if numbers:
        empty = {"title": "", "text": "", "is_gone": True, "is_waiting": True, "version": another()}
        Document.objects.standing().of(kind, numbers).update(**empty)
