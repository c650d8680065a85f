"""What can be listened to about pages of the wiki, and how what happened to them is drawn."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.template.loader import render_to_string

from intranet.kit.declarations import Drawn
from intranet.kit.paging import number
from intranet.writing.models import LongText


def may_hear_pages(people: Mapping[int, Any], asked: Mapping[str, set[int]]) -> dict[str, set[int]]:
    """``page:12`` is heard by whoever may read the page."""
    refs = {pk: ref for ref in asked if (pk := number(ref)) and str(pk) == ref}
    readers = LongText.objects.read_by(people, refs)
    return {refs[pk]: asked[refs[pk]] & numbers for pk, numbers in readers.items()}


def draw(events: Sequence[Any], people: Collection[int]) -> dict[int, Drawn]:
    """That the page was changed: nobody's reading is changed under their eyes."""
    rows = LongText.objects.filter(pk__in={event.ref for event in events}, live=True)
    versions = dict(rows.values_list("pk", "version"))
    # As old as the page that it is to be shown on: one that is as new already keeps what it has.
    html = {
        pk: render_to_string("wiki/_changed.html", {"pk": pk, "version": version - 1})
        for pk, version in versions.items()
    }
    told = [event for event in events if event.stream == f"page:{event.ref}" and event.ref in html]
    return {event.id: Drawn(html[event.ref]) for event in told}


STREAMS = {"page": may_hear_pages}
EVENTS = {"page.changed": draw}
