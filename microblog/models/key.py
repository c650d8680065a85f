from django.conf import settings
from django.db import models
from django.utils import timezone

from .update import Update


class OneTimeKey(models.Model):
    """A form was sent: the key it carried, a digest of what it said, and the update that came of it.

    The row outlives an undone update, so that a late repeat does not bring it back.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)
    key = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    update = models.ForeignKey(Update, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="key_once")]

    def __str__(self) -> str:
        return f"{self.key} of {self.person}"
