from typing import ClassVar

from django.db import models

from intranet.people.models import Team, Topic
from intranet.writing.models import LongText
from microblog.models import Tag


class Article(LongText):
    """A page that somebody owns and vouches for. An entry of the FAQ is one whose title is a question.

    The person who owns it is Wagtail's `owner` of the page.
    """

    route: ClassVar[str] = "wiki:page"
    parent_page_types: ClassVar[list[str]] = ["wiki.WikiHome", "wiki.Section"]
    subpage_types: ClassVar[list[str]] = []
    kept: ClassVar[tuple[str, ...]] = (
        *LongText.kept,
        *("owner", "owner_team", "topic", "verified_until", "is_evergreen", "helpful_count"),
    )
    restored: ClassVar[tuple[str, ...]] = (*LongText.restored, "short_answer")

    short_answer = models.CharField(max_length=600, blank=True)
    owner_team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="+")
    topic = models.ForeignKey(Topic, models.SET_NULL, null=True, blank=True, related_name="articles")
    verified_until = models.DateField(null=True, blank=True)  # None: nobody vouches for it, or it is evergreen
    is_evergreen = models.BooleanField("stays true", default=False)
    helpful_count = models.PositiveIntegerField(default=0, editable=False)  # votes that say so

    class Meta:
        indexes = [
            models.Index(fields=["verified_until"], name="wiki_verified"),
            models.Index(fields=["-helpful_count"], name="wiki_helpful"),
        ]

    @property
    def is_question(self) -> bool:
        """An entry of the FAQ."""
        return self.title.rstrip().endswith("?")


class ArticleTag(models.Model):
    """An article carries a tag."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="tag_rows")
    tag = models.ForeignKey(Tag, models.CASCADE, related_name="article_uses", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tag", "article"], name="article_tagged_once")]

    def __str__(self) -> str:
        return f"{self.tag} on article {self.article_id}"
