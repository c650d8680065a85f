from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Count, F, Max, Q, Window
from django.db.models.functions import FirstValue, RowNumber
from django.utils import timezone


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

    def grouped(self) -> Self:
        """The last two of each group; `newest` is the number of the newest of it, `many` how many it has, and
        `first_part` the part that the oldest of it tells of.
        """
        same: Any = [F("kind"), F("about"), F("read_at")]
        place = Window(RowNumber(), partition_by=same, order_by=F("pk").desc())
        newest, many = (Window(count, partition_by=same) for count in (Max("pk"), Count("pk")))
        first = Window(FirstValue("part"), partition_by=same, order_by=F("pk").asc())
        rows = self.annotate(newest=newest, many=many, first_part=first, place_in_group=place)
        return rows.filter(place_in_group__lte=2)


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
