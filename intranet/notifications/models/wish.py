from django.conf import settings
from django.db import models
from django.utils import timezone


class Wish(models.Model):
    """A person said whether they want to be told of a kind of thing; without it, the kind says."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=40)
    is_wanted = models.BooleanField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "kind"], name="wished_once")]

    def __str__(self) -> str:
        return f"{self.person_id} {'wants' if self.is_wanted else 'does not want'} {self.kind}"


class Silence(models.Model):
    """A person does not want to be told of what happens in a place, such as ``thread:12``."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)
    place = models.CharField(max_length=60)
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "place"], name="silenced_once")]

    def __str__(self) -> str:
        return f"{self.person_id} silenced {self.place}"
