"""What can be listened to about a page: who is writing on it, and that it was changed."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.template.loader import render_to_string

from intranet.kit.declarations import Drawn
from intranet.kit.paging import number

from .models import LongText
from .panels import all_writing_now


def may_hear(people: Mapping[int, Any], asked: Mapping[str, set[int]]) -> dict[str, set[int]]:
    """``page:12`` and ``writing:12`` are heard by whoever may read the page."""
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


def draw_changed(events: Sequence[Any], people: Collection[int]) -> dict[int, Drawn]:
    """That the page was changed: nobody's reading is changed under their eyes."""
    rows = LongText.objects.filter(pk__in={event.ref for event in events}, live=True)
    versions = dict(rows.values_list("pk", "version"))
    # As old as the page that it is to be shown on: one that is as new already keeps what it has.
    html = {
        pk: render_to_string("writing/_changed.html", {"pk": pk, "version": version - 1})
        for pk, version in versions.items()
    }
    told = [event for event in events if event.stream == f"page:{event.ref}" and event.ref in html]
    return {event.id: Drawn(html[event.ref]) for event in told}


STREAMS = {"writing": may_hear, "page": may_hear}
EVENTS = {"writing.changed": draw, "page.changed": draw_changed}
