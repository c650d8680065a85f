from datetime import timedelta

from django.db import models
from django.db.models import CharField, Count, Max, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

KEPT = timedelta(hours=1)


class OutlineChange(models.Model):
    """A title, a place, an audience or a page of the wiki changed: what shows several pages at once is drawn anew.

    Rows are only added, so that no two writers wait for each other; a task folds them into the newest one.
    """

    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"outline {self.pk}"

    @classmethod
    def state(cls) -> QuerySet:
        """One row with one text: another one whenever a change was committed, in whatever order they got their numbers.

        The newest alone would not do: of two who write at once, the one with the smaller number may commit last.
        """
        text = Concat(Cast(Max("pk"), CharField()), Value("-"), Cast(Count("pk"), CharField()))
        return cls.objects.order_by().values(all=Value(1)).annotate(state=text).values("state")

    @classmethod
    def state_now(cls) -> str:
        return next(iter(cls.state().values_list("state", flat=True)), "")

    @classmethod
    def fold(cls) -> int:
        """Of what is older than an hour only the newest row is left. Returns how many are gone.

        Not of what is younger: a state could be told twice while somebody still draws what it stood for.
        """
        old = cls.objects.filter(at__lt=timezone.now() - KEPT)
        newest = old.aggregate(newest=Max("pk"))["newest"]
        return old.filter(pk__lt=newest or 0).delete()[0]
