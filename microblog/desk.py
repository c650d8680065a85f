"""What of the questions waits for somebody; see `intranet.kit.declarations`."""

from typing import Any

from django.db.models import Count, Exists, OuterRef
from django.urls import reverse

from intranet.kit.declarations import DeskAnswer, DeskPart, DeskRow
from intranet.people.models import TopicExpert

from .models import Claim, Question, QuestionTopic, Update
from .models.update import UpdateQuerySet
from .standing import topics_of

MOST = 200


def asked_of(viewer: Any) -> UpdateQuerySet:
    """Questions about topics of theirs that nobody has answered and nobody else is about to."""
    topics = TopicExpert.objects.filter(person=viewer.pk).values("topic")
    about = QuestionTopic.objects.filter(question=OuterRef("pk"), topic__in=topics)
    others = Claim.objects.filter(question=OuterRef("pk"), ended_at=None).exclude(by=viewer.pk)
    wait = Question.objects.waiting().filter(Exists(about), ~Exists(others))
    return Update.objects.visible_to(viewer).first_ones().filter(pk__in=wait.values("pk")).exclude(author=viewer.pk)


def rows(viewer: Any) -> list[DeskRow]:
    """Each troubles whoever asked it, and whoever asked the same."""
    found = asked_of(viewer).select_related("author", "question").annotate(again=Count("question__duplicates"))
    questions = list(found.order_by("posted_at", "pk")[:MOST])
    topics = topics_of([each.pk for each in questions])
    mine = set(TopicExpert.objects.filter(person=viewer.pk).values_list("topic", flat=True))
    claimed = set(Claim.objects.filter(by=viewer.pk, ended_at=None).values_list("question", flat=True))
    return [
        _row(each, [topic for topic in topics[each.pk] if topic.pk in mine], each.pk in claimed) for each in questions
    ]


def _row(question: Any, topics: list[Any], is_claimed: bool) -> DeskRow:
    named = " and ".join(str(topic) for topic in topics)
    claim = [] if is_claimed else [DeskAnswer("I’m on it", reverse("microblog:claim", args=[question.pk]))]
    return DeskRow(
        number=question.pk,
        title=question.excerpt,
        address=question.get_absolute_url(),
        why=f"{question.author.name} asks, you are asked about {named}{'; you are on it' if is_claimed else ''}",
        since=question.question.at,
        harm=1 + question.again,
        answers=(*claim, DeskAnswer("Answer it", f"{question.get_absolute_url()}#reply", is_link=True)),
    )


DESK = {"question": DeskPart("Questions in my topics", "question-mark-circle", rows, asked_of)}
