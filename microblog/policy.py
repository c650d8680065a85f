"""Who may do what with updates. Whether somebody may see one at all is `Update.objects.visible_to`."""

from intranet.people.models import TopicExpert, User

from .models import Claim, QuestionTopic, Update


def _own(user: User, update: Update) -> bool:
    """What tells of something else changes with that."""
    return update.author_id == user.pk and not _is_gone(update)


def _is_gone(update: Update) -> bool:
    """Or goes with what it tells of."""
    return update.is_retracted or bool(update.card)


def _is_expert(user: User, question: Update) -> bool:
    """Of one of its topics."""
    topics = QuestionTopic.objects.filter(question=question.pk).values("topic")
    return TopicExpert.objects.here().filter(person=user, topic__in=topics).exists()


def _decides(user: User, question: Update) -> bool:
    """Who asked, who knows about its topics, and moderators."""
    return not question.is_retracted and (question.author_id == user.pk or user.moderates or _is_expert(user, question))


def _accepts(user: User, answer: Update) -> bool:
    """Of their own answers only those to what they asked themselves."""
    question = answer.root
    if question is None or not _decides(user, question):
        return False
    return answer.author_id != user.pk or question.author_id == user.pk


def _releases(user: User, question: Update) -> bool:
    return user.moderates or Claim.objects.filter(question=question.pk, by=user, ended_at=None).exists()


RULES = {
    "update.post": lambda user, _: True,
    "update.reply": lambda user, update: not update.is_retracted or update.reply_count > 0,
    "update.react": lambda user, update: not update.is_retracted,  # also: see who did
    "update.edit": _own,
    "update.retract": lambda user, update: _own(user, update) or (user.moderates and not _is_gone(update)),
    "update.undo": _own,
    "question.claim": lambda user, question: question.author_id != user.pk and not question.is_retracted,
    "question.release": _releases,
    "question.decide": _decides,
    "question.accept": _accepts,  # asked of the answer
    "question.merge": _decides,
    "question.helpful": lambda user, answer: answer.author_id != user.pk and not answer.is_retracted,
    "update.history": lambda user, update: not _is_gone(update),
}
