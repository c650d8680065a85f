from datetime import timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from intranet.people.models import Topic
from intranet.writing.models import LongText

from .update import Update, UpdateAudience

CLAIMED_FOR = timedelta(minutes=10)  # without a sign of life

#: How a question stands, in the order in which it goes on. The last one that is true counts.
STATES = ("open", "claimed", "answered", "accepted", "duplicate", "documented")
WAITING = ("open", "claimed")

NO_TOPIC = "none"  # in place of the number of one


class QuestionQuerySet(models.QuerySet["Question"]):
    def in_states(self, names: tuple[str, ...]) -> Self:
        """Those that stand in one of these states, as `microblog.standing` says it of each; all in one query."""
        found = Q(pk__in=[])
        asked = set(names)
        if asked.issuperset(WAITING):  # whether claimed or not need not be looked at
            found, asked = _waits(), asked.difference(WAITING)
        for name in asked:
            found |= _IS[name]()
        return self.filter(found)

    def waiting(self) -> Self:
        """Nobody else has said anything, whether somebody is about to or not."""
        return self.in_states(WAITING)

    def about(self, topic: int) -> Self:
        return self.filter(Exists(QuestionTopic.objects.filter(question=OuterRef("pk"), topic=topic)))

    def about_nothing(self) -> Self:
        """Whoever asked named no topic."""
        return self.filter(~Exists(QuestionTopic.objects.filter(question=OuterRef("pk"))))

    def for_everybody(self) -> Self:
        """Those that everybody who works here may read, so that figures of them tell nothing closed."""
        openly = UpdateAudience.objects.filter(Q(team=None) | Q(team__is_closed=False), update=OuterRef("pk"))
        return self.filter(Exists(openly), update__is_retracted=False)


class Question(models.Model):
    """An update asks something, since `at`. Its number is that of the update."""

    update = models.OneToOneField(Update, models.CASCADE, primary_key=True, related_name="question")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    first_answered_at = models.DateTimeField(null=True)  # when somebody else than its asker first said something
    topics = models.ManyToManyField(Topic, through="microblog.QuestionTopic", related_name="questions")

    objects = QuestionQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["update"], condition=Q(first_answered_at=None), name="microblog_waiting"
            ),  # the list of those that wait
            models.Index(fields=["first_answered_at"], name="microblog_answered_at"),
        ]

    def __str__(self) -> str:
        return f"question {self.pk}"  # never its text: names stand in the trail and in logs


class QuestionTopic(models.Model):
    """A question is about a topic; who said so, and when."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="+", db_index=False)
    topic = models.ForeignKey(Topic, models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["question", "topic"], name="asked_about_once")]

    def __str__(self) -> str:
        return f"{self.question_id} is about {self.topic}"


class ClaimQuerySet(models.QuerySet["Claim"]):
    def running(self) -> Self:
        return self.filter(ended_at=None, until__gt=timezone.now())

    def over(self) -> Self:
        """Their time has come, and nobody has noted it yet."""
        return self.filter(ended_at=None, until__lte=timezone.now())


class Claim(models.Model):
    """A person said "I'm on it", and others need not be, until then; or it ended before."""

    class End(models.TextChoices):
        ANSWERED = "answered", "They answered"
        RELEASED = "released", "Somebody released it"
        LAPSED = "lapsed", "Its time ran out"

    question = models.ForeignKey(Question, models.CASCADE, related_name="claims", db_index=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended = models.CharField(max_length=10, choices=End, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    objects = ClaimQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["question"], condition=Q(ended_at=None), name="claimed_by_one"),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended="") | Q(ended_at__isnull=False) & ~Q(ended=""),
                name="claim_ended_somehow",
            ),
        ]
        indexes = [models.Index(fields=["until"], condition=Q(ended_at=None), name="microblog_claims_running")]

    def __str__(self) -> str:
        return f"claim of question {self.question_id}"


class Acceptance(models.Model):
    """Somebody who may say so said "this answer solved it". Deleting the row takes it back."""

    question = models.OneToOneField(Update, models.CASCADE, related_name="acceptance")
    answer = models.OneToOneField(Update, models.CASCADE, related_name="accepted_as")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"update {self.answer_id} solved question {self.question_id}"


class HelpfulAnswer(models.Model):
    """An answer helped a person."""

    answer = models.ForeignKey(Update, models.CASCADE, related_name="helped", db_index=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["answer", "person"], name="helped_once")]

    def __str__(self) -> str:
        return f"update {self.answer_id} helped {self.person_id}"


class Documented(models.Model):
    """A page answers the question for good."""

    question = models.OneToOneField(Question, models.CASCADE, related_name="documented")
    page = models.ForeignKey(LongText, models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"page {self.page_id} answers question {self.question_id}"


class Duplicate(models.Model):
    """The question was asked before, as `into`."""

    question = models.OneToOneField(Question, models.CASCADE, related_name="duplicate")
    into = models.ForeignKey(Question, models.CASCADE, related_name="duplicates")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(question=models.F("into")), name="asked_before_is_another")]

    def __str__(self) -> str:
        return f"question {self.question_id} was asked as {self.into_id}"


def _closed() -> Q:
    return Q(documented__isnull=False) | Q(duplicate__isnull=False) | Q(update__acceptance__isnull=False)


def _claimed() -> Exists:
    return Exists(Claim.objects.running().filter(question=OuterRef("pk")))


def _waits() -> Q:
    return ~_closed() & Q(first_answered_at=None)


_IS = {
    "open": lambda: _waits() & ~Q(_claimed()),
    "claimed": lambda: _waits() & Q(_claimed()),
    "answered": lambda: ~_closed() & Q(first_answered_at__isnull=False),
    "accepted": lambda: Q(update__acceptance__isnull=False, documented=None, duplicate=None),
    "duplicate": lambda: Q(duplicate__isnull=False, documented=None),
    "documented": lambda: Q(documented__isnull=False),
}
