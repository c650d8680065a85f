"""Texts of one object as the terms of its row.

A place is a number: its upper bits are the number of the field's path, the lower ones count the words of the field.
"""

from array import array
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Model
from modelsearch.index import AutocompleteField, SearchField

from . import analysis
from .terms import MOST_PLACES

PLACES = 20  # bits that count the words of one field
MOST_WORDS = 50_000  # of one text; the rest is not found
APART = 100  # places between two related objects, so that no phrase goes across
SHORT = 5  # letters up to which each beginning of a word is a term of its own, for autocomplete

Terms = dict[str, tuple[float, bytes]]  # term → its weight in this object, and its places as array("I")


class Words:
    """The words of an object's SearchFields."""

    def __init__(self, language: str) -> None:
        self._analyser = analysis.analyser(language)
        self._weights: dict[str, float] = {}
        self._places: dict[str, list[int]] = {}
        self.forms: set[str] = set()  # in which they stand there, where those are not terms themselves
        self._length = 0.0

    def add(self, number: int, objects: Iterable[Model], field: SearchField, boost: float) -> None:
        weights, places, forms = self._weights, self._places, self.forms
        base, last = number << PLACES, (number + 1 << PLACES) - MOST_WORDS - 1
        for obj in objects:
            if base > last:
                return  # thousands of related objects: the first ones have to do
            place = base - 1
            for token in self._analyser.tokens(text_of(field.get_value(obj)), MOST_WORDS):
                for piece in token.pieces:
                    term, place = piece.term, base + token.position + piece.step
                    if term in weights:
                        weights[term] += boost
                        places[term].append(place)
                    else:
                        weights[term] = boost
                        places[term] = [place]
                    if piece.word != term:
                        forms.add(piece.word)
            self._length += boost * (place - base + 1)
            base = place + APART

    @property
    def length(self) -> int:
        return round(self._length)

    def terms(self) -> Terms:
        places = self._places
        return {
            term: (weight, array("I", places[term][:MOST_PLACES]).tobytes()) for term, weight in self._weights.items()
        }


class Starts:
    """The beginnings of an object's AutocompleteFields: short texts, of which the first word counts most."""

    def __init__(self, language: str) -> None:
        self._analyser = analysis.analyser(language)
        self._terms: dict[str, tuple[float, set[int]]] = {}

    def add(self, number: int, objects: Iterable[Model], field: AutocompleteField) -> None:
        for obj in objects:
            words = list(beginnings(self._analyser, text_of(field.get_value(obj))))
            for order, word in enumerate(words):
                weight = (1.5 if order == 0 else 1.0) / (1 + len(words) / 10)
                for letters in range(1, min(SHORT, len(word)) + 1):
                    self._add(word[:letters], weight * (1.3 if letters == len(word) else 1), number)
                if len(word) > SHORT:
                    self._add(word, weight, number)

    def _add(self, term: str, weight: float, number: int) -> None:
        before, numbers = self._terms.get(term, (0.0, set()))
        self._terms[term] = (max(before, weight), numbers | {number})

    def terms(self) -> Terms:
        return {
            term: (weight, array("I", sorted(number << PLACES for number in numbers)).tobytes())
            for term, (weight, numbers) in self._terms.items()
        }


def beginnings(analyser: analysis.Analyser, text: str) -> Iterator[str]:
    """The words that autocomplete knows of: as they are typed, without stems; parts of house terms but for "C++"."""
    for token in analyser.tokens(text, most=200):
        pieces = token.pieces
        if pieces[0].whole and len(pieces) <= 2:
            yield pieces[0].word
        else:
            yield from (piece.word for piece in pieces if not piece.whole)


def text_of(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, (list, tuple, set, frozenset)):
        return " ".join(map(str, value))
    return str(value)
