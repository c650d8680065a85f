"""What of a model's objects goes into the index: read from `search_fields`, as one `Row` per object.

All models below one root share an index. The text of every SearchField and of related objects is one bag of words, in
which a place tells the field (see `bags.py`). So one look-up finds a word in all fields, its boosts are already in the
weight, and yet a phrase stays in one field and a search can be limited to some of them.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Manager, Model
from modelsearch.index import AutocompleteField, FilterField, RelatedFields, SearchField, get_indexed_models
from whoosh import __version__ as WHOOSH
from whoosh import fields, formats

from . import analysis
from .bags import Starts, Terms, Words
from .values import value_of

LAYOUT = 2  # counts up whenever what stands in the files changes
WORDS, STARTS = "words", "starts"

Path = tuple[str, ...]


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
        words, starts, values = Words(self.language), Starts(self.language), dict[Path, Any]()
        for path, field, holder, within in _walk(type(obj), obj):
            if isinstance(field, SearchField):
                words.add(self.paths[path], within, field, field.boost or 1)
            elif isinstance(field, AutocompleteField):
                starts.add(self.paths[path], within, field)
            else:
                values[path] = value_of(field, holder, within, many=_is_many(within))
        kind = obj._meta.label_lower
        return Row(
            obj.pk,
            kind,
            words.length,
            words.terms(),
            words.forms,
            starts.terms(),
            [values.get(path) for path in self.columns],
        )


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
