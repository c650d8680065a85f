"""What people are told of, and what waits for them."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.db.models.expressions import Combinable


@dataclass(frozen=True)
class NoticeKind:
    """A kind of notice, such as "somebody replied to me".

    `line` says it before the title of what it is about, such as "{who} replied to"; `who` is "Ines Lindqvist", or
    "Ines Lindqvist and 3 others". It leads to the thing, or to the first `part` of it that is unread, such as a reply.
    """

    about: str  # the kind of thing, as in ``notices.THINGS``
    label: str  # as somebody chooses whether to be told, such as "Replies to what I said"
    line: str
    icon: str
    is_usual: bool = True  # told to whoever has not chosen
    group: str = ""  # under which heading it is chosen, such as "Questions"
    part: str = ""  # the kind of thing that its parts are, as in ``notices.THINGS``
    is_work: bool = False  # something waits for an answer, so it is also told of people whom one has muted


@dataclass(frozen=True)
class NoticeThing:
    """A kind of thing that notices are about.

    `readers(people, numbers)` gives for each of these things who of the active `people` (by number) may know of it
    now; many are asked about at once. `told(viewer, numbers)` gives its title and address to one who may; both know of
    the same ones.

    So does `visible(viewer)`, when one query says it; it is kept as text for everybody who sees with the same rights.
    One of its columns, or expressions, that `changes` names is another one whenever title or address are.
    """

    readers: Callable[[Mapping[int, Any], Collection[int]], dict[int, set[int]]]
    told: Callable[[Any, Collection[int]], dict[int, tuple[str, str]]]
    place: str = ""  # such as "thread", when it is what the place ``thread:12`` is called after
    visible: Callable[[Any], QuerySet[Any]] | None = None
    changes: Sequence[str | Combinable] = ()


#: ``who_muted(by, people) -> numbers``: those of `people` (by number) who do not want to hear of what `by` does.
WhoMuted = Callable[[Any, Collection[int]], set[int]]


@dataclass(frozen=True)
class DeskAnswer:
    """How to be done with something: a button that posts to `address`, or a link to where it is done."""

    label: str
    address: str
    is_link: bool = False
    says: tuple[str, str] = ("", "")  # name and value that the button sends along


@dataclass(frozen=True)
class DeskRow:
    """One thing that somebody should see to.

    `harm` is about how many people it troubles in a month, at least 1; with its age it says what comes first.
    """

    number: int
    title: str
    address: str
    why: str  # it is theirs
    since: datetime
    harm: int
    answers: Sequence[DeskAnswer] = ()
    text: str = ""  # a line of it, as somebody wrote it


@dataclass(frozen=True)
class DeskPart:
    """A kind of thing that waits for people.

    `rows(viewer)` gives what is theirs, at most some hundred, in a fixed number of queries. `waiting(viewer)` is one
    query for as many rows; it is kept as text for everybody who sees with the same rights on the same day. It may give
    too many when asking for rights takes more: then `theirs(viewer, numbers)` says which of these it really is.

    One of the columns of `waiting`, or expressions, that `changes` names is another one whenever a row looks different;
    how people, teams and topics look need not be among them.
    """

    name: str
    icon: str
    rows: Callable[[Any], Sequence[DeskRow]]
    waiting: Callable[[Any], QuerySet[Any]]
    changes: Sequence[str | Combinable]
    theirs: Callable[[Any, Collection[int]], Collection[int]] | None = None
