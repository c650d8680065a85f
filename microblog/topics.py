"""What is known of topics: whom one asks, how long that takes, how much waits."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from statistics import median
from typing import Any

from django.db.models import Count, Exists, OuterRef
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from intranet.kit.keeping import kept_last
from intranet.kit.lookups import Lookup, bare
from intranet.people.audiences import looks
from intranet.people.eyes import Eyes
from intranet.people.keeping import kept
from intranet.people.models import Topic, TopicExpert
from intranet.people.models.topic import experts_of

from .models import Question, QuestionTopic, Update

LATELY = timedelta(days=90)
MOST_NAMED = 3  # experts


@dataclass(frozen=True)
class Figures:
    """A topic as everybody may know it."""

    number: int
    name: str
    experts: tuple[str, ...]  # their names
    target_hours: int | None
    usual: timedelta | None  # until somebody answers; None when nobody has asked lately

    @property
    def usual_words(self) -> str:
        return in_words(self.usual) if self.usual is not None else ""

    @property
    def experts_words(self) -> str:
        """Such as "Ines Lindqvist, Tom Berger and 2 more"."""
        named, more = self.experts[:MOST_NAMED], len(self.experts) - MOST_NAMED
        return ", ".join(named) + (f" and {more} more" if more > 0 else "")


def figures() -> list[Figures]:
    """All topics by name; worked out once an hour, and anew when a topic or an expert changes."""
    return kept("topics", Eyes(), (_hour(),), _figures)


def waiting(viewer: Any) -> dict[int, int]:
    """How many of the questions that the viewer may read wait for an answer, by topic."""
    return dict(_waiting(bare(viewer), viewer.is_active, viewer.role).all())


def aside(viewer: Any) -> SafeString:
    """What stands beside the questions: what is asked in topics of the viewer's, in those for which nobody is named,
    and how long it takes until somebody answers.
    """
    many, mine = waiting(viewer), tuple(pk for (pk,) in _tended().all(viewer.pk))

    def draw() -> tuple[SafeString, bool]:
        known = figures()
        orphans = [(each, many.get(each.number, 0)) for each in known if not each.experts]
        beside = {
            "orphans": sorted(orphans, key=lambda row: -row[1]),
            "usual": [each for each in known if each.usual is not None],
            "mine": [(each, many.get(each.number, 0)) for each in known if each.number in mine],
        }
        return render_to_string("microblog/questions/_aside.html", {"beside": beside}), True

    made_of = (looks(), _hour(), mine, sorted(many.items()))
    return kept_last(f"questions-aside:{viewer.pk}", made_of, draw)


def in_words(time: timedelta) -> str:
    """Such as "about 20 minutes"."""
    minutes = max(1, round(time.total_seconds() / 60))
    for size, one in ((1440, "day"), (60, "hour"), (1, "minute")):
        if minutes >= size * (1.5 if size > 1 else 1):
            count = round(minutes / size)
            return f"about {count} {one}{'s' if count > 1 else ''}"
    return "about a minute"


@lru_cache(maxsize=1_000)
def _waiting(viewer: Any, is_active: bool, role: str) -> Lookup:
    """People are compared by number, so what of them decides stands beside."""
    seen = Update.objects.visible_to(viewer).standing().filter(pk=OuterRef("question"))
    rows = QuestionTopic.objects.filter(Exists(seen), question__in=Question.objects.waiting()).order_by()
    return Lookup(rows.values_list("topic").annotate(many=Count("pk")))


@lru_cache(maxsize=1)
def _tended() -> Lookup:
    """The topics in which a person is asked."""
    return Lookup(TopicExpert.objects.order_by("topic").values_list("topic"), by="person")


def _hour() -> str:
    return timezone.now().strftime("%H")


def _figures() -> list[Figures]:
    topics = list(Topic.objects.all())
    experts, usual = experts_of(topic.pk for topic in topics), _usual()
    return [
        Figures(
            number=topic.pk,
            name=topic.name,
            experts=tuple(person.name for person in experts[topic.pk]),
            target_hours=topic.target_hours,
            usual=usual.get(topic.pk),
        )
        for topic in topics
    ]


def _usual() -> dict[int, timedelta]:
    """The median time to a first answer, of questions that everybody may read."""
    lately = Question.objects.for_everybody().filter(first_answered_at__gt=timezone.now() - LATELY)
    rows = QuestionTopic.objects.filter(question__in=lately)
    seconds: dict[int, list[float]] = defaultdict(list)
    for topic, asked, answered in rows.values_list("topic", "question__at", "question__first_answered_at"):
        if answered:
            seconds[topic].append((answered - asked).total_seconds())
    return {topic: timedelta(seconds=median(each)) for topic, each in seconds.items()}
