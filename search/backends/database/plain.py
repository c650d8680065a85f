"""Objects of which PostgreSQL indexes nothing but words.

Its own reading of a text is a surprise to who searches: what stands between the signs of a tag is no word to it, an
address or a path is one, and "café" is another word than "cafe". So texts and questions come to it as words in small
letters without accents, one space between them, as the other engines see them.
"""

import re
from copy import copy
from typing import Any

from modelsearch.index import AutocompleteField, RelatedFields, SearchField

from search.backends.whoosh.analysis import fold

LONGEST = 400_000  # characters: PostgreSQL refuses a vector of more than a megabyte
_WORD = re.compile(r"[^\W_]+")


def plain(text: str) -> str:
    """The words of a text."""
    return " ".join(_WORD.findall(fold(text[:LONGEST])))[:LONGEST]


class PlainObject:
    """An object as modelsearch indexes it, with plain texts."""

    def __init__(self, itself: Any) -> None:
        self.itself = itself
        self.pk = itself.pk

    def get_search_fields(self) -> list[Any]:
        return [_plain_field(field) for field in self.itself.get_search_fields()]


def _plain_field(field: Any) -> Any:
    new, value = copy(field), field.get_value
    if isinstance(field, RelatedFields):
        new.fields = [_plain_field(each) for each in field.fields]
        new.get_value = lambda obj: value(_itself(obj))
    elif isinstance(field, SearchField | AutocompleteField):
        new.get_value = lambda obj: _plain_value(value(_itself(obj)))
    return new


def _itself(obj: Any) -> Any:
    return obj.itself if isinstance(obj, PlainObject) else obj


def _plain_value(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain_value(each) for each in value]
    if isinstance(value, dict):
        return {key: _plain_value(each) for key, each in value.items()}
    return plain(value) if isinstance(value, str) else value
