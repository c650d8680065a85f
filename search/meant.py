"""Words that nobody wrote, and what may have been meant: for typing mistakes, and for words that are being typed."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Count
from django.db.models.functions import Length

from .backends.whoosh import words
from .backends.whoosh.fuzzy import edits
from .learned import words_like
from .models import Document, DocumentWord

MOST = 12  # words for one
LOOKED_UP = 16  # words of a query
UNKNOWN = 2  # of them that stand nowhere and are looked after
SHORTEST = 4  # letters; a shorter word a letter away is another word
BEGUN = 2  # letters after which a word is completed
LOOKED_AT = 5_000  # words of titles with the same first letter, the most frequent ones


def like(word: str, results: Any, viewer: Any) -> list[tuple[str, int]]:
    """Words near to `word`, the nearest first, each with its distance in letters.

    They stand in what `results` found, or, when nothing there is like it, in titles and in successful enquiries.
    """
    folded = words(word)
    if len(folded) != 1 or not folded[0].isalpha() or len(folded[0]) < SHORTEST:
        return []
    found = dict(results.like(folded[0])) or dict(_offered(folded[0], viewer))
    return sorted(found.items(), key=lambda pair: pair[1])[:MOST]


def completions(start: str, results: Any, viewer: Any) -> Sequence[str]:
    """Words that begin so, the most frequent first.

    They stand in what `results` found, or, when nothing there begins so, in titles.
    """
    folded = words(start)
    if len(folded) != 1 or not folded[0].isalpha() or len(folded[0]) < BEGUN:
        return []
    if in_texts := results.completions(folded[0]):
        return list(in_texts[:MOST])
    begin_so = DocumentWord.objects.filter(word__startswith=folded[0]).exclude(word=folded[0])
    seen = begin_so.filter(document__in=Document.objects.visible_to(viewer))
    return [word for word, _ in seen.values_list("word").annotate(often=Count("pk")).order_by("-often", "word")[:MOST]]


def _offered(word: str, viewer: Any) -> Sequence[tuple[str, int]]:
    """From titles, and from what several people typed and found."""
    away = 1 if len(word) <= 7 else 2
    begin_so = DocumentWord.objects.filter(word__gte=word[0], word__lt=chr(ord(word[0]) + 1))
    as_long = begin_so.annotate(size=Length("word")).filter(size__gte=len(word) - away, size__lte=len(word) + away)
    seen = as_long.filter(document__in=Document.objects.visible_to(viewer))
    often = seen.values_list("word").annotate(often=Count("pk")).order_by("-often")[:LOOKED_AT]
    near = [(other, edits(word, other, away)) for other, _ in [*often, *words_like(word, viewer)]]
    return [(other, distance) for other, distance in near if 0 < distance <= away]
