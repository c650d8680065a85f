"""Who stands at the other end of a socket, and whether they still may."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from importlib import import_module
from types import SimpleNamespace
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.auth import get_user, get_user_model
from django.http.cookie import parse_cookie
from django.utils import timezone

from . import declared

sessions: Any = import_module(settings.SESSION_ENGINE)


class Visitor(NamedTuple):
    """A person in one browser: their number, the session they came with, and the password they had then."""

    person: int
    session: str
    password: str  # its hash, which changes with it


def let_in(scope: Mapping[str, Any]) -> Visitor | None:
    """Whose session the cookie of a handshake names. None when it is nobody's, or of somebody who has left."""
    key = _cookie(scope.get("headers", ()))
    if not key.isalnum():  # none of ours; not even asked for
        return None
    request: Any = SimpleNamespace(session=sessions.SessionStore(key))
    person: Any = get_user(request)
    if not (person.is_authenticated and person.is_active):
        return None
    return Visitor(person.pk, key, person.password)


def may_stay(visitors: Sequence[tuple[Visitor, Iterable[str]]]) -> list[frozenset[str] | None]:
    """For each visitor the streams, of those named, that they may hear now; None for who is no longer signed in.

    Thousands at once, in a few queries: one for the people, one for the sessions, a few for each kind of stream.
    """
    people = (
        get_user_model()._default_manager.filter(is_active=True).in_bulk({visitor.person for visitor, _ in visitors})
    )
    alive = _alive({visitor.session for visitor, _ in visitors})
    here = [
        visitor.session in alive and visitor.person in people and people[visitor.person].password == visitor.password
        for visitor, _ in visitors
    ]
    asked: dict[str, set[int]] = defaultdict(set)
    for (visitor, streams), is_here in zip(visitors, here, strict=True):
        for stream in streams if is_here else ():
            asked[stream].add(visitor.person)
    granted = declared.may_listen(people, asked) if asked else {}
    return [
        frozenset(stream for stream in streams if visitor.person in granted.get(stream, ())) if is_here else None
        for (visitor, streams), is_here in zip(visitors, here, strict=True)
    ]


def has_run_out(keys: set[str]) -> bool:
    """Is one of these sessions over? They run out without a change of the database."""
    return bool(keys) and len(_alive(keys)) < len(keys)


def _alive(keys: set[str]) -> set[str]:
    """The sessions that have neither ended nor run out."""
    model = sessions.SessionStore.get_model_class()
    rows = model.objects.filter(session_key__in=keys, expire_date__gt=timezone.now())
    return set(rows.values_list("session_key", flat=True))


def _cookie(headers: Iterable[tuple[bytes, bytes]]) -> str:
    """The key of the session that the headers carry."""
    cookies = "; ".join(value.decode("latin-1") for name, value in headers if name == b"cookie")
    return parse_cookie(cookies).get(settings.SESSION_COOKIE_NAME, "")
