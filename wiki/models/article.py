from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from wagtail.models import PageManager

from intranet.people.models import Team, Topic
from intranet.writing.models import LongText
from intranet.writing.models.long_text import LongTextQuerySet
from microblog.models import Tag, Update


class ArticleQuerySet(LongTextQuerySet):
    def drafted_for(self, viewer: Any) -> Self:
        """The door to what is made of questions and is not out: for those who may read the question and, one day, the
        article.
        """
        if not (viewer.is_authenticated and viewer.is_active):
            return self.none()
        waiting = self.filter(live=False, first_published_at=None, origin__isnull=False)
        if viewer.sees_everything:
            return waiting
        asked = Q(origin__question=None, origin__by=viewer)  # it never was
        asked |= Q(Exists(Update.objects.visible_to(viewer).filter(pk=OuterRef("origin__question"))))
        return waiting.filter(asked, Q(audience=None) | Q(audience__in=Team.objects.visible_to(viewer)))


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
    topic = models.ForeignKey(Topic, models.SET_NULL, null=True, blank=True, related_name="+")
    verified_until = models.DateField(null=True, blank=True)  # None: nobody vouches for it, or it is evergreen
    is_evergreen = models.BooleanField("stays true", default=False)
    helpful_count = models.PositiveIntegerField(default=0, editable=False)  # votes that say so

    objects: ClassVar[Any] = PageManager.from_queryset(ArticleQuerySet)()

    class Meta:
        indexes = [
            models.Index(fields=["verified_until"], name="wiki_verified"),
            models.Index(fields=["-helpful_count"], name="wiki_helpful"),
        ]

    def get_absolute_url(self) -> str:
        """What is not out yet is read where it waits."""
        return reverse("wiki:draft", args=[self.pk]) if self.is_new else super().get_absolute_url()

    @property
    def is_new(self) -> bool:
        """It was never out."""
        return not self.live and self.first_published_at is None

    @property
    def waits(self) -> bool:  # type: ignore[override]
        """What is made of a question waits for somebody to publish it."""
        return bool(self.pk) and self.is_new and hasattr(self, "origin")

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
