"""What is known of topics: whom one asks, how long that takes, how much waits."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from statistics import median
from typing import Any

from django.db.models import Count
from django.utils import timezone

from intranet.people.eyes import Eyes
from intranet.people.keeping import kept
from intranet.people.models import Topic
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
    return kept("topics", Eyes(), (timezone.now().strftime("%H"),), _figures)


def waiting(viewer: Any) -> dict[int, int]:
    """How many of the questions that the viewer may read wait for an answer, by topic."""
    seen = Update.objects.visible_to(viewer).first_ones()
    rows = QuestionTopic.objects.filter(question__in=Question.objects.waiting(), question__update__in=seen)
    return dict(rows.values_list("topic").annotate(many=Count("pk")).order_by())


def tended_by(viewer: Any) -> list[Topic]:
    """Those in which the viewer is asked, by name."""
    return list(Topic.objects.filter(experts__person=viewer))


def lists_of(viewer: Any) -> dict[str, Any]:
    """What stands beside the questions: ``orphans`` as (topic, how many wait), ``usual`` as topics, ``mine``."""
    many, known = waiting(viewer), figures()
    orphans = sorted(((each, many.get(each.number, 0)) for each in known if not each.experts), key=lambda row: -row[1])
    return {
        "orphans": orphans,
        "usual": [each for each in known if each.usual is not None],
        "mine": [(topic, many.get(topic.pk, 0)) for topic in tended_by(viewer)],
    }


def in_words(time: timedelta) -> str:
    """Such as "about 20 minutes"."""
    minutes = max(1, round(time.total_seconds() / 60))
    for size, one in ((1440, "day"), (60, "hour"), (1, "minute")):
        if minutes >= size * (1.5 if size > 1 else 1):
            count = round(minutes / size)
            return f"about {count} {one}{'s' if count > 1 else ''}"
    return "about a minute"


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
