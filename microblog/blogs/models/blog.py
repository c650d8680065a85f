from typing import Any, ClassVar, Self

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from wagtail.models import PageManager

from intranet.people.models import Membership, Team
from intranet.people.models.user import HUES
from intranet.writing.models import Image, LongText
from intranet.writing.models.long_text import LongTextQuerySet


class BlogQuerySet(LongTextQuerySet):
    def written_by(self, viewer: Any) -> Self:
        """The blogs in which `viewer` may write: their own, those of their teams, and where they were asked to."""
        mine = Membership.objects.filter(person=viewer).values("team")
        asked = BlogWriter.objects.filter(person=viewer).values("blog")
        return self.visible_to(viewer).filter(Q(person=viewer) | Q(team__in=mine) | Q(pk__in=asked))

    def answered_by(self, viewer: Any) -> Self:
        """The blogs whose posts `viewer` reads before they go out."""
        led = Membership.objects.filter(person=viewer, is_lead=True).values("team")
        answered = Q(person=viewer) | Q(team__in=led)
        if viewer.moderates:
            answered |= Q(person=None)
        return self.visible_to(viewer).filter(answered)


class Blog(LongText):
    """A place where a team, or a person, writes posts. Its body says more of what it is for."""

    route: ClassVar[str] = "blogs:blog"
    parent_page_types: ClassVar[list[str]] = ["blogs.BlogsHome"]
    subpage_types: ClassVar[list[str]] = ["blogs.BlogPost"]
    kept: ClassVar[tuple[str, ...]] = (*LongText.kept, "team", "person", "is_reviewed", "cover")
    restored: ClassVar[tuple[str, ...]] = (*LongText.restored, "purpose", "hue")

    purpose = models.CharField(max_length=300, help_text="What colleagues can expect here, in one sentence.")
    hue = models.PositiveSmallIntegerField(default=0, validators=[MaxValueValidator(HUES - 1)])
    cover = models.ForeignKey(Image, models.SET_NULL, null=True, blank=True, related_name="+")
    team = models.OneToOneField(Team, models.PROTECT, null=True, blank=True, related_name="blog")
    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="blog")
    is_reviewed = models.BooleanField("somebody else reads each post before it goes out", default=False)

    objects: ClassVar[Any] = PageManager.from_queryset(BlogQuerySet)()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, team__isnull=True) | Q(person__isnull=True, team__isnull=False),
                name="blog_of_a_team_or_a_person",
            ),
        ]

    @property
    def pictures_beside(self) -> set[int]:
        return {self.cover_id} if self.cover_id else set()

    @property
    def whose(self) -> Any:
        """The person or the team."""
        return self.person or self.team

    @property
    def is_approved_by_one(self) -> bool:
        """A personal blog speaks for one person: whatever others prepare goes out when that person approves it."""
        return self.person_id is not None


class BlogWriter(models.Model):
    """A person writes in a blog that is not theirs: for a team they are not in, or as an assistant."""

    blog = models.ForeignKey(Blog, models.CASCADE, related_name="writers")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["blog", "person"], name="blog_writer_once")]

    def __str__(self) -> str:
        return f"{self.person} in blog {self.blog_id}"
