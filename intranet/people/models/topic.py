from collections.abc import Iterable
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from .company import Company
from .user import User


class Topic(models.Model):
    """Something that people here ask about, such as invoices or the shop."""

    name = models.CharField(max_length=60, unique=True)
    description = models.CharField(max_length=300, blank=True)
    target_hours = models.PositiveSmallIntegerField(
        "a first answer within so many hours", null=True, blank=True, help_text="What those who ask may count on."
    )

    class Meta:
        ordering = ["name"]
        constraints = [models.CheckConstraint(condition=~Q(target_hours=0), name="target_is_some_time")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        Company.looks_changed()  # cards name their topics, and composers all of them

    def get_absolute_url(self) -> str:
        return reverse("topic", args=[self.pk])


class TopicExpertQuerySet(models.QuerySet["TopicExpert"]):
    def here(self) -> Self:
        """Whoever no longer works here is no expert."""
        return self.filter(person__is_active=True)


class TopicExpert(models.Model):
    """A person is asked about a topic, since somebody said so."""

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="experts", db_index=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="expert_in")
    since = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = TopicExpertQuerySet.as_manager()

    class Meta:
        ordering = ["person__name", "pk"]
        constraints = [models.UniqueConstraint(fields=["topic", "person"], name="expert_once")]

    def __str__(self) -> str:
        return f"{self.person} knows about {self.topic}"


def experts_of(topics: Iterable[int]) -> dict[int, list[User]]:
    """Who is asked about each of these topics, by name; one query."""
    found: dict[int, list[User]] = {pk: [] for pk in topics}
    rows = TopicExpert.objects.here().filter(topic__in=found).select_related("person__profile")
    for row in rows:
        found[row.topic_id].append(row.person)
    return found
