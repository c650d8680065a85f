"""How questions stand, for the line on their cards."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, FilteredRelation, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from intranet.people.models import Topic, User

from .models import Claim, Drafted, Question, QuestionTopic

#: What is read with a question.
WITH = ("documented__by", "duplicate__by", "update__acceptance__answer__author", "running__by")
#: And with what is to last.
LASTING = ("drafted__waits_for", "repetition")


@dataclass(frozen=True)
class Standing:
    """The same for everybody who reads the question: who and when, and nothing of what only some may read."""

    number: int
    name: str  # one of `models.question.STATES`
    by: User | None = None  # who brought it there
    at: datetime | None = None
    claim: Claim | None = None  # running
    answer: int | None = None  # the accepted one
    answered_by: User | None = None
    before: int | None = None  # what it was asked as before, if everybody may read that
    times: int = 1  # that it was asked, as far as everybody may know
    lately: int = 0  # that it was asked within a month, when that is often
    drafted: Drafted | None = None  # an article of it that waits
    topics: list[Topic] = field(default_factory=list)

    @property
    def topic_numbers(self) -> str:
        return " ".join(str(topic.pk) for topic in self.topics)


def standings(numbers: Collection[int]) -> dict[int, Standing]:
    """How those of these updates that ask something stand, by number; in two queries."""
    if not numbers:
        return {}
    topics = topics_of(numbers)
    return {question.pk: _standing(question, topics[question.pk]) for question in _read(numbers)}


def found_as(numbers: Collection[int]) -> dict[int, tuple[str, str]]:
    """How those of these updates that ask something stand, and the HTML of the answer that solved them; one query.

    Whether somebody is about to answer one matters for ten minutes only, so that it is told as open.
    """
    found: dict[int, tuple[str, str]] = {}
    for question in _read(numbers) if numbers else ():
        accepted = getattr(question.update, "acceptance", None)
        name = _standing(question, []).name
        found[question.pk] = "open" if name == "claimed" else name, accepted.answer.html if accepted else ""
    return found


def topics_of(questions: Collection[int]) -> dict[int, list[Topic]]:
    """What each of these is about, by name; one query."""
    found: dict[int, list[Topic]] = defaultdict(list)
    for row in QuestionTopic.objects.filter(question__in=questions).select_related("topic").order_by("topic__name"):
        found[row.question_id].append(row.topic)
    return found


def _read(numbers: Collection[int]) -> Any:
    """Those that are questions, with the claim that has not ended, and what everybody may know of repetitions."""
    openly = Question.objects.for_everybody()
    again = openly.filter(duplicate__into=OuterRef("pk")).order_by().values("duplicate__into")
    times = Subquery(again.annotate(times=Count("pk")).values("times"), output_field=IntegerField())
    return (
        Question.objects.filter(pk__in=numbers)
        .annotate(running=FilteredRelation("claims", condition=Q(claims__ended_at=None)))
        .annotate(times_again=Coalesce(times, 0))
        .annotate(is_openly_before=Exists(openly.filter(pk=OuterRef("duplicate__into"))))
        .select_related(*WITH, *LASTING)
    )


def _standing(question: Any, topics: list[Topic]) -> Standing:
    accepted = getattr(question.update, "acceptance", None)
    claim = getattr(question, "running", None)
    claim = claim if claim and claim.until > timezone.now() else None
    known: dict[str, Any] = {"number": question.pk, "times": question.times_again + 1, "topics": topics}
    known["answer"], known["answered_by"] = (accepted.answer_id, accepted.answer.author) if accepted else (None, None)
    known["drafted"] = getattr(question, "drafted", None)
    known["lately"] = repetition.times if (repetition := getattr(question, "repetition", None)) else 0
    if documented := getattr(question, "documented", None):
        return Standing(name="documented", by=documented.by, at=documented.at, **known)
    if duplicate := getattr(question, "duplicate", None):
        before = duplicate.into_id if question.is_openly_before else None
        return Standing(name="duplicate", by=duplicate.by, at=duplicate.at, before=before, **known)
    if accepted:
        return Standing(name="accepted", by=accepted.answer.author, at=accepted.at, **known)
    if question.first_answered_at:
        return Standing(name="answered", at=question.first_answered_at, **known)
    if claim:
        return Standing(name="claimed", by=claim.by, at=claim.at, claim=claim, **known)
    return Standing(name="open", at=question.at, **known)
