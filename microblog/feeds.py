"""What each feed shows, newest first. Every one of them starts at the one door, `Update.objects.visible_to`.

Home, company and following leave out whom the viewer muted. Where one goes to read a team, a tag, a thread or a person,
everything is there.
"""

from typing import Any

from django.db.models import Exists, OuterRef

from intranet.people.models import Team, User

from .mine import with_mine
from .models import HelpfulAnswer, Question, Tag, Update, UpdateAudience
from .models.question import NO_TOPIC
from .models.update import UpdateQuerySet, first_of_thread


def home(viewer: Any) -> UpdateQuerySet:
    """What concerns `viewer`: the company, their teams, what they follow, and what they subscribe to."""
    return _first_ones(viewer).for_you(viewer).without_muted(viewer)


def company(viewer: Any) -> UpdateQuerySet:
    return _first_ones(viewer).addressed_to_company().without_muted(viewer)


def following(viewer: Any) -> UpdateQuerySet:
    return _first_ones(viewer).followed_by(viewer).without_muted(viewer)


def team(viewer: Any, team: Team) -> UpdateQuerySet:
    return _first_ones(viewer).addressed_to_team(team)


def person(viewer: Any, person: User) -> UpdateQuerySet:
    return _first_ones(viewer).filter(author=person)


def replies_of(viewer: Any, person: User) -> UpdateQuerySet:
    """What `person` said in threads."""
    return _cards(Update.objects.visible_to(viewer).standing().filter(author=person, root__isnull=False), viewer)


def tag(viewer: Any, tag: Tag) -> UpdateQuerySet:
    """Updates and replies that carry the tag."""
    return _cards(Update.objects.visible_to(viewer).standing().tagged(tag), viewer)


def thread(viewer: Any, root: Update) -> UpdateQuerySet:
    """The replies under `root`, also the retracted ones, which leave a mark."""
    return _cards(Update.objects.visible_to(viewer).filter(root=root), viewer)


def answers(viewer: Any, root: Update) -> UpdateQuerySet:
    """The same under a question, with what puts them in order, and whether each helped the viewer."""
    helped = HelpfulAnswer.objects.filter(person=viewer, answer=OuterRef("pk"))
    rows = thread(viewer, root).annotate(has_helped=Exists(helped))
    return rows.only("id", "version", "author_id", "posted_at", "root_id", "parent_id", "helpful_count")


def questions(viewer: Any, *, states: tuple[str, ...] = (), topic: int | str = 0, mine: bool = False) -> UpdateQuerySet:
    """What was asked and stands in one of these states (without any: everything), about this topic, by the viewer."""
    asked = Question.objects.in_states(states) if states else Question.objects.all()
    if topic:
        asked = asked.about_nothing() if topic == NO_TOPIC else asked.about(int(topic))
    # Every question begins a thread; to ask for that, too, would lead SQLite through all threads.
    found = _cards(Update.objects.visible_to(viewer).standing().filter(pk__in=asked.values("pk")), viewer)
    return found.filter(author=viewer) if mine else found


def _first_ones(viewer: Any) -> UpdateQuerySet:
    return _cards(Update.objects.visible_to(viewer).first_ones(), viewer)


def _cards(updates: UpdateQuerySet, viewer: Any) -> UpdateQuerySet:
    """Only what the key of a card needs, and the viewer's own reactions; the card itself is most often in the cache."""
    closed = UpdateAudience.objects.filter(update=first_of_thread(), team__is_closed=True)
    rows = updates.only("id", "version", "author_id", "posted_at", "root_id").annotate(in_closed_team=Exists(closed))
    return with_mine(rows, viewer)
