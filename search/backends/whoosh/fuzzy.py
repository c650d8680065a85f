"""Terms near to one that was typed: a few letters away, or behind a beginning. Bounded, the most frequent first.

Words that stand only in what is hidden from the searcher are not near to anything, and count in no bound.
"""

import heapq
from array import array
from collections.abc import Iterator
from contextlib import suppress
from itertools import groupby, islice
from operator import itemgetter
from sys import intern

from .analysis import analyser
from .clock import Clock, OutOfTime
from .contents import STARTS, WORDS
from .scope import Scope
from .segment import Segment
from .snapshot import Snapshot

MOST = 30  # terms for one
LOOKED_AT = 5_000  # terms with the same beginning
NEAR = 500  # words near to one


def close_to(scope: Scope, word: str, away: int, clock: Clock) -> list[tuple[str, int]]:
    """The terms of words at most `away` edits from this one that begin with its letter, each with its distance."""
    return scope.once(("close to", word, away), lambda: _close_to(scope, word, away, clock))


def _close_to(scope: Scope, word: str, away: int, clock: Clock) -> list[tuple[str, int]]:
    terms = {term: distance for _, term, distance in islice(_there(scope, word, away, clock), NEAR)}
    own = analyser(scope.snapshot.contents.language).stem(word)
    if scope.frequency(WORDS, own):
        terms[own] = 0
    best = sorted(terms, key=lambda term: (terms[term], -scope.frequency(WORDS, term)))
    return [(term, terms[term]) for term in best[:MOST]]


def words_close_to(scope: Scope, word: str, away: int, clock: Clock) -> list[tuple[str, int]]:
    """The same as words: one for each term, the nearest, most frequent first, each with its distance."""
    found: list[tuple[str, str, int]] = []
    with suppress(OutOfTime):  # those that were seen until then
        for each in islice(_there(scope, word, away, clock), NEAR):
            found.append(each)
    found.sort(key=lambda each: (each[2], -scope.frequency(WORDS, each[1])))
    return [(other, distance) for other, _, distance in found]


def _there(scope: Scope, word: str, away: int, clock: Clock) -> Iterator[tuple[str, str, int]]:
    """Words near to this one in what may be found, the nearest first, one for each term, with it and their distances.

    That the term is there does not say that the word is: "policies" and "policy" have the same.
    """
    near = _near(scope.snapshot, word, away)
    stem = analyser(scope.snapshot.contents.language).stem
    seen: set[str] = set()
    for other in sorted(near, key=lambda other: (near[other], other)):
        term = stem(other)
        if term in seen or not scope.frequency(WORDS, term):
            continue
        clock.look()
        if other == term or scope.is_written(other):
            seen.add(term)
            yield other, term, near[other]


def _near(snapshot: Snapshot, word: str, away: int) -> dict[str, int]:
    """Words near to this one, with their distances.

    An edit is a letter more, less, other, or two that changed places. Words are compared as they were written, because
    a wrong letter gives another stem; so "confernece" finds the term of "conference", which is "confer".
    """
    letters, sizes = _letters(word), range(len(word) - away, len(word) + away + 1)
    forms = {
        other
        for view in snapshot.views
        for other, others in zip(*_forms(view.segment, word[0]), strict=True)
        if (letters ^ others).bit_count() <= 2 * away and len(other) in sizes  # cheap, and leaves one in fifty
    }
    distances = {other: edits(word, other, away) for other in forms}
    return {other: distance for other, distance in distances.items() if distance <= away}


def beginning_with(scope: Scope, start: str, clock: Clock) -> list[str]:
    """The words that begin so, those that may be found most often first."""
    return scope.once(("beginning with", start), lambda: _beginning_with(scope, start, clock))


def _beginning_with(scope: Scope, start: str, clock: Clock) -> list[str]:
    streams = heapq.merge(*(view.segment.terms.beginning_with(STARTS, start) for view in scope.snapshot.views))
    often: dict[str, int] = {}
    for word, _ in groupby(streams, key=itemgetter(0)):
        clock.look()
        if many := scope.frequency(STARTS, word):
            often[word] = many
        if len(often) == LOOKED_AT:
            break
    return heapq.nlargest(MOST, often, key=often.__getitem__)


def words_beginning_with(scope: Scope, start: str, clock: Clock) -> list[str]:
    """Words of texts that begin so, without itself: one for each term, those that may be found most often first."""
    stem = analyser(scope.snapshot.contents.language).stem
    forms = {
        form for view in scope.snapshot.views for form in _forms(view.segment, start[0])[0] if form.startswith(start)
    }
    often: dict[str, tuple[int, str]] = {}
    with suppress(OutOfTime):  # those that were seen until then
        for form in sorted(forms - {start}, key=lambda form: (len(form), form)):
            term = stem(form)
            if term in often or not (many := scope.frequency(WORDS, term)):
                continue
            clock.look()
            if form == term or scope.is_written(form):
                often[term] = many, form
            if len(often) == LOOKED_AT:
                break
    return [form for _, form in heapq.nlargest(MOST, often.values())]


def edits(one: str, other: str, most: int) -> int:
    """How many edits are between the two; more than `most` is not counted to its end."""
    if one == other:
        return 0
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        before, last, row = row, before, [i]
        for j, sign in enumerate(other, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != sign))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == sign:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
        if min(row) > most and (not before or min(before) > most):
            return most + 1
    return row[-1]


def _forms(segment: Segment, letter: str) -> tuple[list[str], array]:
    """The words of one first letter and their letters; no codes, since a code a letter away is another code."""

    def make() -> tuple[list[str], array]:
        terms = [term for term, _ in segment.terms.beginning_with(WORDS, letter) if term.isalpha()]
        words = [intern(form) for form in terms + segment.forms.beginning_with(letter)]  # one object in all segments
        return words, array("I", map(_letters, words))

    return segment.remembered.get(("forms", letter), make)


def _letters(word: str) -> int:
    """Which letters a word has: an edit changes two of the bits at most."""
    letters = 0
    for letter in word:
        letters |= 1 << ord(letter) % 32
    return letters
