"""What can be listened to, and how what happened is drawn."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

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
