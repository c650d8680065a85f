from collections.abc import Collection
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Count, F, Max, Min, Q, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

SAME = ("kind", "about", "read_at")  # of those that are shown as one


class NoticeQuerySet(models.QuerySet["Notice"]):
    def visible_to(self, viewer: Any) -> Self:
        """A person's own. Whether they may still know of what a notice is about is asked when it is told."""
        if not (viewer.is_authenticated and viewer.is_active):
            return self.none()
        return self.filter(to=viewer)

    def unread(self) -> Self:
        return self.filter(read_at=None)

    def like(self, notice: "Notice") -> Self:
        """Those of the same person that are shown together with `notice`, up to it: what came later was not seen."""
        return self.filter(to=notice.to_id, kind=notice.kind, about=notice.about, pk__lte=notice.pk)

    def groups(self) -> Any:
        """Those that are shown as one, newest first: the numbers of the `newest` and the `oldest`, the `kind`, what
        they are `about`, how `many` they are, and when they were `read_at`.
        """
        ends = {"newest": Max("pk"), "oldest": Min("pk"), "many": Count("pk")}
        rows = self.order_by().values(*SAME).annotate(**ends).order_by("-newest")
        return rows.values_list("newest", "oldest", "kind", "about", "many", "read_at")

    def last_two(self, groups: Collection[int]) -> Self:
        """Of each of these groups, by the number of its `newest`."""
        same: Any = [F(name) for name in SAME]
        place = Window(RowNumber(), partition_by=same, order_by=F("pk").desc())
        rows = self.annotate(newest=Window(Max("pk"), partition_by=same), place_in_group=place)
        return rows.filter(place_in_group__lte=2, newest__in=groups)


class Notice(models.Model):
    """Somebody is told that a person did something that concerns them; a hint, no content.

    Those of the same `kind` about the same thing, and read at the same time, are shown as one: "Ines and 3 others".
    """

    to = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices", db_index=False)
    kind = models.CharField(max_length=40)  # as in `notices.KINDS`, such as "update.replied"
    about = models.BigIntegerField()  # the number of the thing; what it is, the kind says
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+", db_index=False)
    part = models.BigIntegerField(null=True)  # the number of what was said there, such as a reply; not what it said
    place = models.CharField(max_length=60, blank=True)  # where it happened and can be silenced, such as "thread:12"
    at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["to", "-id"], name="notifications_tray"),
            models.Index(fields=["kind", "about"], name="notifications_about"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["to", "kind", "about", "by"], condition=Q(read_at=None), name="told_once_by_each"
            ),
            models.UniqueConstraint(
                fields=["to", "kind", "about"], condition=Q(read_at=None, by=None), name="told_once_by_nobody"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.about} to {self.to_id}"
