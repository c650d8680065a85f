"""The forms in which words stand in the texts of a segment, where those are not terms themselves, and where they stand.

"policies" and "policy" have one term, and who may read one of them may not know of the other; so each knows its
documents. As three flat sequences they take little memory, and are written and read at once.
"""

import heapq
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

Stream = Iterator[tuple[str, list[int]]]


class Forms(NamedTuple):
    """Forms in their order, and the documents of all of them, one form behind the other."""

    words: list[str]
    ends: array  # of each form in `documents`
    documents: array

    def of(self, word: str) -> array:
        """The documents that have this form."""
        place = bisect_left(self.words, word)
        if place == len(self.words) or self.words[place] != word:
            return array("I")
        return self._documents(place)

    def beginning_with(self, letter: str) -> list[str]:
        return self.words[bisect_left(self.words, letter) : bisect_left(self.words, chr(ord(letter) + 1))]

    def numbered(self, new: Callable[[Iterable[int]], list[int]]) -> Stream:
        """Each form with what `new` makes of its documents."""
        return ((word, new(self._documents(place))) for place, word in enumerate(self.words))

    def _documents(self, place: int) -> array:
        return self.documents[self.ends[place - 1] if place else 0 : self.ends[place]]


def joined(streams: list[Stream]) -> Forms:
    """The forms of several segments, in the order of their documents. Those that are in none any longer go."""
    forms = Forms([], array("I"), array("I"))
    for word, group in groupby(heapq.merge(*streams, key=itemgetter(0)), key=itemgetter(0)):
        before = len(forms.documents)
        for _, documents in group:
            forms.documents.extend(documents)
        if len(forms.documents) > before:
            forms.words.append(word)
            forms.ends.append(len(forms.documents))
    return forms
