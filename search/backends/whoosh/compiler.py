"""From modelsearch's question about a queryset to a plan, filters and an order."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS
from django.db.models import F, OrderBy, Subquery
from django.db.models.sql import Query
from modelsearch.backends.base import BaseSearchQueryCompiler, FilterError, FilterFieldError, OrderByFieldError
from modelsearch.index import FilterField

from . import filters
from .analysis import Analyser
from .contents import Contents, Path
from .evaluation import Boosts
from .plan import Node, Planner
from .values import plain


class Compiler(BaseSearchQueryCompiler):
    """A search for whole words."""

    DEFAULT_OPERATOR = "and"  # as the database engines have it, which answer when this one cannot
    HANDLES_ORDER_BY_EXPRESSIONS = True

    def plan(self, analyser: Analyser) -> Node:
        return Planner(analyser).plan(self.query)

    def filter(self) -> "filters.Group | filters.Leaf | None":
        """The queryset's own conditions. Subqueries are asked now."""
        return self._get_filters_from_queryset()

    def boosts(self, contents: Contents) -> Boosts:
        """The paths to search and their boosts, when the search is limited to some fields."""
        if not self.fields:
            return None
        return {
            contents.paths[field.field_name,]: getattr(field, "boost", None) or 1.0
            for field in self._searched()
            if field.field_name in self.fields
        }

    def order(self) -> list[tuple[Path, bool, bool]]:
        """What to sort by: the column, whether the greatest comes first, whether those without a value do."""
        return [((field.field_name,), reverse, first) for reverse, field, first in self._orders()]

    def column(self, name: str, contents: Contents, doing: str) -> int:
        """The number of the column of a FilterField, such as ``kind`` or ``tags__slug``."""
        field = self._get_filterable_field(name)
        path = (field.field_name,) if field else tuple(name.split("__"))
        if path not in contents.columns:
            model = self.queryset.model.__name__
            raise FilterFieldError(
                f'Cannot {doing} search results with field "{name}". '
                f'Please add index.FilterField("{name}") to {model}.search_fields.',
                field_name=name,
            )
        return contents.columns.index(path)

    def _searched(self) -> list[Any]:
        return self.queryset.model.get_searchable_search_fields()

    # What modelsearch calls while it walks through the queryset

    def _process_filter(self, column: Any, lookup: str, value: Any, check_only: bool = False) -> filters.Leaf | None:
        path = self._get_filter_field_path_for_column(column)
        if check_only:
            return None
        if lookup not in filters.LOOKUPS:
            name = column.target.attname
            raise FilterError(
                f'Could not apply filter on search results: "{name}__{lookup} = {value}". '
                f'Lookup "{lookup}" not recognised.'
            )
        if isinstance(value, (Query, Subquery)):
            value = self._asked(value, single=lookup == "exact")
        model = self.queryset.model
        for field in path[:-1]:
            model = field.get_field(model).related_model
        if hasattr(value, "resolve_expression"):
            raise FilterError(f"Could not apply filter on search results: {value!r} is not a value.")
        if lookup != "isnull":
            value = filters.comparable(value, lambda each: plain(path[-1], model, each))
        return filters.Leaf(tuple(field.field_name for field in path), lookup, value, column.alias)

    def _process_match_none(self) -> filters.Group:
        return filters.NOTHING

    def _connect_filters(self, found: list[Any], connector: str, negated: bool) -> filters.Group | None:
        return filters.Group(connector, tuple(found), negated) if found else None

    def _asked(self, value: Any, *, single: bool) -> Any:
        query = value.query if isinstance(value, Subquery) else value
        compiler = query.get_compiler(self.queryset._db or DEFAULT_DB_ALIAS)
        try:
            compiler.as_sql()
        except EmptyResultSet:
            return None if single else ()
        values = [row[0] for row in compiler.results_iter()]
        return (values[0] if values else None) if single else tuple(values)

    def _get_order_by(self) -> Iterator[tuple[bool, FilterField]]:
        return ((reverse, field) for reverse, field, _ in self._orders())

    def _orders(self) -> Iterator[tuple[bool, FilterField, bool]]:
        if self.order_by_relevance:
            return
        for each in self.queryset.query.order_by:
            first = None
            if isinstance(each, OrderBy) and isinstance(each.expression, F):
                name, reverse = _name(each.expression), each.descending
                first = True if each.nulls_first else False if each.nulls_last else None
            elif isinstance(each, F):
                name, reverse = _name(each), False
            elif isinstance(each, str):
                name, reverse = each.removeprefix("-"), each.startswith("-")
            else:
                raise OrderByFieldError(
                    f'Sorting search results with "{each}" is not supported by this search backend.', field_name=each
                )
            field = self._get_filterable_field(name)
            if field is None:
                raise OrderByFieldError(
                    f'Cannot sort search results with field "{name}". '
                    f'Please add index.FilterField("{name}") to {self.queryset.model.__name__}.search_fields.',
                    field_name=name,
                )
            yield reverse, field, not reverse if first is None else first  # nothing is less than anything


def _name(expression: Any) -> str:
    return expression.name


class AutocompleteCompiler(Compiler):
    """A search for words that begin so."""

    def plan(self, analyser: Analyser) -> Node:
        return Planner(analyser).plan_beginning(self.query)

    def _searched(self) -> list[Any]:
        return self.queryset.model.get_autocomplete_search_fields()
