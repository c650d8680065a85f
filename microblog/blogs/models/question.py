from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.text import Truncator

from intranet.kit.fields import HtmlField
from intranet.kit.markup import plain_text

from .post import BlogPost

LONGEST_QUESTION = 500
LONGEST_ANSWER = 3_000


class PostQuestionQuerySet(models.QuerySet["PostQuestion"]):
    def visible_to(self, viewer: Any) -> Self:
        """Those under posts that the viewer may read; what was taken back is seen by nobody."""
        return self.standing().filter(post__in=BlogPost.objects.visible_to(viewer).values("pk"))

    def standing(self) -> Self:
        return self.filter(retraction=None)

    def unanswered(self) -> Self:
        """What most want to know comes first; of as many votes, what was asked first."""
        return self.standing().filter(answered_at=None).order_by("-vote_count", "asked_at", "pk")

    def answered(self) -> Self:
        """The newest answer first."""
        return self.standing().exclude(answered_at=None).order_by("-answered_at", "-pk")

    def with_people(self) -> Self:
        return self.select_related("by__profile", "answered_by__profile", "answer_changed_by")


class PostQuestion(models.Model):
    """Somebody asked this under a post, always with their name; and what was answered, once somebody did."""

    post = models.ForeignKey(BlogPost, models.CASCADE, related_name="questions")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    text = models.TextField(max_length=LONGEST_QUESTION)
    html = HtmlField()
    asked_at = models.DateTimeField(default=timezone.now)
    key = models.CharField(max_length=64)  # that the form carried: a repeat of it asks nothing new
    vote_count = models.PositiveIntegerField(default=0)
    answer = models.TextField(max_length=LONGEST_ANSWER, blank=True)
    answer_html = HtmlField(blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    #: Who said it as it stands now; None while it was said only once.
    answer_changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answer_changes = models.PositiveSmallIntegerField(default=0)  # how often it was said anew; a save is won by it
    version = models.BigIntegerField(default=0)  # one more with every change that shows

    objects = PostQuestionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["by", "key"], name="question_asked_once"),
            models.CheckConstraint(
                condition=Q(answered_by=None, answered_at=None, answer="")
                | Q(answered_by__isnull=False, answered_at__isnull=False) & ~Q(answer=""),
                name="question_answered_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"question {self.pk}"  # never its text: names stand in the trail and in logs

    def get_absolute_url(self) -> str:
        return f"{self.post.get_absolute_url()}#questions-{self.pk}"

    @property
    def excerpt(self) -> str:
        """Its first words on one line, as they are read."""
        return Truncator(plain_text(self.html)).chars(140)

    @property
    def answer_excerpt(self) -> str:
        return Truncator(plain_text(self.answer_html)).chars(140)

    @property
    def is_answered(self) -> bool:
        return self.answered_at is not None


class QuestionVote(models.Model):
    """A person wants to know this, too."""

    question = models.ForeignKey(PostQuestion, models.CASCADE, related_name="votes", db_index=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["question", "person"], name="question_voted_once")]

    def __str__(self) -> str:
        return f"vote for question {self.question_id}"


class QuestionRetraction(models.Model):
    """The asker took a question back before it was answered, or a moderator took it away."""

    question = models.OneToOneField(PostQuestion, models.CASCADE, related_name="retraction")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"retraction of question {self.question_id}"
