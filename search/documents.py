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

from django.db import transaction
from django.db.models import Model

from intranet.kit.declarations import Kind, gathered

from . import storing
from .models import Document, DocumentAudience

KINDS: dict[str, Kind] = {}  # search has nothing of its own that could be found
BATCH = 500  # documents of one transaction when many are copied
#: The kinds as readers meet them, what they look for most first; one that is missing here comes last.
ORDER = ("article", "blogpost", "update", "person", "team", "section", "file", "tag")


def touch(*things: Model) -> None:
    """Copy these things, as they are now, into what can be found; those that can no longer be found go."""
    for kind, of_it in _by_kind(things).items():
        touch_numbers(kind, [thing.pk for thing in of_it])


def forget(*things: Model) -> None:
    """These things are about to be deleted: they can no longer be found."""
    for kind, of_it in _by_kind(things).items():
        storing.go(kind, [thing.pk for thing in of_it])


@transaction.atomic(savepoint=False)
def widen(things: Sequence[Model], audiences: Collection[int]) -> None:
    """`audiences` may find `things` from now on, too. What nobody could find yet is touched."""
    for kind, of_it in _by_kind(things).items():
        numbers = [thing.pk for thing in of_it]
        storing.hold(kind, numbers)
        known = storing.audiences(kind, numbers)
        touch_numbers(kind, [number for number in numbers if number not in known])
        missing = [(pk, sorted(set(audiences) - found_by)) for pk, found_by in known.values()]
        DocumentAudience.objects.bulk_create(
            DocumentAudience(document_id=pk, audience=audience) for pk, those in missing for audience in those
        )
        storing.have_changed([pk for pk, those in missing if those])


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
        storing.hold(kind, numbers)
        for number, (pk, found_by) in storing.audiences(kind, numbers).items():
            asked = found_by.intersection(audiences)
            if lost := asked - still_seen(number, asked):
                DocumentAudience.objects.filter(document=pk, audience__in=lost).delete()
                if lost == found_by:
                    storing.go(kind, [number])
                else:
                    storing.have_changed([pk])


def hold(*things: Model) -> None:
    """For who rings twice, for some of them to narrow and for some to widen: nobody else writes these documents.

    Each bell takes hold of its own; two who ring in turns would wait for each other.
    """
    for kind, of_it in _by_kind(things).items():
        storing.hold(kind, [thing.pk for thing in of_it])


@transaction.atomic(savepoint=False)
def touch_numbers(kind: str, numbers: Collection[int]) -> None:
    """:func:`touch` for things of one kind, known by number."""
    if not numbers:
        return
    storing.hold(kind, numbers)
    found = list(kinds()[kind].read(numbers))
    storing.store(kind, found)
    storing.go(kind, set(numbers) - {thing.number for thing in found})


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
        storing.go(kind, numbers)


def size(kind: str) -> int:
    """About how many things of a kind there are."""
    return kinds()[kind].model._default_manager.count()


@cache
def kinds() -> dict[str, Kind]:
    """Everything that the rooms declare as findable, in the order of the tabs."""
    declared = gathered("documents", "KINDS")
    return {key: declared[key] for key in sorted(declared, key=_place)}


def _place(key: str) -> int:
    return ORDER.index(key) if key in ORDER else len(ORDER)


@cache
def _kind_of(model: type[Model]) -> str:
    [kind] = [name for name, kind in kinds().items() if kind.model is model]
    return kind


def _by_kind(things: Iterable[Model]) -> dict[str, list[Model]]:
    found = defaultdict(list)
    for thing in things:
        found[_kind_of(type(thing))].append(thing)
    return found
