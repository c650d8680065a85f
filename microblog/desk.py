"""What of the questions waits for somebody; see `intranet.kit.declarations`."""

from collections import defaultdict
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse

from intranet.kit.declarations import DeskAnswer, DeskPart, DeskRow
from intranet.people.models import TopicExpert

from .models import Claim, Question, QuestionTopic, Update
from .models.update import UpdateQuerySet

MOST = 200
MINE = "; you are on it"


def asked_of(viewer: Any) -> UpdateQuerySet:
    """Questions about topics of theirs that nobody has answered and nobody else is about to; those about no topic, for
    which nobody is asked, are for the moderators.
    """
    topics = TopicExpert.objects.filter(person=viewer.pk).values("topic")
    about = QuestionTopic.objects.filter(question=OuterRef("pk"), topic__in=topics)
    others = Claim.objects.filter(question=OuterRef("pk"), ended_at=None).exclude(by=viewer.pk)
    theirs = Q(Exists(about))
    if viewer.moderates:
        theirs |= ~Q(Exists(QuestionTopic.objects.filter(question=OuterRef("pk"))))
    wait = Question.objects.waiting().filter(theirs, ~Exists(others))
    return Update.objects.visible_to(viewer).standing().filter(pk__in=wait.values("pk")).exclude(author=viewer.pk)


def rows(viewer: Any) -> list[DeskRow]:
    """Each troubles whoever asked it, and whoever asked the same."""
    claimed = Claim.objects.filter(question=OuterRef("pk"), by=viewer.pk, ended_at=None)
    found = asked_of(viewer).select_related("author", "question")
    found = found.annotate(again=Count("question__duplicates"), is_claimed=Exists(claimed))
    questions = list(found.order_by("posted_at", "pk")[:MOST])
    theirs = QuestionTopic.objects.filter(
        question__in=[each.pk for each in questions], topic__experts__person=viewer.pk
    )
    topics: dict[int, list[str]] = defaultdict(list)
    for number, name in theirs.order_by("topic__name").values_list("question", "topic__name"):
        topics[number].append(name)
    return [_row(each, topics[each.pk]) for each in questions]


def _row(question: Any, topics: list[str]) -> DeskRow:
    claim = [] if question.is_claimed else [DeskAnswer("I’m on it", reverse("microblog:claim", args=[question.pk]))]
    for_whom = f"you are asked about {' and '.join(topics)}" if topics else "and named no topic; you moderate"
    why = f"{question.author.name} asks, {for_whom}"
    return DeskRow(
        number=question.pk,
        title=question.excerpt,
        address=question.get_absolute_url(),
        why=f"{why}{MINE if question.is_claimed else ''}",
        since=question.question.at,
        harm=1 + question.again,
        answers=(*claim, DeskAnswer("Answer it", f"{question.get_absolute_url()}#reply", is_link=True)),
    )


DESK = {"question": DeskPart("Questions for me", "question-mark-circle", rows, asked_of, ("version",))}
