from django.conf import settings
from django.db import models
from django.utils import timezone


class Event(models.Model):
    """Something happened to thing number `ref`, and whoever listens to the stream should know. A hint, no content."""

    stream = models.CharField(max_length=60)
    name = models.CharField(max_length=40)
    ref = models.BigIntegerField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["stream", "id"], name="live_stream")]

    def __str__(self) -> str:
        return f"{self.pk} {self.stream} {self.name} {self.ref}"


class Presence(models.Model):
    """Somebody has Trellis open, as far as was known a short while ago; true until then unless it is renewed."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="+")
    until = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.person_id} until {self.until:%H:%M}"
