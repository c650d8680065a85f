from django.conf import settings
from django.db import models
from django.utils import timezone

from microblog.models import Update

from .article import Article


class Origin(models.Model):
    """An article was made of a question and of an answer to it, by somebody, because of `why` at that place.

    The article keeps its own words, whatever becomes of what was said.
    """

    article = models.OneToOneField(Article, models.CASCADE, related_name="origin")
    question = models.ForeignKey(Update, models.SET_NULL, null=True, related_name="+")
    answer = models.ForeignKey(Update, models.SET_NULL, null=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    why = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return f"article {self.article_id} was made of question {self.question_id}"
