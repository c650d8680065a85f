from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone


class DraftQuerySet(models.QuerySet["Draft"]):
    def visible_to(self, viewer: Any) -> Self:
        """A person's drafts are only theirs."""
        if not (viewer.is_authenticated and viewer.is_active):
            return self.none()
        return self.filter(person=viewer)


class Draft(models.Model):
    """What a person has typed and not saved: for a page, or for a new one of some kind below `parent`."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="drafts")
    page = models.ForeignKey("writing.LongText", models.CASCADE, null=True, related_name="drafts")
    parent = models.ForeignKey("wagtailcore.Page", models.CASCADE, null=True, related_name="+")
    kind = models.CharField(max_length=40, blank=True)  # of a new page
    base = models.BigIntegerField(default=0)  # the revision it started from
    fields = models.JSONField(default=dict)  # each name of the form with its list of values
    title = models.CharField(max_length=255, blank=True)
    saved_at = models.DateTimeField(default=timezone.now)

    objects = DraftQuerySet.as_manager()

    class Meta:
        ordering = ["-saved_at"]
        constraints = [
            models.UniqueConstraint(fields=["person", "page"], condition=Q(parent=None), name="draft_once"),
            models.UniqueConstraint(fields=["person", "parent", "kind"], condition=Q(page=None), name="draft_new_once"),
            models.CheckConstraint(
                condition=Q(page=None, parent__isnull=False) | Q(page__isnull=False, parent=None),
                name="draft_of_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return self.title or "Untitled"

    def get_absolute_url(self) -> str:
        """Where one goes on writing."""
        if self.page_id:
            return reverse("writing:edit", args=[self.page_id])
        return reverse("writing:new", args=[self.parent_id, self.kind])

    @property
    def data(self) -> QueryDict:
        """The form as it was sent."""
        data = QueryDict(mutable=True)
        for name, values in self.fields.items():
            data.setlist(name, values)
        return data
