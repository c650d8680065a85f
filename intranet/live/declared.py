"""What the rooms declared in their `streams.py`: who may listen, and how what happened is drawn."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from intranet.kit.declarations import Draw, Drawn, MayListen, gather, gathered

from .log import Happened


def may_listen(people: Mapping[int, Any], asked: Mapping[str, set[int]]) -> dict[str, set[int]]:
    """Which of `people` (by number) may hear the streams they `asked` for: ``{stream: numbers}``.

    One call of the room that declared the kind for all its streams; a kind that nobody declared is heard by nobody.
    """
    kinds: dict[str, dict[str, set[int]]] = defaultdict(dict)
    for stream, numbers in asked.items():
        kind, _, ref = stream.partition(":")
        kinds[kind][ref] = numbers
    rules: dict[str, MayListen] = gathered("streams", "STREAMS")
    return {
        f"{kind}:{ref}": numbers & asked_of[ref]
        for kind, asked_of in kinds.items()
        if kind in rules
        for ref, numbers in rules[kind](people, asked_of).items()
        if ref in asked_of
    }


def draw(events: Sequence[Happened], people: Collection[int]) -> dict[int, Drawn]:
    """What each event shows, by its id. What is no longer there, and what only wakes somebody, shows nothing."""
    rules: dict[str, Draw] = gathered("streams", "EVENTS")
    drawing: dict[Draw, list[Happened]] = defaultdict(list)
    for event in events:
        if event.name in rules:
            drawing[rules[event.name]].append(event)
    drawn: dict[int, Drawn] = {}
    for rule, of_it in drawing.items():
        drawn |= rule(of_it, people)
    return drawn


def came_and_went(people: Iterable[int]) -> None:
    for tell in gather("here", "came_and_went"):
        tell(set(people))
