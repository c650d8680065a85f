"""Words by which several people have found something: they may be offered to others, and nothing else that was typed.

They are gathered every hour from the enquiries, so that type-ahead reads a few rows and never what somebody typed.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Count, Exists, Max, OuterRef
from django.db.models.functions import Length

from .backends.whoosh import words as words_of
from .backends.whoosh.analysis import fold
from .models import Document, Enquiry, Saying, SayingDocument, SayingWord, Visit
from .query import plain

DAYS = 90
SEVERAL = 3  # people who typed it
MOST = 2_000  # sayings that are kept, those of most people
DOCUMENTS = 100  # that were opened, of a saying; one that led to more is not offered, for each of them is looked at
FOLDED = Saying._meta.get_field("folded").max_length or 0
LONGEST = SayingWord._meta.get_field("word").max_length or 0


def said_before(start: str, viewer: Any, most: int = 3) -> list[str]:
    """Words as they are typed most often that begin with `start`, said by most people first. One query."""
    start = _told(start)
    if not start:
        return []
    begun = Saying.objects.visible_to(viewer).filter(folded__startswith=start)
    return list(begun.order_by("-people", "folded").values_list("words", flat=True)[:most])


def words_like(word: str, viewer: Any, most: int = 200) -> list[tuple[str, int]]:
    """Folded words with the first letter of `word` and about its length, with how many people said them. One query.

    For did-you-mean; how far they are from `word` is for the caller to count.
    """
    word = fold(word)
    if not word:
        return []
    rows = SayingWord.objects.filter(word__startswith=word[0], saying__in=Saying.objects.visible_to(viewer))
    near = rows.annotate(size=Length("word")).filter(size__gte=len(word) - 2, size__lte=len(word) + 2)
    return list(near.values_list("word").annotate(people=Max("saying__people")).order_by("-people", "word")[:most])


@transaction.atomic
def learn() -> int:
    """The sayings are what the enquiries of the last 90 days say; how many there are."""
    people = _several()
    words, documents = _typed(people), _opened(people)
    Saying.objects.all().delete()
    made = Saying.objects.bulk_create(
        Saying(words=words[normal], folded=_told(words[normal]), normal=normal, people=count)
        for normal, count in people.items()
        if 0 < len(documents[normal]) <= DOCUMENTS
    )
    SayingWord.objects.bulk_create(SayingWord(saying=each, word=word) for each in made for word in _words(each.words))
    SayingDocument.objects.bulk_create(
        SayingDocument(saying=each, kind=kind, number=number)
        for each in made
        for kind, number in documents[each.normal]
    )
    return len(made)


def _several() -> dict[str, int]:
    """The normal forms by which several people have found something, and how many: in one month, see Enquiry.month."""
    found = Enquiry.objects.lately(DAYS).filter(was_opened=True)
    months = found.values("normal", "month").annotate(people=Count("who", distinct=True)).filter(people__gte=SEVERAL)
    people: dict[str, int] = {}
    for normal, count in months.order_by("-people", "normal").values_list("normal", "people")[:MOST]:
        people[normal] = max(count, people.get(normal, 0))
    return people


def _typed(normals: Iterable[str]) -> dict[str, str]:
    """How each is typed by most."""
    rows = Enquiry.objects.lately(DAYS).filter(was_opened=True, normal__in=normals)
    forms = rows.values_list("normal", "words").annotate(people=Count("who", distinct=True), times=Count("pk"))
    return {normal: words for normal, words, *_ in forms.order_by("people", "times", "words")}


def _opened(normals: Iterable[str]) -> dict[str, set[tuple[str, int]]]:
    """What was opened and is still there, for each."""
    visits = Visit.objects.filter(enquiry__in=Enquiry.objects.lately(DAYS).filter(normal__in=normals))
    there = Document.objects.standing().filter(kind=OuterRef("kind"), number=OuterRef("number"))
    opened: dict[str, set[tuple[str, int]]] = defaultdict(set)
    rows = visits.filter(Exists(there)).values_list("enquiry__normal", "kind", "number").distinct()
    for normal, kind, number in rows.iterator():
        if len(opened[normal]) <= DOCUMENTS:
            opened[normal].add((kind, number))
    return opened


def _told(text: str) -> str:
    """As it is compared: "Pay-slip" begins with "pay sl"."""
    return fold(plain(text))[:FOLDED]


def _words(text: str) -> set[str]:
    return {word for word in words_of(text) if word.isalpha() and len(word) <= LONGEST}
