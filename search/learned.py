"""Words by which several people have found something: they may be offered to others, and nothing else that was typed.

They are gathered every hour from the enquiries, so that type-ahead reads a few rows and never what somebody typed.
"""

from typing import Any

from django.db.models import Count, Max
from django.db.models.functions import Length

from .actions import sayings
from .backends.whoosh import words as words_of
from .backends.whoosh.analysis import fold
from .models import Enquiry, Saying, SayingWord
from .models.enquiry import EnquiryQuerySet
from .naming import DAYS, SEVERAL, led_to, typed
from .query import plain

MOST = 2_000  # sayings that are kept, those of most people
LOOKED_AT = 100  # sayings that begin as somebody types
DOCUMENTS = 100  # that a saying led to; one that led to more is not offered, for each of them is looked at
FOLDED = Saying._meta.get_field("folded").max_length or 0
LONGEST = SayingWord._meta.get_field("word").max_length or 0


def said_before(start: str, viewer: Any, most: int = 3) -> list[str]:
    """Words as they are typed most often that begin with `start`, said by most people first.

    One query when there are none, and two otherwise: the first is asked with every letter that somebody types.
    """
    start = _told(start)
    if not start:
        return []
    begun = Saying.objects.filter(folded__startswith=start).order_by("-people", "folded")
    likely = list(begun.values_list("pk", flat=True)[:LOOKED_AT])
    if not likely:
        return []
    seen = Saying.objects.visible_to(viewer).filter(pk__in=likely).order_by("-people", "folded")
    return list(seen.values_list("words", flat=True)[:most])


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


def learn() -> int:
    """The sayings are what the enquiries of the last 90 days say; how many there are.

    Everything is read first: counting takes longer than others should wait with their writing.
    """
    people = _several()
    words, things = typed(_opened().filter(normal__in=people)), led_to(people, DOCUMENTS)
    said = [
        sayings.Said(
            Saying(words=words[normal], folded=_told(words[normal]), normal=normal, people=count),
            _words(words[normal]),
            things[normal],
        )
        for normal, count in people.items()
        if normal in words and 0 < len(things[normal]) <= DOCUMENTS
    ]
    sayings.replace_all(said=said)
    return len(said)


def _opened() -> EnquiryQuerySet:
    return Enquiry.objects.lately(DAYS).filter(was_opened=True)


def _several() -> dict[str, int]:
    """The normal forms by which several people have found something, and how many: in one month, see Enquiry.month."""
    months = _opened().filter(may_be_named=True).values("normal", "month")
    often = months.annotate(people=Count("who", distinct=True)).filter(people__gte=SEVERAL)
    people: dict[str, int] = {}
    for normal, count in often.order_by("-people", "normal").values_list("normal", "people")[:MOST]:
        people[normal] = max(count, people.get(normal, 0))
    return people


def _told(text: str) -> str:
    """As it is compared: "Pay-slip" begins with "pay sl"."""
    return fold(plain(text))[:FOLDED]


def _words(text: str) -> set[str]:
    return {word for word in words_of(text) if word.isalpha() and len(word) <= LONGEST}
