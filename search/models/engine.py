from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q


class EngineQuerySet(models.QuerySet["Engine"]):
    def take(self, name: str, *, holder: str, now: datetime, until: datetime) -> bool:
        """Whoever gets True is the only writer of this engine until then; the holder may ask again and again."""
        self.get_or_create(name=name)
        free = Q(held_until=None) | Q(held_until__lte=now) | Q(holder=holder)
        return bool(self.filter(free, name=name).update(holder=holder, held_until=until))

    def release(self, name: str, *, holder: str) -> None:
        self.filter(name=name, holder=holder).update(held_until=None)

    def broken(self) -> Self:
        return self.exclude(broken_at=None)


class Engine(models.Model):
    """A search engine, who writes to it, and whether it can be asked."""

    name = models.CharField(max_length=20, unique=True)
    holder = models.CharField(max_length=64, blank=True)
    held_until = models.DateTimeField(null=True)
    broken_at = models.DateTimeField(null=True)  # since then the database answers in its place
    trouble = models.CharField(max_length=300, blank=True)
    built_at = models.DateTimeField(null=True)  # when it was last made anew from the table of documents

    objects = EngineQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name
