"""What can be listened to about updates, and how what happened to them is drawn."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Exists
from django.template.loader import render_to_string

from intranet.kit.declarations import Drawn
from intranet.kit.paging import number
from intranet.people.models import Membership, Team, User

from .cards import ALONE, CARD, REPLY, Eyes, drawn
from .mine import mine_of
from .models import Update, UpdateAudience
from .models.update import first_of_thread
from .wires import Audience, audiences, feeds_of_audience

REACTIONS = "microblog/updates/_reactions.html"
MINE = "microblog/updates/_mine_of.html"


def may_hear_feeds(people: Mapping[int, Any], asked: Mapping[str, set[int]]) -> dict[str, set[int]]:
    """Everybody hears what the company and open teams say; a closed team is heard by its members and administrators."""
    admins = {pk for pk, person in people.items() if person.sees_everything}
    heard = {"company": set(people), "open": set(people), "closed": admins}
    granted = {ref: numbers & heard[ref] for ref, numbers in asked.items() if ref in heard}
    teams = {pk: ref for ref in asked if (pk := number(ref.removeprefix("team:"))) and ref == f"team:{pk}"}
    for pk, knowing in Team.objects.seen_by(people, teams).items():
        granted[teams[pk]] = asked[teams[pk]] & knowing
    return granted


def may_hear_threads(people: Mapping[int, Any], asked: Mapping[str, set[int]]) -> dict[str, set[int]]:
    """A thread is heard by whoever may read the update it began with."""
    roots = {pk: ref for ref in asked if (pk := number(ref)) and str(pk) == ref}
    readers = Update.objects.read_by(people, roots)
    return {roots[pk]: asked[roots[pk]] & numbers for pk, numbers in readers.items()}


def draw(events: Sequence[Any], people: Collection[int]) -> dict[int, Drawn]:
    """The card of each update: whole in feeds, alone and as a reply in its thread."""
    refs = {event.ref for event in events}
    closed = UpdateAudience.objects.filter(update=first_of_thread(), team__is_closed=True)
    updates = Update.objects.filter(pk__in=refs).annotate(in_closed_team=Exists(closed)).in_bulk()
    to = audiences({update.thread_id for update in updates.values()})
    shown: dict[int, Drawn] = {}
    for template, of_it in _by_template(events, updates, to).items():
        faces = _Faces([updates[event.ref] for event in of_it], to, people)
        for event in of_it:
            if html := faces.draw(updates[event.ref], template):
                shown[event.id] = html
    return shown


def draw_reactions(events: Sequence[Any], people: Collection[int]) -> dict[int, Drawn]:
    """The signs under an update, and how many gave each: the same for all who read it."""
    updates = Update.objects.standing().filter(pk__in={event.ref for event in events}).in_bulk()
    to = audiences({update.thread_id for update in updates.values()})
    html = {pk: render_to_string(REACTIONS, {"update": update}) for pk, update in updates.items()}
    return {
        event.id: Drawn(html[event.ref])
        for event in events
        if event.ref in html and _belongs(event.stream, updates[event.ref], to)
    }


def draw_mine(events: Sequence[Any], people: Collection[int]) -> dict[int, Drawn]:
    """Which signs are one's own, for the other windows of the same person."""
    drawn: dict[int, Drawn] = {}
    for stream in {event.stream for event in events}:
        of_one = [event for event in events if event.stream == stream]
        mine = mine_of({event.ref for event in of_one}, int(stream.removeprefix("user:")))
        for event in of_one:
            drawn[event.id] = Drawn(render_to_string(MINE, {"update": event.ref, "keys": mine[event.ref]}))
    return drawn


def _by_template(
    events: Sequence[Any], updates: Mapping[int, Update], to: Mapping[int, Audience]
) -> dict[str, list[Any]]:
    """The events that show something, by the template of what they show."""
    found: dict[str, list[Any]] = {}
    for event in events:
        update = updates.get(event.ref)
        if update is None or not _belongs(event.stream, update, to):
            continue
        if event.stream.startswith("thread:"):
            found.setdefault(REPLY if update.root_id else ALONE, []).append(event)
        elif not update.is_retracted:
            found.setdefault(CARD, []).append(event)
    return found


def _belongs(stream: str, update: Update, to: Mapping[int, Audience]) -> bool:
    """Is the update really told on this stream? An event is only a hint, and audiences are what counts."""
    return stream == f"thread:{update.thread_id}" or stream in feeds_of_audience(to.get(update.thread_id, {}))


class _Faces:
    """Cards name closed teams only to those who know them, so that one update may have several faces.

    Almost always it has one: it is addressed to one team, or to no closed one, and whoever hears of it knows as much
    as all others who do.
    """

    def __init__(self, updates: Iterable[Update], to: Mapping[int, Audience], people: Collection[int]) -> None:
        self.updates = {update.pk: update for update in updates}
        self.to, self.people = to, people
        self._drawn: dict[tuple[str, Eyes], dict[int, Any]] = {}

    def draw(self, update: Update, template: str) -> Drawn | None:
        audience = self.to[update.thread_id]
        closed = frozenset(team for team, is_closed in audience.items() if is_closed and team)
        if len(audience) == 1 or not closed:
            html = self._html(update, template, Eyes(closed))
            return Drawn(html) if html else None
        html_for = {
            person: self._html(update, template, eyes) for person, eyes in _eyes_among(self.people, closed).items()
        }
        return Drawn(self._html(update, template, Eyes()), html_for)

    def _html(self, update: Update, template: str, eyes: Eyes) -> str:
        key = (template, eyes)
        if update.pk not in self._drawn.setdefault(key, {}):
            self._drawn[key] |= drawn(self._alike(update), eyes, template)
        return self._drawn[key].get(update.pk, "")

    def _alike(self, update: Update) -> list[Update]:
        """Those that are drawn for the same eyes are drawn at once."""
        closed = [team for team, is_closed in self.to[update.thread_id].items() if is_closed]
        if closed:
            return [update]
        return [one for one in self.updates.values() if not any(self.to[one.thread_id].values())]


def _eyes_among(people: Collection[int], closed: frozenset[int]) -> dict[int, Eyes]:
    """Who of `people` knows some of these closed teams, and which."""
    known: dict[int, set[int]] = {}
    for person, team in Membership.objects.filter(team__in=closed, person__in=people).values_list("person", "team"):
        known.setdefault(person, set()).add(team)
    admins = User.objects.filter(pk__in=people, role="admin", is_active=True).values_list("pk", flat=True)
    return {person: Eyes(frozenset(teams)) for person, teams in known.items()} | {
        person: Eyes(see_everything=True) for person in admins
    }


STREAMS = {"feed": may_hear_feeds, "thread": may_hear_threads}
EVENTS = {
    "update.posted": draw,
    "update.replied": draw,
    "update.edited": draw,
    "update.changed": draw,
    "update.retracted": draw,
    "update.undone": draw,
    "reactions.changed": draw_reactions,
    "mine.changed": draw_mine,
}
