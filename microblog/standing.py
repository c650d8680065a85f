"""How questions stand, for the line on their cards."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Exists, OuterRef

from intranet.people.models import Topic, User

from .models import Acceptance, Claim, Question, QuestionTopic


@dataclass(frozen=True)
class Standing:
    """The same for everybody who reads the question: who and when, and nothing of what only some may read."""

    number: int
    name: str  # one of `models.question.STATES`
    by: User | None = None  # who brought it there
    at: datetime | None = None
    claim: Claim | None = None  # running
    answer: int | None = None  # the accepted one
    before: int | None = None  # what it was asked as before, if everybody may read that
    times: int = 1  # that it was asked, as far as everybody may know
    topics: list[Topic] = field(default_factory=list)

    @property
    def is_waiting(self) -> bool:
        return self.name in {"open", "claimed"}

    @property
    def is_closed(self) -> bool:
        """Nothing more is expected."""
        return self.name in {"accepted", "duplicate", "documented"}

    @property
    def topic_numbers(self) -> str:
        return " ".join(str(topic.pk) for topic in self.topics)


def standings(numbers: Collection[int]) -> dict[int, Standing]:
    """How those of these updates that ask something stand, by number; as many queries for many as for one."""
    openly = Question.objects.for_everybody().filter(pk=OuterRef("duplicate__into"))
    rows = Question.objects.filter(pk__in=numbers).select_related("documented__by", "duplicate__by")
    questions = rows.annotate(is_openly_before=Exists(openly)).in_bulk()
    if not questions:
        return {}
    claims = {
        claim.question_id: claim
        for claim in Claim.objects.running().filter(question__in=questions).select_related("by")
    }
    accepted = Acceptance.objects.filter(question__in=questions).select_related("answer__author")
    acceptances = {each.question_id: each for each in accepted}
    topics, times = topics_of(questions), _times_asked(questions)
    return {
        pk: _standing(question, claims.get(pk), acceptances.get(pk), times.get(pk, 1), topics[pk])
        for pk, question in questions.items()
    }


def topics_of(questions: Collection[int]) -> dict[int, list[Topic]]:
    """What each of these is about, by name; one query."""
    found: dict[int, list[Topic]] = defaultdict(list)
    for row in QuestionTopic.objects.filter(question__in=questions).select_related("topic").order_by("topic__name"):
        found[row.question_id].append(row.topic)
    return found


def _times_asked(questions: Collection[int]) -> dict[int, int]:
    again = Question.objects.for_everybody().filter(duplicate__into__in=questions)
    counted = again.order_by().values("duplicate__into").annotate(times=Count("pk"))
    return {row["duplicate__into"]: row["times"] + 1 for row in counted}


def _standing(
    question: Question, claim: Claim | None, accepted: Acceptance | None, times: int, topics: list[Topic]
) -> Standing:
    common = {
        "number": question.pk,
        "times": times,
        "topics": topics,
        "answer": accepted.answer_id if accepted else None,
    }
    if documented := getattr(question, "documented", None):
        return Standing(name="documented", by=documented.by, at=documented.at, **common)
    if duplicate := getattr(question, "duplicate", None):
        before = duplicate.into_id if question.is_openly_before else None  # type: ignore[attr-defined]
        return Standing(name="duplicate", by=duplicate.by, at=duplicate.at, before=before, **common)
    if accepted:
        return Standing(name="accepted", by=accepted.answer.author, at=accepted.at, **common)
    if question.first_answered_at:
        return Standing(name="answered", at=question.first_answered_at, claim=claim, **common)
    if claim:
        return Standing(name="claimed", by=claim.by, at=claim.at, claim=claim, **common)
    return Standing(name="open", at=question.at, **common)
