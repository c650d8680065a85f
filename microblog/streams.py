"""What can be listened to about updates, and how what happened to them is drawn."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db.models import Exists
from django.template.loader import render_to_string

from intranet.kit.declarations import Drawn
from intranet.kit.paging import number
from intranet.people.eyes import Eyes
from intranet.people.models import Membership, Team, User

from .cards import ALONE, CARD, REPLY, drawn
from .mine import mine_of
from .models import Update, UpdateAudience
from .models.update import UpdateQuerySet, first_of_thread
from .wires import Audience, audiences, feeds_of_audience

REACTIONS = "microblog/updates/_reactions.html"
MINE = "microblog/updates/_mine_of.html"
EVERYBODY = 0  # is nobody's number


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
    closed = UpdateAudience.objects.filter(update=first_of_thread(), team__is_closed=True)
    found = Update.objects.filter(pk__in={event.ref for event in events}).annotate(in_closed_team=Exists(closed))
    updates, to = _addressed(found)
    told = [(event, updates[event.ref], template) for event in events if (template := _template(event, updates, to))]
    eyes = _eyes(to, people)
    wanted: dict[tuple[str, Eyes], dict[int, Update]] = defaultdict(dict)
    for _, update, template in told:
        for each in eyes[update.thread_id].values():
            wanted[template, each][update.pk] = update
    html = {key: drawn(list(cards.values()), key[1], key[0]) for key, cards in wanted.items()}

    def shown(update: Update, template: str) -> Drawn:
        faces = {person: html[template, each].get(update.pk, "") for person, each in eyes[update.thread_id].items()}
        return Drawn(faces.pop(EVERYBODY), faces)

    return {event.id: shown(update, template) for event, update, template in told}


def draw_reactions(events: Sequence[Any], people: Collection[int]) -> dict[int, Drawn]:
    """The signs under an update, and how many gave each: the same for all who read it."""
    updates, to = _addressed(Update.objects.standing().filter(pk__in={event.ref for event in events}))
    html = {pk: render_to_string(REACTIONS, {"update": update}) for pk, update in updates.items()}
    return {
        event.id: Drawn(html[event.ref])
        for event in events
        if event.ref in html and _belongs(event.stream, updates[event.ref], to)
    }


def draw_mine(events: Sequence[Any], people: Collection[int]) -> dict[int, Drawn]:
    """Which signs are one's own, for the other windows of the same person."""
    asked = {event.id: (int(event.stream.removeprefix("user:")), event.ref) for event in events}
    mine = mine_of(set(asked.values()))
    return {
        id: Drawn(render_to_string(MINE, {"update": update, "keys": mine[person, update]}))
        for id, (person, update) in asked.items()
    }


def _addressed(updates: UpdateQuerySet) -> tuple[dict[int, Update], dict[int, Audience]]:
    """`updates` by number, and to whom the thread of each is addressed."""
    found = updates.in_bulk()
    return found, audiences({update.thread_id for update in found.values()})


def _template(event: Any, updates: Mapping[int, Update], to: Mapping[int, Audience]) -> str:
    """Of what an event shows; none for what is no longer there."""
    update = updates.get(event.ref)
    if update is None or not _belongs(event.stream, update, to):
        return ""
    if event.stream.startswith("thread:"):
        return REPLY if update.root_id else ALONE
    return "" if update.is_retracted else CARD


def _belongs(stream: str, update: Update, to: Mapping[int, Audience]) -> bool:
    """Is the update really told on this stream? An event is only a hint, and audiences are what counts."""
    audience = to.get(update.thread_id)
    if not audience:
        return False
    return stream == f"thread:{update.thread_id}" or stream in feeds_of_audience(audience)


def _eyes(to: Mapping[int, Audience], people: Collection[int]) -> dict[int, dict[int, Eyes]]:
    """How each thread is seen: by everybody who hears of it, and by those of `people` who see more than that.

    Almost always all see the same: it is addressed to one team, or to no closed one, and whoever hears of it knows as
    much as the others. Only of several audiences with a closed one among them does not everybody know all.
    """
    closed = {
        root: frozenset(team for team, is_closed in teams.items() if team and is_closed) for root, teams in to.items()
    }
    mixed = {root for root, teams in to.items() if len(teams) > 1 and closed[root]}
    knowing, admins = _knowing(people, frozenset().union(*(closed[root] for root in mixed))) if mixed else ({}, set())
    eyes = {}
    for root in to:
        eyes[root] = {EVERYBODY: Eyes() if root in mixed else Eyes(closed[root])}
        if root in mixed:
            eyes[root] |= {
                person: Eyes(frozenset(known)) for person, teams in knowing.items() if (known := teams & closed[root])
            }
            eyes[root] |= dict.fromkeys(admins, Eyes(see_everything=True))
    return eyes


def _knowing(people: Collection[int], closed: frozenset[int]) -> tuple[dict[int, set[int]], set[int]]:
    """Which of these closed teams some of `people` are in, and who of them sees everything."""
    teams: dict[int, set[int]] = defaultdict(set)
    for person, team in Membership.objects.filter(team__in=closed, person__in=people).values_list("person", "team"):
        teams[person].add(team)
    return teams, set(User.objects.filter(pk__in=people).seeing_everything().values_list("pk", flat=True))


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
