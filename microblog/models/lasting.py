from django.conf import settings
from django.db import models
from django.utils import timezone

from intranet.writing.models import LongText

from .question import Question


class Drafted(models.Model):
    """An article is being made of a question. It is not out, and waits for somebody to publish it."""

    question = models.OneToOneField(Question, models.CASCADE, related_name="drafted")
    page = models.OneToOneField(LongText, models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    #: Who answers for the place where it is to stand, the first of them; None: those who moderate.
    waits_for = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"page {self.page_id} is made of question {self.question_id}"


class Repetition(models.Model):
    """A question was asked so many times within a month that its experts were told."""

    question = models.OneToOneField(Question, models.CASCADE, related_name="repetition")
    times = models.PositiveIntegerField()
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"question {self.question_id} was asked {self.times} times"
