"""What can be listened to about a page: who is writing on it."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.template.loader import render_to_string

from intranet.kit.declarations import Drawn
from intranet.kit.paging import number

from .models import LongText
from .panels import all_writing_now


def may_hear(people: Mapping[int, Any], asked: Mapping[str, set[int]]) -> dict[str, set[int]]:
    """Whoever may read a page hears who is writing on it."""
    pages = {pk: ref for ref in asked if (pk := number(ref)) and str(pk) == ref}
    readers = LongText.objects.read_by(people, pages)
    return {pages[pk]: asked[pages[pk]] & numbers for pk, numbers in readers.items()}


def draw(events: Sequence[Any], people: Collection[int]) -> dict[int, Drawn]:
    """The same words for all who may hear it."""
    told = [event for event in events if event.stream == f"writing:{event.ref}"]
    now = all_writing_now({event.ref for event in told})
    html = {
        pk: render_to_string("writing/_writing_now.html", {"page_number": pk, "writing_now": those})
        for pk, those in now.items()
    }
    return {event.id: Drawn(html[event.ref]) for event in told}


STREAMS = {"writing": may_hear}
EVENTS = {"writing.changed": draw}
