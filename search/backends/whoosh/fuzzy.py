"""Terms near to one that was typed: a few letters away, or behind a beginning. Bounded, the most frequent first."""

from array import array
from heapq import nlargest
from operator import itemgetter
from sys import intern

from .analysis import analyser
from .contents import STARTS, WORDS
from .segment import Segment
from .snapshot import Snapshot

MOST = 30  # terms for one
LOOKED_AT = 400  # terms with the same beginning


def close_to(snapshot: Snapshot, word: str, away: int) -> list[tuple[str, int]]:
    """The terms of words at most `away` edits from this one that begin with its letter, each with its distance.

    An edit is a letter more, less, other, or two that changed places. Words are compared as they were written, because
    a wrong letter gives another stem; so "confernece" finds the term of "conference", which is "confer".
    """
    stem = analyser(snapshot.contents.language).stem
    letters, sizes = _letters(word), range(len(word) - away, len(word) + away + 1)
    forms = {
        other
        for view in snapshot.views
        for other, others in zip(*_forms(view.segment, word[0]), strict=True)
        if (letters ^ others).bit_count() <= 2 * away and len(other) in sizes  # cheap, and leaves one in fifty
    }
    found: dict[str, int] = {}
    for other in forms:
        distance = edits(word, other, away)
        if distance <= away:
            term = stem(other)
            found[term] = min(distance, found.get(term, distance))
    found[stem(word)] = 0
    frequency = {term: snapshot.frequency(WORDS, term) for term in found}
    best = sorted((term for term in found if frequency[term]), key=lambda term: (found[term], -frequency[term]))
    return [(term, found[term]) for term in best[:MOST]]


def beginning_with(snapshot: Snapshot, start: str) -> list[str]:
    """The most frequent words that begin so."""
    found: dict[str, int] = {}
    for view in snapshot.views:
        for seen, (word, known) in enumerate(view.segment.terms.beginning_with(STARTS, start)):
            if seen == LOOKED_AT:
                break
            found[word] = found.get(word, 0) + known.documents
    return [word for word, _ in nlargest(MOST, found.items(), key=itemgetter(1))]


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
