"""What rooms declare upwards: small files that a lower step gathers, so that it need not import its callers.

To learn what a room does to the rest of the house, read its declaration files:

=============  =================  ======================================================================
file           name in it         what it says
=============  =================  ======================================================================
policy.py      ``RULES``          who may do what: ``{"update.edit": rule}``, see :data:`Rule`
links.py       ``LINKS``          how ``@name`` and ``#tag`` become addresses: ``{"@": resolver}``, see :data:`Resolver`
schedule.py    ``TURNS``          what runs again and again: a list of :class:`Turn`
demo.py        ``fill``           what the demo company has: ``fill(say)``, see :data:`DemoPart`
demo_after.py  ``fill``           and what it did with it, for a room below those who are there by then
sentences.py   ``SENTENCES``      how the trail reads: ``{"team.joined": "{by} joined {about}"}``
welcome.py     ``lines``          what a start prints about signing in: ``lines(address) -> list[str]``
streams.py     ``STREAMS``        what can be listened to, by kind: ``{"thread": may_listen}``, see :data:`MayListen`
streams.py     ``EVENTS``         how what happened is drawn: ``{"update.posted": draw}``, see :data:`Draw`
here.py        ``came_and_went``  told who opened their first browser or closed the last, see :data:`CameAndWent`
documents.py   ``KINDS``          what can be found: ``{"update": kind}``, see :class:`Kind`
audiences.py   ``seen_by``        in which audiences somebody finds things, see :data:`SeenBy`; one room declares it
audiences.py   ``who_tends``      who sees to what nobody owns, see :data:`WhoTends`; the same room declares it
filters.py     ``FILTERS``        what ``by:maya`` means in a search: ``{"by": filter}``, see :class:`Filter`
uses.py        ``OWNERS``         what shows pictures and files: ``{"update": seen}``, see :data:`SeenOwners`
steady.py      ``WORK``           what a worker does beside its tasks: a list of :class:`Steady`
subscribed.py  ``SUBSCRIBED``     what brings updates into one's feed: ``{"blog": subscribed}``, see :class:`Subscribed`
notices.py     ``KINDS``          what people are told of: ``{"update.replied": kind}``, see :class:`NoticeKind`
notices.py     ``THINGS``         what that is about: ``{"update": thing}``, see :class:`NoticeThing`
mutes.py       ``who_muted``      who does not want to hear of somebody, see :data:`WhoMuted`; one room declares it
reports.py     ``REPORTABLE``     what can be reported: ``{"update": reportable}``, see :class:`Reportable`
waiting.py     ``WAITING``        how much waits for somebody, by the place in the frame, see :data:`Waiting`
under_topics   ``UNDER``          what else stands under a topic: ``{"article": under}``, see :class:`UnderTopic`
desk.py        ``DESK``           what waits for somebody: ``{"missed": part}``, see :class:`DeskPart`
state.py       ``state``          how well the room is: ``state() -> list[State]``, for the health page
=============  =================  ======================================================================
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models import Model, QuerySet

#: ``rule(user, thing) -> bool``: may this active, signed-in user do it to this thing (None when there is none)?
Rule = Callable[[Any, Any], bool]

#: ``resolver(names) -> {name: address}``: the names (lower case, without sign) that lead somewhere, and where to.
Resolver = Callable[[Iterable[str]], dict[str, str]]

#: ``fill(say)``: makes the room's part of the demo company; ``say(sentence)`` reports each step.
DemoPart = Callable[[Callable[[str], None]], None]


#: ``may_listen(people, asked) -> granted``: which of the active `people` (by number) may hear what they asked for.
#: `asked` and `granted` are ``{ref: numbers}``; ``ref`` is what follows the kind, such as ``12`` in ``thread:12``.
#: Thousands are asked about at once, so the number of queries must not grow with them.
MayListen = Callable[[Mapping[int, Any], Mapping[str, set[int]]], dict[str, set[int]]]


@dataclass(frozen=True)
class Drawn:
    """What an event shows: HTML that everybody who may listen may see, and other HTML for some people by number."""

    html: str
    html_for: dict[int, str] = field(default_factory=dict)


#: ``draw(events, people) -> {event id: Drawn}``: what `events` (with ``id``, ``stream``, ``name``, ``ref``) show as
#: things are now; what is no longer there is left out. `people` are the numbers of those who will read it.
Draw = Callable[[Sequence[Any], Collection[int]], dict[int, Drawn]]

#: ``came_and_went(people)``: the numbers of those who have just come or gone.
CameAndWent = Callable[[set[int]], None]


@dataclass(frozen=True)
class Turn:
    """A task (made with ``@task()``) that the worker enqueues whenever `every` has passed since its last turn."""

    task: Any
    every: timedelta


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


@dataclass(frozen=True)
class Kind:
    """A kind of thing that can be found. `read(numbers)` gives those of them that can be found now, as they are now.

    `still_seen(number, audiences)` gives those of these audiences that may find a thing now: for kinds of which reading
    one takes long, because very many others make it findable. `owners(numbers)` gives for each of these things the
    numbers of those who answer for it, the first of them first; without it, nobody does.
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


#: ``seen(viewer) -> queryset``: those things of a kind that somebody who works here may see, and so all pictures and
#: files that these use. A kind is called as in ``documents.KINDS``; one that can be found takes its files along.
SeenOwners = Callable[[Any], QuerySet[Any]]


@dataclass(frozen=True)
class Steady:
    """Work of which a worker does a little all the time, in a thread of its own.

    `work()` says whether there is more to do at once; otherwise it is asked again after `every`.
    """

    name: str
    work: Callable[[], bool]
    every: timedelta


@dataclass(frozen=True)
class Subscribed:
    """A kind of thing that people subscribe to and of which updates tell.

    `chosen(viewer)` gives the subscriptions of somebody, and `column` names there what they subscribed to.
    `told(numbers)` gives rows with an ``update`` that tells of one of these. The card of such an update says its
    ``source``, such as ``blog-7``.
    """

    chosen: Callable[[Any], QuerySet[Any]]
    column: str
    told: Callable[[Collection[int]], QuerySet[Any]]


@dataclass(frozen=True)
class NoticeKind:
    """A kind of notice, such as "somebody replied to me".

    `line` says it before the title of what it is about, such as "{who} replied to"; `who` is "Ines Lindqvist", or
    "Ines Lindqvist and 3 others".
    """

    about: str  # the kind of thing, as in ``notices.THINGS``
    label: str  # as somebody chooses whether to be told, such as "Replies to what I said"
    line: str
    icon: str
    is_usual: bool = True  # told to whoever has not chosen
    group: str = ""  # under which heading it is chosen, such as "Questions"
    is_work: bool = False  # something waits for an answer, so it is also told of people whom one has muted


@dataclass(frozen=True)
class NoticeThing:
    """A kind of thing that notices are about.

    `readers(people, numbers)` gives for each of these things who of the active `people` (by number) may know of it
    now; many are asked about at once. `told(viewer, numbers)` gives its title and address to one who may; both know of
    the same ones.
    """

    readers: Callable[[Mapping[int, Any], Collection[int]], dict[int, set[int]]]
    told: Callable[[Any, Collection[int]], dict[int, tuple[str, str]]]
    place: str = ""  # such as "thread", when it is what the place ``thread:12`` is called after


@dataclass(frozen=True)
class UnderTopic:
    """A kind of thing that is about a topic.

    `counted(viewer)` gives how many of them the viewer may know, by topic; `listed(viewer, topic)` gives the titles and
    addresses of some.
    """

    name: str  # of many, such as "Articles"
    icon: str
    counted: Callable[[Any], dict[int, int]]
    listed: Callable[[Any, int], list[tuple[str, str]]]


#: ``who_muted(by, people) -> numbers``: those of `people` (by number) who do not want to hear of what `by` does.
WhoMuted = Callable[[Any, Collection[int]], set[int]]


class StaysThere(ValueError):
    """A thing cannot be taken down; the sentence says why, and what to do."""


@dataclass(frozen=True)
class Reported:
    """A thing that can be reported, as one reads of it who may know of it."""

    title: str  # such as "Update by Tom Berger"
    address: str = ""
    html: str = ""  # what it says now, made by kit.markup or by a template
    where: str = ""  # who reads it, such as "Everyone at Northwind"
    history: str = ""  # the address of what it said before
    authors: Sequence[Any] = ()
    at: datetime | None = None
    is_there: bool = True  # not when it was taken back, or taken down


@dataclass(frozen=True)
class Reportable:
    """A kind of thing that can be reported to the moderators. All of it holds for what was taken down, too.

    `others(viewer)` gives those things of which the viewer may know and that others wrote: whatever somebody reports,
    or decides about as a moderator, is one of these. `readers(people, numbers)` says for each who of the active
    `people` (by number) may know of it. `authors(numbers)` says who wrote it. `told(viewer, numbers)` tells those that
    the viewer may know of. `take_down(by, number)` does what the room does when a moderator takes one down, and
    raises StaysThere.
    """

    others: Callable[[Any], QuerySet[Any]]
    readers: Callable[[Mapping[int, Any], Collection[int]], dict[int, set[int]]]
    authors: Callable[[Collection[int]], dict[int, set[int]]]
    told: Callable[[Any, Collection[int]], dict[int, Reported]]
    take_down: Callable[[Any, int], None]


#: ``count(viewer) -> number``: how much waits for somebody, said beside a link of the frame on every page, so that it
#: has to be one light question at most; 0 for those for whom nothing ever waits.
Waiting = Callable[[Any], int]


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
    too many when asking for rights takes more: then `is_counted` is False, and whoever has some has them read.
    """

    name: str
    icon: str
    rows: Callable[[Any], Sequence[DeskRow]]
    waiting: Callable[[Any], QuerySet[Any]]
    is_counted: bool = True


@dataclass(frozen=True)
class State:
    """How one part of the house is, in a sentence for administrators."""

    part: str
    text: str
    is_well: bool = True


def gather(file: str, name: str) -> Iterator[Any]:
    """The object called `name` in each room's `file`.py, lowest step first; rooms without that file are passed over."""
    for room in apps.get_app_configs():
        if room.name in settings.ROOMS and room.name != "intranet.kit" and find_spec(f"{room.name}.{file}"):
            yield getattr(import_module(f"{room.name}.{file}"), name)


@cache
def gathered(file: str, name: str) -> dict[str, Any]:
    """The dictionaries called `name` of all rooms as one; a key declared twice is a mistake and says so."""
    merged: dict[str, Any] = {}
    for part in gather(file, name):
        if twice := merged.keys() & part.keys():
            raise ValueError(f"Declared twice in {file}.py: {', '.join(sorted(twice))}")
        merged |= part
    return merged


def the_one(file: str, name: str) -> Any:
    """The object called `name` that exactly one room declares in its `file`.py."""
    [declared] = gather(file, name)
    return declared
