"""What becomes of a question when something is said, changed or taken back; parts of the actions on updates."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Min
from django.utils import timezone

from intranet.notifications import notices
from intranet.people.models import Topic, TopicExpert, User
from microblog.models import Acceptance, Claim, Duplicate, HelpfulAnswer, Question, QuestionTopic, Update
from microblog.models.update import UpdateQuerySet

from .turns import merged_with


@transaction.atomic
def begins(*, by: User, update: Update, topics: Sequence[Topic]) -> None:
    """The update asks something about these topics."""
    question = Question.objects.create(update=update, by=by, at=timezone.now())
    is_about(by=by, question=question, topics=topics)


@transaction.atomic
def is_about(*, by: User, question: Question, topics: Sequence[Topic]) -> None:
    """It is about these topics and no others."""
    QuestionTopic.objects.filter(question=question).exclude(topic__in=topics).delete()
    rows = [QuestionTopic(question=question, topic=topic, by=by) for topic in topics]
    QuestionTopic.objects.bulk_create(rows, ignore_conflicts=True)


@transaction.atomic
def was_answered(*, by: User, reply: Update) -> None:
    """A reply in the thread of a question: whoever was about to has done it, and unless it is the asker, it answers."""
    question = Question.objects.select_related("update").filter(pk=reply.root_id).first()
    if question is None:
        return
    ended = {"ended_at": reply.posted_at, "ended": Claim.End.ANSWERED, "ended_by": by}
    if Claim.objects.filter(question=question, by=by, ended_at=None).update(**ended):
        notices.forget("question.claimed", about=question, by=by)
    if by.pk != question.update.author_id:
        unanswered = Question.objects.filter(pk=question.pk, first_answered_at=None)
        unanswered.update(first_answered_at=reply.posted_at)


@transaction.atomic
def is_gone(*, update: Update) -> list[Update]:
    """An answer that was taken back is neither accepted nor helpful; the question may wait again.

    What had been asked as a question that was taken back stands for itself. Returns the other questions whose cards
    are other ones now: these, and the one that it was asked as itself.
    """
    if update.root_id is None:
        around = list(Update.objects.filter(pk__in=merged_with(update) - {update.pk}))
        Duplicate.objects.filter(into=update.pk).delete()
        return around
    question = Question.objects.select_related("update").filter(pk=update.root_id).first()
    if question is None:
        return []
    Acceptance.objects.filter(answer=update).delete()
    HelpfulAnswer.objects.filter(answer=update).delete()
    Update.objects.filter(pk=update.pk).update(helpful_count=0)
    others = answers_of_others(question.update).exclude(pk=update.pk)
    first = others.aggregate(at=Min("posted_at"))["at"]
    Question.objects.filter(pk=question.pk).update(first_answered_at=first)
    return []


def experts_of(topics: Sequence[Topic]) -> set[int]:
    """Who is told of a question about these, as far as they may read it, by number."""
    return {*TopicExpert.objects.here().filter(topic__in=topics).values_list("person", flat=True)}


def answers_of_others(update: Update) -> UpdateQuerySet:
    """What others than its author have said below it."""
    return Update.objects.standing().filter(root=update).exclude(author=update.author_id)
