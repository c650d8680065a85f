"""Events as the bytes that browsers get: drawn once and framed once, however many read them."""

import json
import logging
from collections.abc import Sequence

from django.db import Error

from intranet.kit.declarations import Drawn

from . import declared
from .log import Happened
from .wire import Frame

log = logging.getLogger(__name__)


class Frames:
    """The frame of one event for everybody, and those of the few who see something else."""

    __slots__ = ("_by_person", "_common")

    def __init__(self, event: Happened, drawn: Drawn) -> None:
        self._common = _frame(event, drawn.html)
        made = {html: _frame(event, html) for html in set(drawn.html_for.values())}
        self._by_person = {person: made[html] for person, html in drawn.html_for.items()}

    def of(self, person: int) -> Frame:
        return self._by_person.get(person, self._common)


def framed(events: Sequence[Happened], people: set[int]) -> dict[int, Frames]:
    """The frames of `events` by id, as things are now. One that cannot be drawn is left out and said in the log."""
    nothing = Drawn("")
    try:
        drawn = declared.draw(events, people)
        return {event.id: Frames(event, drawn.get(event.id, nothing)) for event in events}
    except Error:
        raise  # the database is away: all of it is tried again
    except Exception:
        if len(events) == 1:
            log.exception("Could not draw event %s", events[0])
            return {}
        return {id: frames for event in events for id, frames in framed([event], people).items()}


def _frame(event: Happened, html: str) -> Frame:
    return Frame(json.dumps({**event._asdict(), "html": html}, ensure_ascii=False, separators=(",", ":")))
