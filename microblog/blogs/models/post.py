import math
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Cast
from django.utils import timezone
from wagtail.models import PageManager, TaskState, WorkflowState

from intranet.kit import markup
from intranet.writing.models import Image, LongText
from intranet.writing.models.long_text import LongTextQuerySet
from microblog.models import Tag

from .blog import Blog

WORDS_A_MINUTE = 220  # Brysbaert, How many words do we read per minute?, 2019: 238 for easy English; ours have figures


class BlogPostQuerySet(LongTextQuerySet):
    def worked_on_by(self, viewer: Any) -> Self:
        """Posts that are not out, or no longer, which only those see who write in their blog, or were asked to read."""
        if not (viewer.is_authenticated and viewer.is_active):
            return self.none()
        mine = Q(of_blog__in=Blog.objects.written_by(viewer))
        asked = Q(of_blog__in=Blog.objects.answered_by(viewer)) & Q(Exists(_under_review()))
        return self.filter(mine | asked, live=False)

    def seen_by(self, viewer: Any) -> Self:
        """Those that are out, and those that the viewer works on."""
        out = self.visible_to(viewer).values("pk")
        return self.filter(Q(pk__in=out) | Q(pk__in=self.worked_on_by(viewer).values("pk")))

    def asked_about_once(self, viewer: Any) -> Self:
        """Posts that were never out and that `viewer` was asked to read, or is."""
        answered = Blog.objects.answered_by(viewer)
        return self.filter(Exists(_reviews()), of_blog__in=answered, live=False, first_revision=0)

    def under_review(self) -> Self:
        """Those that somebody is asked to read, whoever it is."""
        return self.filter(Exists(_under_review()), live=False)

    def newest_first(self) -> Self:
        return self.order_by("-first_published_at", "-pk")


def _under_review() -> Any:
    """The steps of reviews in which somebody is asked to read the post outside."""
    return _reviews().filter(
        status=TaskState.STATUS_IN_PROGRESS, workflow_state__status=WorkflowState.STATUS_IN_PROGRESS
    )


def _reviews() -> Any:
    """All steps of the reviews of the post outside."""
    number = Cast(OuterRef("pk"), models.CharField())
    of = "workflow_state__content_type"
    is_post = {f"{of}__app_label": "blogs", f"{of}__model": "blogpost"}  # what is no page has numbers of its own
    return TaskState.objects.filter(workflow_state__object_id=number, **is_post)


class BlogPost(LongText):
    """A post of a blog: begun and prepared unseen, then out for all who may read the blog."""

    route: ClassVar[str] = "blogs:post"
    waits: ClassVar[bool] = True
    parent_page_types: ClassVar[list[str]] = ["blogs.Blog"]
    subpage_types: ClassVar[list[str]] = []
    kept: ClassVar[tuple[str, ...]] = (*LongText.kept, "of_blog", "cover", "first_revision")
    restored: ClassVar[tuple[str, ...]] = (*LongText.restored, "summary")

    of_blog = models.ForeignKey(Blog, models.PROTECT, related_name="posts", editable=False)
    summary = models.CharField(max_length=300, blank=True)
    cover = models.ForeignKey(Image, models.SET_NULL, null=True, blank=True, related_name="+")
    minutes = models.PositiveSmallIntegerField(default=1, editable=False)  # that reading it takes
    first_revision = models.BigIntegerField(
        default=0, editable=False
    )  # what readers saw first; their history begins here

    objects: ClassVar[Any] = PageManager.from_queryset(BlogPostQuerySet)()

    class Meta:
        indexes = [models.Index(fields=["of_blog"], name="blogs_of_blog")]

    @classmethod
    def below(cls, parent: LongText, **values: Any) -> Self:
        return cls(of_blog=parent.specific, **values)

    @staticmethod
    def last_review() -> Subquery:
        """For each post of a query, the number of the step in which somebody was asked to read it last."""
        return Subquery(_reviews().order_by("-pk").values("pk")[:1])

    @property
    def as_read(self) -> str:
        """What somebody says yes to who reads it now: its newest words, and its cover, which is no part of them."""
        return f"{self.head}-{self.cover_id or 0}"

    @property
    def was_out(self) -> bool:
        """Has anybody else read it, now or at some time?"""
        return bool(self.live or self.first_revision or self.first_published_at)

    @property
    def pictures_beside(self) -> set[int]:
        return {self.cover_id} if self.cover_id else set()

    def save(self, *args: Any, **kwargs: Any) -> Any:
        self.minutes = max(1, math.ceil(len(markup.body_text(self.body).split()) / WORDS_A_MINUTE))
        return super().save(*args, **kwargs)

    def changes_for(self, viewer: Any) -> Any:
        """What was thrown away before it went out is known to nobody but those who prepared it."""
        found = super().changes_for(viewer)
        if Blog.objects.written_by(viewer).filter(pk=self.of_blog_id).exists():
            return found
        return found.filter(revision__gte=self.first_revision)


class Part(models.TextChoices):
    WROTE = "wrote", "Written by"
    PREPARED = "prepared", "Prepared by"


class Credit(models.Model):
    """A person wrote a post, or prepared it for who wrote it."""

    post = models.ForeignKey(BlogPost, models.CASCADE, related_name="credits")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    part = models.CharField(max_length=10, choices=Part)
    place = models.PositiveSmallIntegerField(default=0)  # among those of the same part

    class Meta:
        ordering = ["part", "place", "pk"]
        constraints = [models.UniqueConstraint(fields=["post", "person"], name="credited_once")]

    def __str__(self) -> str:
        return f"{self.get_part_display()} {self.person}"


class PostTag(models.Model):
    """A post carries a tag."""

    post = models.ForeignKey(BlogPost, models.CASCADE, related_name="tag_rows")
    tag = models.ForeignKey(Tag, models.CASCADE, related_name="post_uses", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tag", "post"], name="post_tagged_once")]

    def __str__(self) -> str:
        return f"{self.tag} on post {self.post_id}"


class DepartureQuerySet(models.QuerySet["Departure"]):
    def ready(self) -> Self:
        """Their time has come, and the post is as it was approved."""
        return self.filter(goes_out_at__lte=timezone.now(), revision=F("post__head"), post__live=False)


class Departure(models.Model):
    """Somebody said that a post goes out at a time. Without this row it waits until somebody publishes it."""

    #: As `revision`, which no post has: who approved it might not publish it any more when its time had come.
    LAPSED: ClassVar[int] = 0
    #: And: somebody who may not publish it put another cover on it since it was approved.
    OTHER_COVER: ClassVar[int] = -1

    post = models.OneToOneField(BlogPost, models.CASCADE, related_name="departure")
    goes_out_at = models.DateTimeField(db_index=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    revision = models.BigIntegerField()  # what was approved; a later change has to be approved anew

    objects = DepartureQuerySet.as_manager()

    def __str__(self) -> str:
        return f"post {self.post_id} at {self.goes_out_at:%Y-%m-%d %H:%M}"
