"""The bells of search: whoever changes what can be found says so, in the transaction of the change.

`touch` copies the things as they are now into the table of documents; the drain brings them into the engines later.
`widen` and `narrow` are for what very many things make findable, as their updates do with a tag: they cost as much as
there are audiences. What can be found, and how it becomes a document, the rooms declare in their own `documents.py`.

Two may ring for the same thing at the same moment. Each first takes hold of its document and then reads, so that who
writes last has read the newest. SQLite lets only one write anyway.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import cache
from typing import Any

from django.db import connection, transaction
from django.db.models import Model
from django.utils.timezone import now

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


@transaction.atomic(savepoint=False)
def widen(things: Sequence[Model], audiences: Collection[int]) -> None:
    """`audiences` may find `things` from now on, too. What nobody could find yet is touched."""
    for kind, of_it in _by_kind(things).items():
        numbers = [thing.pk for thing in of_it]
        _hold(kind, numbers)
        known = _audiences(kind, numbers)
        touch_numbers(kind, [number for number in numbers if number not in known])
        missing = [(pk, sorted(set(audiences) - found_by)) for pk, found_by in known.values()]
        DocumentAudience.objects.bulk_create(
            DocumentAudience(document_id=pk, audience=audience) for pk, those in missing for audience in those
        )
        _have_changed([pk for pk, those in missing if those])


@transaction.atomic(savepoint=False)
def narrow(things: Sequence[Model], audiences: Collection[int]) -> None:
    """`audiences` saw something that made `things` findable, and it is gone: whoever sees nothing else finds no more.

    What has no audience left goes.
    """
    for kind, of_it in _by_kind(things).items():
        numbers = [thing.pk for thing in of_it]
        still_seen = kinds()[kind].still_seen
        if still_seen is None:
            touch_numbers(kind, numbers)
            continue
        _hold(kind, numbers)
        for number, (pk, found_by) in _audiences(kind, numbers).items():
            asked = found_by.intersection(audiences)
            if lost := asked - still_seen(number, asked):
                DocumentAudience.objects.filter(document=pk, audience__in=lost).delete()
                if lost == found_by:
                    _go(kind, [number])
                else:
                    _have_changed([pk])


def hold(*things: Model) -> None:
    """For who rings twice, for some of them to narrow and for some to widen: nobody else writes these documents.

    Each bell takes hold of its own; two who ring in turns would wait for each other.
    """
    for kind, of_it in _by_kind(things).items():
        _hold(kind, [thing.pk for thing in of_it])


@transaction.atomic(savepoint=False)
def touch_numbers(kind: str, numbers: Collection[int]) -> None:
    """:func:`touch` for things of one kind, known by number."""
    if not numbers:
        return
    _hold(kind, numbers)
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


def _hold(kind: str, numbers: Collection[int]) -> None:
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


def _audiences(kind: str, numbers: Collection[int]) -> dict[int, tuple[int, set[int]]]:
    """By number: the key of each document that can be found, and who may find it."""
    found: dict[int, tuple[int, set[int]]] = {}
    rows = Document.objects.standing().of(kind, numbers)
    for number, pk, audience in rows.values_list("number", "pk", "audiences__audience"):
        found.setdefault(number, (pk, set()))[1].update(() if audience is None else (audience,))
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


def _have_changed(documents: Collection[int]) -> None:
    if documents:
        Document.objects.filter(pk__in=documents).update(is_waiting=True, version=another())


def _go(kind: str, numbers: Collection[int]) -> None:
    """Their rows stay, empty, until the engines have heard of it."""
    if numbers:
        empty = {"title": "", "text": "", "is_gone": True, "is_waiting": True, "version": another()}
        Document.objects.standing().of(kind, numbers).update(**empty)
