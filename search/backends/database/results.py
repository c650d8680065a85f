"""What a search found, as modelsearch hands it out, and the little more that our pages ask."""

from collections import OrderedDict
from collections.abc import Iterator
from copy import copy
from typing import Any, Self

from django.db.models import Exists, F, OuterRef, QuerySet
from modelsearch.backends.base import BaseSearchResults, FilterFieldError
from modelsearch.index import SearchField
from modelsearch.utils import get_descendants_content_types_pks

from .answer import Answer, Engine
from .asked import Reader

LOADED = 500  # rows that are read at once


class Results(BaseSearchResults):
    """Found objects by relevance, or in the order of the queryset. Comes before the stock class, which it asks for the
    one thing that it leaves to it: a search in some fields only, for which there is no index.

    A model says in ``elsewhere`` where FilterFields are that are no columns: ``{"tag_numbers": "tags__tag"}``.
    """

    supports_facet = True

    def __init__(self, backend: Any, query_compiler: Any, prefetch_related: Any = None) -> None:
        super().__init__(backend, query_compiler, prefetch_related)
        self._within: dict[str, frozenset[Any]] = {}
        self._answers: list[Answer] = []  # one at most; shared with what is cut out of these results

    def engine(self) -> Engine:
        """Of the database that the index is in."""
        raise NotImplementedError

    def within(self, field_name: str, allowed: frozenset[Any]) -> Self:
        """Only what has at least one of these values in this FilterField; none when the set is empty.

        Meant for rights: it narrows hits, counts and facets alike, and a facet of this field tells of no other value.
        """
        self._value(field_name)
        new = copy(self)
        allowed = frozenset(allowed)
        new._within = {**self._within, field_name: allowed & self._within.get(field_name, allowed)}
        new._answers, new._results_cache, new._count_cache = [], None, None
        return new

    def hits(self, limit: int | None, offset: int = 0) -> list[tuple[Any, float]]:
        """Keys and scores, the highest first; in the queryset's order, or without words, the scores are zero."""
        stop = None if limit is None else offset + limit
        if self._is_by_relevance:
            return self._answer.best(stop)[offset:]
        return [(key, 0.0) for key in self._answer.ordered(offset, stop, keys=True)]

    def count(self, cap: int | None = None) -> int:
        """How many were found, at most `cap`: the lower it is, the sooner it is known."""
        if cap is None or self._count_cache is not None or self._is_stock:
            found = super().count()
            return found if cap is None else min(found, cap)
        return self._counted(cap)

    def facet(self, field_name: str) -> "OrderedDict[Any, int]":
        """How many have each value of a FilterField, the most frequent first; each of several values counts.

        Exact up to 10,000 found objects (`answer.FACETED`); of more, that many are counted.
        """
        if self._is_stock or self._is_many(field_name):
            return super().facet(field_name)
        counted = self._answer.facet(self._value(field_name))
        told = self._within.get(field_name, counted)
        rows = [(value, number) for value, number in counted.items() if value in told]
        return OrderedDict(sorted(rows, key=lambda row: (-row[1], row[0] is None, row[0])))

    def like(self, word: str) -> list[tuple[str, int]]:
        """No words: a database does not tell which it has."""
        return []

    def completions(self, start: str) -> list[str]:
        """No words, likewise."""
        return []

    @property
    def is_partial(self) -> bool:
        """Whether time was up before all that was asked so far was known."""
        return any(answer.is_partial for answer in self._answers)

    def boosts(self) -> tuple[float, float]:
        """What a word in the title counts, and one elsewhere: the index keeps these two apart."""
        boosts = {
            field.field_name: field.boost or 1.0
            for field in self.query_compiler.get_search_fields_for_model()
            if isinstance(field, SearchField)
        }
        title = boosts.pop("title", 1.0)
        return title, min(boosts.values(), default=1.0)

    @property
    def types(self) -> list[int]:
        """The content types of what is sought."""
        return list(get_descendants_content_types_pks(self.query_compiler.queryset.model))

    @property
    def _is_stock(self) -> bool:
        return self.query_compiler.fields is not None

    @property
    def _is_by_relevance(self) -> bool:
        return self.query_compiler.order_by_relevance and not self._answer.wanted.is_rest

    @property
    def _answer(self) -> Answer:
        if self._is_stock:
            raise NotImplementedError("A search in some fields only has no hits; ask for its objects.")
        if not self._answers:
            engine = self.engine()
            wanted = Reader(engine.language).read(self.query_compiler.query)
            self._answers.append(Answer(engine, wanted, self._rows(), self.backend.seconds))
        return self._answers[0]

    def _is_many(self, name: str) -> bool:
        """Does it point at many rows, as Wagtail's tags do? The stock class counts those; nothing of ours has any."""
        return not self._within and any(
            field.name == name for field in self.query_compiler.queryset.model._meta.many_to_many
        )

    def _rows(self) -> QuerySet[Any]:
        rows = self.query_compiler.queryset
        for name, allowed in self._within.items():
            rows = rows.filter(self._having(name, sorted(allowed))) if allowed else rows.none()
        return rows

    def _having(self, name: str, allowed: list[Any]) -> Exists:
        """Where one of these values is. Rows that point here are asked alone: a join costs PostgreSQL a hundred times
        as much while it has no statistics."""
        model, value = self.query_compiler.queryset.model, self._value(name)
        where = getattr(model, "elsewhere", {}).get(name)
        relation, _, column = where.partition("__") if isinstance(where, str) else ("", "", "")
        pointing = model._meta.get_field(relation) if column else None
        if pointing is not None and pointing.one_to_many:
            those = pointing.related_model._base_manager.filter(**{pointing.field.name: OuterRef("pk")})
            return Exists(those.filter(**{f"{column}__in": allowed}))
        itself = model._base_manager.filter(pk=OuterRef("pk")).alias(_value=value)
        return Exists(itself.filter(_value__in=allowed))

    def _value(self, name: str) -> Any:
        """The expression for a FilterField. Raises FilterFieldError."""
        model = self.query_compiler.queryset.model
        known = {name for field in model.get_filterable_search_fields() for name in _names(field, model)}
        elsewhere = getattr(model, "elsewhere", {})
        if name in known and name in elsewhere:
            found = elsewhere[name]
            return F(found) if isinstance(found, str) else found
        if name in known and name in {each for field in model._meta.fields for each in (field.name, field.attname)}:
            return F(name)
        raise FilterFieldError(
            f'Cannot narrow or count search results with field "{name}". Please add index.FilterField("{name}") to '
            f"{model.__name__}.search_fields, and to its `elsewhere` if it is no column.",
            field_name=name,
        )

    def _counted(self, cap: int | None) -> int:
        found = self._answer.count(None if cap is None else cap + self.start) - self.start
        most = found if self.stop is None else min(found, self.stop - self.start)
        return max(most, 0)

    def _do_count(self) -> int:
        return super()._do_count() if self._is_stock else self._counted(None)

    def _do_search(self) -> Iterator[Any]:
        if self._is_stock:
            yield from super()._do_search()
        elif self._is_by_relevance:
            yield from self._loaded(self._answer.best(self.stop)[self.start :])
        else:
            for found in self._answer.ordered(self.start, self.stop):
                yield self._scored(found, 0.0)

    def _loaded(self, hits: list[tuple[Any, float]]) -> Iterator[Any]:
        for number in range(0, len(hits), LOADED):
            scores = dict(hits[number : number + LOADED])
            rows = {found.pk: found for found in self.query_compiler.queryset.filter(pk__in=list(scores))}
            for key, score in scores.items():
                if key in rows:
                    yield self._scored(rows[key], score)

    def _scored(self, found: Any, score: float) -> Any:
        if self._score_field:
            setattr(found, self._score_field, score)
        return found

    def _clone(self) -> Self:
        new = super()._clone()
        new._within, new._answers = self._within, self._answers
        return new


def _names(field: Any, model: Any) -> set[str]:
    """Both names of what points at another table: ``author`` and ``author_id``."""
    return {field.field_name, field.get_attname(model)}
