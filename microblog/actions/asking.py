"""What becomes of a question when something is said, changed or taken back; parts of the actions on updates."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import F, Min
from django.utils import timezone

from intranet.notifications import notices
from intranet.people.models import Topic, TopicExpert, User
from microblog.bells import place_of
from microblog.models import Acceptance, Claim, HelpfulAnswer, Question, QuestionTopic, Update
from microblog.models.update import UpdateQuerySet


@transaction.atomic
def begins(*, by: User, update: Update, topics: Sequence[Topic]) -> None:
    """The update asks something; the experts of its topics who may read it are told."""
    question = Question.objects.create(update=update, by=by, at=timezone.now())
    is_about(by=by, question=question, topics=topics)


@transaction.atomic
def is_about(*, by: User, question: Question, topics: Sequence[Topic]) -> None:
    """It is about these topics and no others. Their experts are told, once."""
    QuestionTopic.objects.filter(question=question).exclude(topic__in=topics).delete()
    rows = [QuestionTopic(question=question, topic=topic, by=by) for topic in topics]
    QuestionTopic.objects.bulk_create(rows, ignore_conflicts=True)
    experts = TopicExpert.objects.here().filter(topic__in=topics).values_list("person", flat=True)
    update = question.update
    notices.send("question.asked", to=set(experts), about=update, by=by, place=place_of(update), only_once=True)


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
def is_gone(*, update: Update) -> None:
    """An answer that was taken back is neither accepted nor helpful; the question may wait again.

    Cards of questions that led to one that was taken back lead nowhere.
    """
    if update.root_id is None:
        Update.objects.filter(question__duplicate__into=update.pk).update(version=F("version") + 1)
    question = Question.objects.select_related("update").filter(pk=update.root_id).first()
    if question is None:
        return
    Acceptance.objects.filter(answer=update).delete()
    HelpfulAnswer.objects.filter(answer=update).delete()
    Update.objects.filter(pk=update.pk).update(helpful_count=0)
    others = answers_of_others(question.update).exclude(pk=update.pk)
    first = others.aggregate(at=Min("posted_at"))["at"]
    Question.objects.filter(pk=question.pk).update(first_answered_at=first)


def answers_of_others(update: Update) -> UpdateQuerySet:
    """What others than its author have said below it."""
    return Update.objects.standing().filter(root=update).exclude(author=update.author_id)
