"""What people are told about searches; see `intranet.kit.declarations`."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import QuerySet

from intranet.kit.declarations import NoticeKind, NoticeThing

from .models import Document, MissedSearch


def document_readers(people: Mapping[int, Any], numbers: Collection[int]) -> dict[int, set[int]]:
    """Each of these people is told of few documents, so that each is asked about alone."""
    seen: dict[int, set[int]] = defaultdict(set)
    for number, person in people.items():
        for document in Document.objects.visible_to(person).filter(pk__in=numbers).values_list("pk", flat=True):
            seen[document].add(number)
    return seen


def documents(viewer: Any, numbers: Collection[int]) -> dict[int, tuple[str, str]]:
    found = Document.objects.visible_to(viewer).filter(pk__in=numbers)
    return {each.pk: (each.title or each.text[:80], each.address) for each in found}


def missed_readers(people: Mapping[int, Any], numbers: Collection[int]) -> dict[int, set[int]]:
    """Its owner alone; one query for each owner."""
    _own = MissedSearch.objects.filter(pk__in=numbers, owner__in=people)
    return {
        number: {owner}
        for owner in set(_own.values_list("owner", flat=True))
        for number in MissedSearch.objects.visible_to(people[owner])
        .filter(pk__in=_own.filter(owner=owner).values("pk"))
        .values_list("pk", flat=True)
    }


def _own(viewer: Any) -> QuerySet[MissedSearch]:
    return MissedSearch.objects.visible_to(viewer).filter(owner=viewer.pk)


def missed(viewer: Any, numbers: Collection[int]) -> dict[int, tuple[str, str]]:
    found = _own(viewer).filter(pk__in=numbers)
    return {each.pk: (f"“{each.words}”", each.get_absolute_url()) for each in found}


KINDS = {
    "search.answered": NoticeKind(
        "document", "Answers to what I wait for", "What you looked for has an answer:", "light-bulb", group="Search"
    ),
    "search.missed": NoticeKind(
        "missed", "Searches that I should see to", "Several people look in vain for", "magnifying-glass", group="Search"
    ),
}
THINGS = {
    "document": NoticeThing(document_readers, documents, "", Document.objects.visible_now, ("version",)),
    "missed": NoticeThing(missed_readers, missed, "", _own, ("words",)),
}
