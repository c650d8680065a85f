from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone


class Mute(models.Model):
    """A person does not want to see in their feeds what another person posts, or be told of it."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="mutes", db_index=False)
    whom = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["by", "whom"], name="mute_once"),
            models.CheckConstraint(condition=~Q(whom=F("by")), name="mute_somebody_else"),
        ]

    def __str__(self) -> str:
        return f"{self.by} mutes {self.whom}"
