"""What can be found, by whom, and how it is narrowed."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Model


@dataclass(frozen=True)
class Findable:
    """A thing as it can be found: words, where it is, whose it is, and who may know of it.

    An audience is the number of a team, or 0 for everybody who works here; in which of them somebody is, is asked when
    they search. So a team that closes, or somebody who leaves it, changes no document.
    """

    number: int
    title: str
    text: str
    address: str
    at: datetime
    audiences: frozenset[int]
    author: int | None = None
    with_others: frozenset[int] = frozenset()  # who wrote it, too
    tags: frozenset[int] = frozenset()  # the numbers of things of the kind "tag"
    verified_until: datetime | None = None  # somebody vouches for it until then
    lead: int = 0  # so many first characters of the text are what a hit shows, such as a short answer
    question: str = ""  # how it stands when it asks something: open, answered, accepted, documented or duplicate


@dataclass(frozen=True)
class Kind:
    """A kind of thing that can be found. `read(numbers)` gives those of them that can be found now, as they are now.

    `still_seen(number, audiences)` gives those of these audiences that may find a thing now: for kinds of which reading
    one takes long, because very many others make it findable. `owners(numbers)` gives for each of these things the
    numbers of those who answer for it, the first of them first; without it, nobody does. `has_solved(by=, number=,
    is_so=)` rings the bells when one solved what somebody was about to ask, or when they take that back.
    """

    model: type[Model]
    name: str  # of many, as a tab of the results says it
    icon: str
    read: Callable[[Collection[int]], Iterable[Findable]]
    halves_after: timedelta | None = None  # the age at which it is worth half as much as when it was new; None: never
    still_seen: Callable[[int, Collection[int]], set[int]] | None = None
    one: str = ""  # what one of them is called, when that is not the key
    owners: Callable[[Collection[int]], dict[int, list[int]]] | None = None
    is_answer: bool = False  # it stays, and who writes one answers those who looked for it in vain
    is_offered: bool = False  # to who types a question, as what may answer it
    has_solved: Callable[..., None] | None = None


#: ``seen_by(viewer) -> audiences``: what somebody who works here may find; None when everything.
SeenBy = Callable[[Any], frozenset[int] | None]


#: ``who_tends() -> people``: those who see to what nobody owns, who are asked first first.
WhoTends = Callable[[], Iterable[Any]]


@dataclass(frozen=True)
class Filter:
    """What a filter of a search means, among what the viewer may see.

    `resolve(viewer, value)` gives the numbers of the people, teams or tags that are meant. `called(viewer, numbers)`
    gives for each number the name that is shown, and a value that means this one and no other; without it, the title of
    its document is both.
    """

    resolve: Callable[[Any, str], set[int]]
    called: Callable[[Any, Collection[int]], dict[int, tuple[str, str]]] | None = None
