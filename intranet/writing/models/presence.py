from typing import Any, Self

from django.conf import settings
from django.db import models

from .long_text import LongText


class WritingQuerySet(models.QuerySet["Writing"]):
    def visible_to(self, viewer: Any) -> Self:
        """Whoever may read a page may see who is writing on it."""
        return self.filter(page__in=LongText.objects.visible_to(viewer).values("pk"))


class Writing(models.Model):
    """A person is writing on a page, or was until `until`."""

    page = models.ForeignKey(LongText, models.CASCADE, related_name="writings")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    until = models.DateTimeField(db_index=True)

    objects = WritingQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["page", "person"], name="writing_once")]

    def __str__(self) -> str:
        return f"{self.person} on {self.page_id}"
