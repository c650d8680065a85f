"""How the number beside the bell changes in every window of a person; see `intranet.kit.declarations`."""

from collections.abc import Collection, Sequence
from typing import Any

from django.template.loader import render_to_string

from intranet.kit.declarations import Drawn, MayListen

from .badge import unread_of

BADGE = "notifications/_badges.html"


def draw(events: Sequence[Any], people: Collection[int]) -> dict[int, Drawn]:
    """On the stream of a person, which nobody else hears."""
    counts = unread_of({event.ref for event in events if event.stream == f"user:{event.ref}"} & set(people))
    html = {number: render_to_string(BADGE, {"number": number, "unread": counts[number]}) for number in counts}
    return {event.id: Drawn(html[event.ref]) for event in events if event.ref in html}


STREAMS: dict[str, MayListen] = {}
EVENTS = {"notices.changed": draw}
