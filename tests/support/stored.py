"""Everything that a house keeps or says: each table, the caches, the files of its folder, and its log."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.cache import caches
from django.db import connection
from django.db.models import Model

Kept = dict[str, Counter[str]]

#: Keys of a cache that say of somebody, for five seconds, how much waits for them: whichever page they look at.
OF_ANY_PAGE = "desk:"


def everything_kept() -> Kept:
    """What there is, by place."""
    kept = {f"table {table}": Counter(map(repr, _rows(table))) for table in connection.introspection.table_names()}
    sessions = Session.objects.values_list("session_key", "session_data")
    kept["sessions"] = Counter(f"{key} {SessionStore().decode(data)!r}" for key, data in sessions)  # stored packed
    for name in settings.CACHES:
        known: Any = caches[name]
        if hasattr(known, "_cache"):  # the one in the database is a table
            keys = [key.split(":", 2)[-1] for key in known._cache]  # without a prefix and a version
            keys = [key for key in keys if not key.startswith(OF_ANY_PAGE)]
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


def links(people: Iterable[Any], words: Iterable[str]) -> list[str]:
    """The tables of rows that hold one of these words and lead to a row that names one of these people, or the other
    way round; as ``search_word → search_group``.
    """
    names = {word.lower() for person in people for word in (person.username, person.name)}
    numbers = {person.pk for person in people}
    told: dict[tuple[type[Model], Any], tuple[bool, bool]] = {}  # whether a row holds words, and whether a person
    led: list[tuple[tuple[type[Model], Any], tuple[type[Model], Any]]] = []
    for model in apps.get_models(include_auto_created=True):
        fields = [field for field in model._meta.get_fields() if getattr(field, "attname", "") and field.concrete]
        for row in model._base_manager.values("pk", *(field.attname for field in fields)):
            text = repr([value for value in row.values() if not isinstance(value, int)]).lower()
            named = any(value in numbers for value in row.values() if isinstance(value, int))
            here = model, row["pk"]
            told[here] = any(word in text for word in words), named or any(name in text for name in names)
            led += [(here, (to, row[field.attname])) for field in fields if (to := field.related_model)]
    return sorted(
        {
            f"{here[0]._meta.db_table} → {there[0]._meta.db_table}"
            for here, there in led
            if there in told and any(told[one][0] and told[other][1] for one, other in ((here, there), (there, here)))
        }
    )


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
