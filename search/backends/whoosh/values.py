"""Values of FilterFields: how they stand in the index, and how a filter's value is made comparable with them."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import Field, Manager, Model, QuerySet
from django.utils import timezone
from modelsearch.index import FilterField

_TEXTS = ("CharField", "TextField", "SlugField")


def value_of(field: FilterField, model: type[Model], objects: Iterable[Model], *, many: bool) -> Any:
    """What stands in the column: one value, or a tuple of several, which may be empty.

    The values of related objects stay in the order of those objects and are not made unique, so that two columns of the
    same objects can be read side by side.
    """
    found: list[Any] = []
    for obj in objects:
        value = _listed(field.get_value(obj))
        if isinstance(value, list):
            found += list(dict.fromkeys(plain(field, model, each) for each in value))
            many = True
        else:
            found.append(plain(field, model, value))
    if many:
        return tuple(found)
    return found[0] if found else None


def plain(field: FilterField, model: type[Model], value: Any) -> Any:
    """One value as Python compares it: text that stands for a date becomes one, an object its key."""
    if isinstance(value, Model):
        return value.pk
    kind = field.get_type(model)
    if isinstance(value, str) and kind not in _TEXTS:
        return _read(field, model, value)
    if kind == "DateTimeField" and isinstance(value, datetime.date):
        if not isinstance(value, datetime.datetime):
            value = datetime.datetime.combine(value, datetime.time())
        return timezone.make_aware(value) if timezone.is_naive(value) else value
    if isinstance(value, (dict, list, set, bytearray)):
        return repr(value)
    return value


def _listed(value: Any) -> Any:
    if isinstance(value, (Manager, QuerySet)):
        return list(value.all())
    return list(value) if isinstance(value, (list, tuple, set, frozenset)) else value


def _read(field: FilterField, model: type[Model], value: str) -> Any:
    try:
        column: Field = field.get_field(model)
        return column.to_python(value)
    except (FieldDoesNotExist, ValidationError, AttributeError, ValueError):
        return value
