from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from wagtail.models import Page, PageManager
from wagtail.query import PageQuerySet

from intranet.people.models import Team
from intranet.writing.fields import BodyField


class LongTextQuerySet(PageQuerySet):
    def visible_to(self, viewer: Any) -> Self:
        """The one door to long texts: published, and for everybody or for a team that the viewer sees."""
        if not (viewer.is_authenticated and viewer.is_active):
            return self.none()
        if viewer.sees_everything:
            return self.filter(live=True)
        return self.filter(Q(audience=None) | Q(audience__in=Team.objects.visible_to(viewer)), live=True)


class LongText(Page):
    """A page that people write on the page itself: an article, a section of the wiki, a post of a blog.

    A page below one that is for a team alone is for that team, too: actions that move a page, make one or change its
    audience see to it, so that each row says by itself who may read it.
    """

    #: The name of the address of this kind of page, with ``pk`` and ``slug``.
    route: ClassVar[str] = "writing:page"

    body = BodyField(blank=True)
    audience = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="+")  # None: everybody here
    head = models.BigIntegerField(default=0, editable=False)  # the number of its newest revision; a save is won by it
    version = models.BigIntegerField(default=0, editable=False)  # one more with every change that shows
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[Any] = PageManager.from_queryset(LongTextQuerySet)()

    is_creatable = False
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        indexes = [models.Index(fields=["-changed_at"], name="writing_changed")]

    def get_absolute_url(self) -> str:
        """Its address by number; the words in it may change, and old ones lead on."""
        kind = self.specific_class or type(self)
        if kind.route == "writing:page":
            return reverse(kind.route, args=[self.pk])
        return reverse(kind.route, args=[self.pk, words_of(self.title)])


def words_of(title: str) -> str:
    """What an address says of a title, or "-" when nothing of it can stand there."""
    return slugify(title, allow_unicode=True)[:80].strip("-") or "-"
