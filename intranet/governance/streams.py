"""Moderators hear that there is more, or less, to look at: each on their own stream, and only of what they may see."""

from collections.abc import Collection, Sequence
from typing import Any

from django.template.loader import render_to_string

from intranet.kit.declarations import Drawn, MayListen
from intranet.people.models import User

from .waiting import things


def draw(events: Sequence[Any], people: Collection[int]) -> dict[int, Drawn]:
    """The number in the frame, as it is now."""
    whose = {event.id: int(event.stream.removeprefix("user:")) for event in events if event.stream.startswith("user:")}
    moderators = User.objects.moderating().in_bulk(set(whose.values()))
    html = {
        pk: render_to_string("governance/_waiting.html", {"reported": things(person)})
        for pk, person in moderators.items()
    }
    return {id: Drawn(html[person]) for id, person in whose.items() if person in html}


STREAMS: dict[str, MayListen] = {}  # each hears it on the stream that is theirs alone
EVENTS = {"moderation.changed": draw}
