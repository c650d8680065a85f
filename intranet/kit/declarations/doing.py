"""What a room may do, does again and again, and brings to others."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet

#: ``rule(user, thing) -> bool``: may this active, signed-in user do it to this thing (None when there is none)?
Rule = Callable[[Any, Any], bool]


#: ``resolver(names) -> {name: address}``: the names (lower case, without sign) that lead somewhere, and where to.
Resolver = Callable[[Iterable[str]], dict[str, str]]


#: ``fill(say)``: makes the room's part of the demo company; ``say(sentence)`` reports each step.
DemoPart = Callable[[Callable[[str], None]], None]


@dataclass(frozen=True)
class Turn:
    """A task (made with ``@task()``) that the worker enqueues whenever `every` has passed since its last turn."""

    task: Any
    every: timedelta


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
class UnderTopic:
    """A kind of thing that is about a topic.

    `counted(viewer)` gives how many of them the viewer may know, by topic; `listed(viewer, topic)` gives the titles and
    addresses of some.
    """

    name: str  # of many, such as "Articles"
    icon: str
    counted: Callable[[Any], dict[int, int]]
    listed: Callable[[Any, int], list[tuple[str, str]]]


#: ``count(viewer) -> number``: how much waits for somebody, said beside a link of the frame on every page, so that it
#: has to be one light question at most; 0 for those for whom nothing ever waits.
Waiting = Callable[[Any], int]


@dataclass(frozen=True)
class State:
    """How one part of the house is, in a sentence for administrators."""

    part: str
    text: str
    is_well: bool = True
