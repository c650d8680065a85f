"""Who looks after an article sees at once that it solved one more question; see `intranet.kit.declarations`."""

from collections.abc import Collection, Sequence
from typing import Any

from django.db.models import Count
from django.template.loader import render_to_string

from intranet.kit.declarations import Drawn, MayListen
from search.models import Solved

from .caring import who_look_after


def draw(events: Sequence[Any], people: Collection[int]) -> dict[int, Drawn]:
    """How many there are by now, on the stream of a person, which nobody else hears."""
    numbers = {event.ref for event in events}
    those = who_look_after(numbers)
    told = [event for event in events if event.stream in {f"user:{person}" for person in those.get(event.ref, ())}]
    counted = Solved.objects.filter(kind="article", number__in=numbers).values_list("number").annotate(Count("pk"))
    times = dict(counted.order_by())
    html = {
        event.ref: render_to_string("wiki/_solved.html", {"number": event.ref, "times": times.get(event.ref, 0)})
        for event in told
    }
    return {event.id: Drawn(html[event.ref]) for event in told}


STREAMS: dict[str, MayListen] = {}  # each hears it on the stream that is theirs alone
EVENTS = {"solved.changed": draw}
