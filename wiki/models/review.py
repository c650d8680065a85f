from django.conf import settings
from django.db import models
from django.utils import timezone

from .article import Article


class Review(models.Model):
    """Somebody said "still correct" of an article, until a day or, without one, for as long as it stands."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="reviews")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    until = models.DateField(null=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"review of article {self.article_id} by {self.by}"
