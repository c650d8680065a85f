from typing import Any, NoReturn

from django.db import models
from django.utils import timezone


class EntryQuerySet(models.QuerySet["Entry"]):
    def visible_to(self, viewer: Any) -> "EntryQuerySet":
        """The trail names teams and people without regard to audience, so only those who may see everything read it."""
        return self if viewer.is_authenticated and viewer.sees_everything else self.none()

    def update(self, **kwargs: Any) -> NoReturn:
        raise TypeError("The trail is never changed.")

    def delete(self) -> NoReturn:
        raise TypeError("The trail is never shortened.")


class Entry(models.Model):
    """One thing that was done. It names people and things by number and by the name they had, and never changes."""

    at = models.DateTimeField(default=timezone.now, db_index=True)
    action = models.CharField(max_length=60)
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=200)
    about_kind = models.CharField(max_length=60, blank=True)
    about_id = models.BigIntegerField(null=True)
    about_name = models.CharField(max_length=200, blank=True)
    details = models.JSONField(default=dict)

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name_plural = "entries"
        indexes = [models.Index(fields=["about_kind", "about_id"], name="audit_about")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.by_name} {self.action} {self.about_name}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk:
            raise TypeError("The trail is never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("The trail is never shortened.")
