"""Terms near to one that was typed: a few letters away, or behind a beginning. Bounded, the most frequent first."""

from array import array
from heapq import nlargest
from itertools import islice
from operator import itemgetter
from sys import intern

from .analysis import analyser
from .contents import STARTS, WORDS
from .scope import Scope
from .segment import Segment
from .snapshot import Snapshot

MOST = 30  # terms for one
LOOKED_AT = 5_000  # terms with the same beginning, in each segment
NEAR = 500  # words near to one, before it is known which of them may be found


def close_to(scope: Scope, word: str, away: int) -> list[tuple[str, int]]:
    """The terms of words at most `away` edits from this one that begin with its letter, each with its distance."""
    found = _near(scope.snapshot, word, away)
    stem = analyser(scope.snapshot.contents.language).stem
    terms: dict[str, int] = {}
    for other, distance in found.items():
        term = stem(other)
        terms[term] = min(distance, terms.get(term, distance))
    terms[stem(word)] = 0
    frequency = {term: scope.frequency(WORDS, term) for term in terms}
    best = sorted((term for term in terms if frequency[term]), key=lambda term: (terms[term], -frequency[term]))
    return [(term, terms[term]) for term in best[:MOST]]


def words_close_to(scope: Scope, word: str, away: int) -> list[tuple[str, int]]:
    """The same as words: one for each term, the nearest, most frequent first, each with its distance."""
    stem = analyser(scope.snapshot.contents.language).stem
    found = _near(scope.snapshot, word, away)
    words: dict[str, tuple[str, int]] = {}
    for other in sorted(found, key=lambda other: (found[other], other))[:NEAR]:
        words.setdefault(stem(other), (other, found[other]))
    often = {term: scope.frequency(WORDS, term) for term in words}
    return [words[term] for term in sorted(words, key=lambda term: (words[term][1], -often[term])) if often[term]]


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


def beginning_with(scope: Scope, start: str) -> list[str]:
    """The words that begin so, those that may be found most often first."""
    words: set[str] = set()
    for view in scope.snapshot.views:
        words |= {word for word, _ in islice(view.segment.terms.beginning_with(STARTS, start), LOOKED_AT)}
    often = {word: scope.frequency(STARTS, word) for word in words}
    return [word for word, many in nlargest(MOST, often.items(), key=itemgetter(1)) if many]


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
        words = [intern(form) for form in terms + segment.forms if form[0] == letter]  # one object in all segments
        return words, array("I", map(_letters, words))

    return segment.remembered.get(("forms", letter), make)


def _letters(word: str) -> int:
    """Which letters a word has: an edit changes two of the bits at most."""
    letters = 0
    for letter in word:
        letters |= 1 << ord(letter) % 32
    return letters
