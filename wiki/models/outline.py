from django.db import models
from django.db.models import Count, Max
from django.db.models.functions import Coalesce, Concat
from django.utils import timezone


class OutlineChange(models.Model):
    """A title, a place, an audience or a page of the wiki changed: what shows several pages at once is drawn anew.

    Rows are only added, so that no two writers wait for each other; a task folds them into the newest one.
    """

    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"outline {self.pk}"

    @classmethod
    def state(cls) -> models.QuerySet:
        """For a subquery: what differs whenever a row was committed, in whatever order rows got their numbers."""
        return (
            cls.objects.order_by()
            .annotate(all=models.Value(1))
            .values("all")
            .annotate(
                state=Concat(Coalesce(Max("pk"), 0), models.Value("-"), Count("pk"), output_field=models.CharField())
            )
            .values("state")
        )
