from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone


class WantedQuerySet(models.QuerySet["Wanted"]):
    def visible_to(self, viewer: Any) -> Self:
        """A person's own, and nobody else's."""
        if not (viewer.is_authenticated and viewer.is_active):
            return self.none()
        return self.filter(person=viewer.pk)


class Wanted(models.Model):
    """A person said: tell me when there is an answer to these words.

    The only thing kept that says who looked for what; they can take it back, and it goes when they are told.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)
    words = models.CharField(max_length=200)
    normal = models.CharField(max_length=300, db_index=True)
    found = models.PositiveSmallIntegerField()  # how much had all of the words
    at = models.DateTimeField(default=timezone.now)
    looked_at = models.DateTimeField(default=timezone.now, db_index=True)  # since then nobody has tried

    objects = WantedQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "wanted"
        constraints = [models.UniqueConstraint(fields=["person", "normal"], name="wanted_once_by_each")]

    def __str__(self) -> str:
        return f"wanted {self.pk}"  # never the words
