"""What of a model's objects goes into the index: read from `search_fields`, as one `Row` per object.

All models below one root share an index. The text of every SearchField and of related objects is one bag of words, in
which a place tells the field: the upper bits are the number of the field's path, the lower ones count its words. So one
look-up finds a word in all fields, its boosts are already in the weight, and yet a phrase stays in one field and a
search can be limited to some of them.
"""

import hashlib
import json
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Manager, Model
from modelsearch.index import AutocompleteField, FilterField, RelatedFields, SearchField, get_indexed_models
from whoosh import __version__ as WHOOSH
from whoosh import fields, formats

from . import analysis
from .terms import MOST_PLACES
from .values import value_of

LAYOUT = 1  # counts up whenever what stands in the files changes
PLACES = 20  # bits that count the words of one field
MOST_WORDS = 50_000  # of one text; the rest is not found
APART = 100  # places between two related objects, so that no phrase goes across
SHORT = 5  # letters up to which each beginning of a word is a term of its own, for autocomplete
WORDS, STARTS = "words", "starts"

Path = tuple[str, ...]
Terms = dict[str, tuple[float, bytes]]  # term → its weight in this object, and its places as array("I")


@dataclass(frozen=True, slots=True)
class Row:
    """One object as it goes into the index."""

    pk: Any
    kind: str  # the label of its model
    length: int  # of its words, counted with their boosts
    words: Terms
    forms: set[str]  # in which the words stand there, where those are not terms themselves
    starts: Terms
    values: list[Any]  # of the filterable columns, in the order of `Contents.columns`


class Contents:
    """What the index of a root model holds, in one language."""

    def __init__(self, root: type[Model], language: str) -> None:
        self.root = root
        self.language = language
        self.models = [model for model in get_indexed_models() if issubclass(model, root)]

    @cached_property
    def paths(self) -> dict[Path, int]:
        """The number of each path that has words, such as ``("authors", "name")``."""
        found = {path for model in self.models for path, field, _ in declared(model) if not _filters(field)}
        return {path: number for number, path in enumerate(sorted(found))}

    @cached_property
    def columns(self) -> list[Path]:
        """The paths of what can be filtered, counted and sorted by."""
        return sorted({path for model in self.models for path, field, _ in declared(model) if _filters(field)})

    @cached_property
    def fingerprint(self) -> str:
        """Changes with everything that would make another index of the same objects."""
        told = [
            [
                model._meta.label_lower,
                type(field).__name__,
                path,
                str(getattr(field, "boost", "")),
                field.get_type(holder),
            ]
            for model in self.models
            for path, field, holder in declared(model)
        ]
        parts = [LAYOUT, analysis.VERSION, WHOOSH, self.language, self.root._meta.label_lower, sorted(map(str, told))]
        return hashlib.blake2b(json.dumps(parts).encode(), digest_size=12).hexdigest()

    @cached_property
    def schema(self) -> fields.Schema:
        """Whoosh's own view: two fields of terms. Lengths and values stand in a file of ours beside them."""
        kind = fields.FieldType(format=formats.Positions(), analyzer=None, scorable=False)
        return fields.Schema(**{WORDS: kind, STARTS: kind})

    def kinds(self, model: type[Model]) -> frozenset[str]:
        """The labels of the indexed models whose objects are objects of `model`, too."""
        return frozenset(each._meta.label_lower for each in self.models if issubclass(each, model))

    def row(self, obj: Model) -> Row:
        """The object as it goes into the index. Reads its related objects: prefetch them."""
        bag, starts, values = _Bag(self.language), _Starts(self.language), dict[Path, Any]()
        for path, field, holder, within in _walk(type(obj), obj):
            if isinstance(field, SearchField):
                bag.add(self.paths[path], within, field, field.boost or 1)
            elif isinstance(field, AutocompleteField):
                starts.add(self.paths[path], within, field)
            else:
                values[path] = value_of(field, holder, within, many=_is_many(within))
        kind = obj._meta.label_lower
        return Row(
            obj.pk,
            kind,
            bag.length,
            bag.terms(),
            bag.forms,
            starts.terms(),
            [values.get(path) for path in self.columns],
        )


class _Bag:
    """The words of an object's SearchFields."""

    def __init__(self, language: str) -> None:
        self._analyser = analysis.analyser(language)
        self._weights: dict[str, float] = {}
        self._places: dict[str, list[int]] = {}
        self.forms: set[str] = set()
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


class _Starts:
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


def declared(model: type[Model]) -> Iterator[tuple[Path, Any, type[Model]]]:
    """Each declared field of a model, with its path and the model that holds it."""
    for path, field, holder, _ in _walk(model, None):
        yield path, field, holder


def _walk(
    model: type[Model], obj: Model | None, search_fields: list[Any] | None = None, path: Path = (), within: Any = None
) -> Iterator[tuple[Path, Any, type[Model], Any]]:
    """Each field under its path, and the objects whose field it is when an object was given."""
    if within is None and obj is not None:
        within = _One([obj])
    for field in model.get_search_fields() if search_fields is None else search_fields:  # type: ignore[attr-defined]
        if not isinstance(field, RelatedFields):
            yield (*path, field.field_name), field, model, within
            continue
        related = None if within is None else _related(field, within)
        below = field.get_field(model).related_model
        yield from _walk(below, obj, field.fields, (*path, field.field_name), related)


class _One(list):
    """The objects of a path that leads to one object at most, so that its values stand alone and not in a tuple."""


def _is_many(within: Any) -> bool:
    return not isinstance(within, _One)


def _related(field: RelatedFields, within: list[Model]) -> list[Model]:
    found: list[Model] = []
    many = not isinstance(within, _One)
    for obj in within:
        value = field.get_value(obj)
        if isinstance(value, Manager):
            many = True
            found += value.all()
        elif value is not None:
            found.append(value)
    return found if many else _One(found)


def _filters(field: Any) -> bool:
    return isinstance(field, FilterField)
