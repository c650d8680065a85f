"""The bells of search for what carries tags and is no update, such as a post or an article."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from contextlib import contextmanager

from django.db import transaction
from django.db.models import Model

from microblog.models import Tag
from search import documents
from search.models.document import DocumentTag

Carried = set[tuple[int, int]]  # tags, and the audiences that find them so


@transaction.atomic
def touch(kind: str, numbers: Collection[int]) -> None:
    """These things can be found as they are now, and so can the tags that stand on them."""
    with _their_tags(kind, numbers):
        documents.touch_numbers(kind, numbers)


@transaction.atomic
def forget(kind: str, thing: Model) -> None:
    """The thing is about to be deleted: it can no longer be found, nor a tag that stood on nothing else."""
    with _their_tags(kind, [thing.pk]):
        documents.forget(thing)


@contextmanager
def _their_tags(kind: str, numbers: Collection[int]) -> Iterator[None]:
    before = _carried(kind, numbers)
    yield
    after = _carried(kind, numbers)
    lost, gained = _by_tag(before - after), _by_tag(after - before)
    tags = Tag.objects.in_bulk(lost.keys() | gained.keys())
    documents.hold(*tags.values())
    for number, tag in sorted(tags.items()):
        documents.narrow([tag], lost[number])
        documents.widen([tag], gained[number])


def _carried(kind: str, numbers: Collection[int]) -> Carried:
    """The tags of these things, each with those who find it by them."""
    there = DocumentTag.objects.filter(document__kind=kind, document__number__in=numbers, document__is_gone=False)
    return {(tag, to) for tag, to in there.values_list("tag", "document__audiences__audience") if to is not None}


def _by_tag(carried: Carried) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for tag, audience in carried:
        found[tag].add(audience)
    return found
