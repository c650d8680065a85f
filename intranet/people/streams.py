"""What can be listened to about people and teams."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from django.template.loader import render_to_string

from intranet.kit.declarations import Draw, Drawn

from .models import Team
from .panels import here_panels, members_panels


def may_hear_themselves(people: Mapping[int, Any], asked: Mapping[str, set[int]]) -> dict[str, set[int]]:
    """``user:3`` is for person number 3 alone."""
    return {ref: {number for number in numbers if str(number) == ref} for ref, numbers in asked.items()}


def nothing(events: Sequence[Any], people: Collection[int]) -> dict[int, Drawn]:
    """What differs from reader to reader is not sent: the page reads its own regions anew."""
    return {}


def drawn_from(template: str, panels: Callable[[Collection[Team]], dict[int, dict[str, Any]]]) -> Draw:
    """A panel of a team's page; whoever may hear the stream of a team may see it."""

    def draw(events: Sequence[Any], people: Collection[int]) -> dict[int, Drawn]:
        teams = Team.objects.filter(pk__in={event.ref for event in events})
        html = {pk: render_to_string(template, context) for pk, context in panels(teams).items()}
        told = [event for event in events if event.ref in html and event.stream == f"feed:team:{event.ref}"]
        return {event.id: Drawn(html[event.ref]) for event in told}

    return draw


STREAMS = {"user": may_hear_themselves}
EVENTS = {
    "teams.changed": nothing,
    "team.closed": nothing,
    "team.changed": drawn_from("people/_members_changed.html", members_panels),
    "here.changed": drawn_from("people/_here_panel.html", here_panels),
}
