"""What may be found at all by one search, and what its words weigh there.

How rare a word is and how long a text is on average are counted among what the searcher may find. So what is hidden
from somebody changes nothing of what they see, not even the order.
"""

import math
from collections.abc import Callable, Hashable, Iterator
from functools import cached_property, partial
from itertools import compress
from typing import Any, TypeVar

from . import masks
from .contents import WORDS
from .snapshot import Snapshot, View

T = TypeVar("T")


class Scope:
    """A snapshot, and of each of its segments the mask of the documents that may be found."""

    def __init__(self, snapshot: Snapshot, key: Hashable, allowed: list[bytes]) -> None:
        self.snapshot = snapshot
        self._masks = dict(zip(snapshot.views, allowed, strict=True))
        self._made: dict[Hashable, Any] = {}
        self._key = key  # the same for the same masks

    def __iter__(self) -> Iterator[tuple[View, bytes]]:
        return iter(self._masks.items())

    def rarity(self, field: str, term: str) -> float:
        """The weight of a term: the rarer, the more it says."""
        documents = self.frequency(field, term)
        return math.log(1 + (self._size - documents + 0.5) / (documents + 0.5))

    def frequency(self, field: str, term: str) -> int:
        """In how many of the documents the term is."""
        return sum(self.frequency_in(view, field, term) for view in self._masks)

    def frequency_in(self, view: View, field: str, term: str) -> int:
        """In how many of those in one segment."""
        return view.remembered.get((self._key, field, term), partial(self._within, view, field, term))

    def is_written(self, form: str) -> bool:
        """Whether a word that is no term itself stands so in one of them."""
        return any(any(map(mask.__getitem__, view.segment.forms.of(form))) for view, mask in self)

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """What is the same for all segments of one search, made when it is first asked for."""
        if key not in self._made:
            self._made[key] = make()
        return self._made[key]

    def average_of(self, field: str) -> float | None:
        """The average length of a text; None where lengths do not matter: beginnings have theirs in the weight."""
        return self._average if field == WORDS else None

    def _within(self, view: View, field: str, term: str) -> int:
        mask = self._masks[view]
        ids = view.segment.postings(field, term, self.average_of(field)).ids
        return len(ids) if masks.count(mask) == view.segment.size else sum(map(mask.__getitem__, ids))

    @cached_property
    def _size(self) -> int:
        return sum(map(masks.count, self._masks.values()))

    @cached_property
    def _average(self) -> float:
        length = sum(view.remembered.get((self._key, "length"), partial(_length, view, mask)) for view, mask in self)
        return _rounded(length / self._size) if self._size else 1.0


def _length(view: View, mask: bytes) -> int:
    return sum(compress(view.segment.lengths, mask))


def _rounded(value: float) -> float:
    """Two digits: what is remembered of scores stays right while a few documents come and go."""
    return float(f"{value:.1e}") or 1.0
