from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from .article import Article


class HelpfulVote(models.Model):
    """A reader said whether a revision of an article helped; another vote of theirs replaces it."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="votes", db_index=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)
    revision = models.BigIntegerField()  # the number of Wagtail's, which may be deleted one day
    is_helpful = models.BooleanField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article", "person", "revision"], name="helpful_vote_once"),
        ]

    def __str__(self) -> str:
        return f"vote on article {self.article_id}"


class ObjectionQuerySet(models.QuerySet["Objection"]):
    def open(self) -> Self:
        """Those that nobody has settled yet."""
        return self.filter(settled_at=None)


class Objection(models.Model):
    """A reader said in one line what is wrong with an article; settled when somebody has seen to it."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="objections")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    line = models.CharField(max_length=300)
    at = models.DateTimeField(default=timezone.now)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)

    objects = ObjectionQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(settled_by=None, settled_at=None)
                | models.Q(settled_by__isnull=False, settled_at__isnull=False),
                name="objection_settled_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"objection to article {self.article_id}"
