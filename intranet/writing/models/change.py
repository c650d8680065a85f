from django.conf import settings
from django.db import models
from django.db.models import Q


class Change(models.Model):
    """A line of a page's history: who saved it, when and why. What it said then stands in the revision."""

    page = models.ForeignKey("writing.LongText", models.CASCADE, related_name="changes")
    revision = models.OneToOneField("wagtailcore.Revision", models.CASCADE, related_name="change")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    why = models.CharField(max_length=200, blank=True)
    key = models.CharField(max_length=32, blank=True)  # of the form with which the page was begun; each works once
    size = models.PositiveIntegerField(default=0)  # characters of its text

    class Meta:
        ordering = ["-revision"]
        indexes = [models.Index(fields=["page", "-revision"], name="writing_history")]
        constraints = [models.UniqueConstraint(fields=["by", "key"], condition=~Q(key=""), name="begun_once")]

    def __str__(self) -> str:
        return f"{self.page_id} at {self.at}"
