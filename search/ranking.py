"""In which order hits are shown: by relevance, and by what a row tells beyond its words.

The figures were chosen by `tests.bench.search_quality`, see intranet/decisions/0008.
"""

import re
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from functools import cached_property
from itertools import islice, pairwise
from typing import Any, NamedTuple

from django.db.models.functions import Left
from django.utils.timezone import now

from .backends.whoosh.analysis import analyser
from .documents import kinds
from .highlights import BEGIN, flattened, start_of, terms_of
from .models import Document
from .trust import trust

LEAST_FRESH = 0.5  # an old thing is worth at least this share of what it was when it was new
TRUSTED = {"verified": 1.15, "due": 1.05, "overdue": 0.85, "": 1.0}
COMPLETE = 1.25  # what has all the words, among what has any of them
IN_TITLE, IS_TITLE = 0.5, 1.0  # more when all words stand in the title, and when it says nothing else
TOGETHER = 0.3  # more when the words stand one behind the other as they were typed
PAIRS = 16  # of words one behind the other that are looked for
READ = 40  # of the best are read to find that out
READ_OF = 4_000  # characters of each
BETWEEN = r"[^\W_]*[\W_]{1,3}(?:[^\W_]{1,4}[\W_]{1,3})?"  # the rest of a word, and perhaps "to" or "the"

Score = tuple[int, float]  # a document's key, and how relevant an engine finds it, above zero


class _Row(NamedTuple):
    """What a row tells beyond its words."""

    kind: str
    at: datetime
    title: str
    verified_until: datetime | None
    text: str = ""  # its beginning, if that matters


def ranked(hits: Sequence[Score], words: Sequence[str], complete: Collection[int] = ()) -> list[int]:
    """The keys of `hits`, the best first, for who typed `words`; those in `complete` have all of them.

    One query. What is gone is left out.
    """
    return _Ranking(words).order(hits, complete)


class _Ranking:
    def __init__(self, words: Sequence[str]) -> None:
        self.today = now()
        self.words = words
        self.sought = terms_of(words)

    def order(self, hits: Sequence[Score], complete: Collection[int]) -> list[int]:
        told = self._told([key for key, _ in hits])
        worth = {
            key: score * self._worth(told[key]) * (COMPLETE if key in complete else 1)
            for key, score in hits
            if key in told
        }
        best = sorted(worth, key=lambda key: -worth[key])
        if self._neighbours:
            worth |= {key: worth[key] * self._together(told[key]) for key in best[:READ]}
            best[:READ] = sorted(best[:READ], key=lambda key: -worth[key])
        return best

    def _told(self, keys: list[int]) -> dict[int, _Row]:
        columns: list[Any] = ["kind", "at", "title", "verified_until"]
        if self._neighbours:
            columns.append(Left("text", READ_OF))
        rows = Document.objects.filter(pk__in=keys).values_list("pk", *columns)
        return {key: _Row(*row) for key, *row in rows}

    def _worth(self, row: _Row) -> float:
        return (
            _freshness(row.kind, self.today - row.at)
            * self._titled(row.title)
            * TRUSTED[trust(row.verified_until, self.today)]
        )

    def _titled(self, title: str) -> float:
        if not title or not self.sought:
            return 1.0
        terms = terms_of([title])
        both = len(terms & self.sought)
        covered = both / len(self.sought)
        return 1 + covered * (IN_TITLE + IS_TITLE * both / max(len(terms), 1))

    def _together(self, row: _Row) -> float:
        """More worth where words that were typed one behind the other stand so in the text."""
        text = flattened(f"{row.title}\n{row.text}")
        return 1 + TOGETHER * sum(1 for pair in self._neighbours if pair.search(text)) / len(self._neighbours)

    @cached_property
    def _neighbours(self) -> list[re.Pattern[str]]:
        """For each two words that were typed one behind the other, how they stand so in a flattened text."""
        pieces = [piece for word in self.words for token in analyser().tokens(word) for piece in token.pieces]
        terms = [piece.term for piece in pieces if not piece.whole and not piece.stop]
        pairs = islice(dict.fromkeys(pairwise(terms)), PAIRS)
        return [re.compile(f"{BEGIN}{start_of(one)}{BETWEEN}{start_of(other)}") for one, other in pairs]


def _freshness(kind: str, age: timedelta) -> float:
    """From 1 for what is new, or never fades, down to LEAST_FRESH."""
    half = kinds()[kind].halves_after
    if half is None:
        return 1.0
    return LEAST_FRESH + (1 - LEAST_FRESH) * 0.5 ** (max(age, timedelta()) / half)
