from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

LONGEST = 60  # characters of one of the words


class Synonym(models.Model):
    """Words that mean the same in this company, such as "payslip, pay slip, salary statement"."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)  # when its words were chosen

    #: How many words mean the same, at least and at most.
    FEWEST: ClassVar[int] = 2
    MOST: ClassVar[int] = 10

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return ", ".join(word.words for word in self.words.all())


class SynonymWord(models.Model):
    """A word, or a few, of one group; nothing else in any group is the same to search."""

    group = models.ForeignKey(Synonym, models.CASCADE, related_name="words")
    words = models.CharField(max_length=LONGEST)  # as typed
    stems = models.CharField(max_length=200, unique=True)  # in their order
    first = models.CharField(max_length=64, db_index=True)  # of the stems
    place = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["place"]

    def __str__(self) -> str:
        return self.words
