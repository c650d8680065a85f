"""Everything that a house keeps or says: each table, the caches, the files of its folder, and its log."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.db import connection

Kept = dict[str, Counter[str]]


def everything_kept() -> Kept:
    """What there is, by place."""
    kept = {f"table {table}": Counter(map(repr, _rows(table))) for table in connection.introspection.table_names()}
    for name in settings.CACHES:
        known: Any = caches[name]
        if hasattr(known, "_cache"):  # the one in the database is a table
            keys = [key.split(":", 2)[-1] for key in known._cache]  # without a prefix and a version
            kept[f"cache {name}"] = Counter(f"{key} {known.get(key)!r}" for key in keys)
    files = (file for file in settings.DATA.rglob("*") if file.is_file())
    return kept | {f"file {file.relative_to(settings.DATA)}": Counter([_text(file.read_bytes())]) for file in files}


def new_in(before: Kept, now: Kept) -> list[tuple[str, str]]:
    """What is there now and was not, or said something else, with its place."""
    return [(place, text) for place, texts in now.items() for text in texts - before.get(place, Counter())]


def traces(people: Iterable[Any], told: Iterable[tuple[str, str]], *beside: object) -> list[str]:
    """The places that name one of these people, or anything that somebody can compute who knows them all.

    `beside` are numbers with which a person may have been mixed.
    """
    names = [re.escape(word.lower()) for person in people for word in (person.username, person.name)]
    numbers = [rf"(?<![a-z0-9]){person.pk}(?![a-z0-9])" for person in people]  # a long number may hold it by chance
    said = re.compile("|".join(names + numbers))
    sums = {found for person in people for found in _sums(person, beside)}
    seen = re.compile("|".join(sorted(sums)))
    return sorted({place for place, text in told if said.search(text.lower()) or seen.search(text.lower())})


def _sums(person: Any, beside: Iterable[object]) -> set[str]:
    """Plain sums of a person, alone or with what stands beside, whole and cut; and as numbers."""
    words = [str(person.pk), person.username]
    words += [f"{a}{sign}{b}" for each in beside for sign in ("", ":", "-", "/") for a, b in
              ((str(person.pk), each), (each, str(person.pk)))]  # fmt: skip
    found: set[str] = set()
    for word in words:
        for kind in ("md5", "sha1", "sha256", "sha512", "blake2b"):
            raw = hashlib.new(kind, word.encode()).digest()
            number = int.from_bytes(raw[:8], "big")
            found |= {raw.hex()[:16], str(number), str(number >> 1), str(number >> 2)}
    return found


def _rows(table: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
        return cursor.fetchall()


def _text(raw: bytes) -> str:
    return raw.decode("latin-1")
