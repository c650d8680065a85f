from django.conf import settings
from django.db import models
from django.utils import timezone

from intranet.writing.models import LongText


class Watch(models.Model):
    """A person wants to hear when a page changes."""

    page = models.ForeignKey(LongText, models.CASCADE, related_name="watches", db_index=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="watches")
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["page", "person"], name="watched_once")]

    def __str__(self) -> str:
        return f"{self.person} watches page {self.page_id}"
