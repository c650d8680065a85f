from typing import Any, Self

from django.db import models

from intranet.writing.models import LongText


class WantedPageQuerySet(models.QuerySet["WantedPage"]):
    def visible_to(self, viewer: Any) -> Self:
        """Those that stand on pages which the viewer may read."""
        return self.filter(page__in=LongText.objects.visible_to(viewer))


class WantedPage(models.Model):
    """A page links to a title under which nobody has written anything yet."""

    page = models.ForeignKey(LongText, models.CASCADE, related_name="wanted", db_index=False)
    title = models.CharField(max_length=200)
    folded = models.CharField(max_length=400, db_index=True)  # the title, as titles are compared

    objects = WantedPageQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["page", "folded"], name="wanted_once")]

    def __str__(self) -> str:
        return f"wanted on page {self.page_id}"
