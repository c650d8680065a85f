"""Who looks after an article sees at once that it solved one more question; see `intranet.kit.declarations`."""

from collections.abc import Collection, Sequence
from typing import Any

from django.db.models import Count
from django.template.loader import render_to_string

from intranet.kit.declarations import Drawn, MayListen
from search.models import Solved

from .caring import who_look_after


def draw(events: Sequence[Any], people: Collection[int]) -> dict[int, Drawn]:
    """How many there are by now, for those who look after the article; others are shown nothing."""
    numbers = {event.ref for event in events}
    those = who_look_after(numbers)
    counted = Solved.objects.filter(kind="article", number__in=numbers).values_list("number").annotate(Count("pk"))
    times = dict(counted.order_by())
    html = {
        number: render_to_string("wiki/_solved.html", {"number": number, "times": times.get(number, 0)})
        for number in those
    }
    return {
        event.id: Drawn("", dict.fromkeys(those[event.ref] & set(people), html[event.ref]))
        for event in events
        if event.ref in those
    }


STREAMS: dict[str, MayListen] = {}  # it is heard by those who have the article open
EVENTS = {"solved.changed": draw}
