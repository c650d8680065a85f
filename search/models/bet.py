from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils import timezone

from .document import Document


class BestBetQuerySet(models.QuerySet["BestBet"]):
    def visible_to(self, viewer: Any) -> Self:
        """Those whose document the viewer may see: their words would tell of it."""
        seen = Document.objects.visible_to(viewer).filter(kind=OuterRef("kind"), number=OuterRef("number"))
        return self.filter(Exists(seen))


class BestBet(models.Model):
    """Who looks for exactly these words finds this first. It names the thing and not its document."""

    words = models.CharField(max_length=80)  # as typed
    normal = models.CharField(max_length=300)
    kind = models.CharField(max_length=20)
    number = models.BigIntegerField()
    place = models.PositiveSmallIntegerField(default=0)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = BestBetQuerySet.as_manager()

    #: Things for the same words.
    MOST: ClassVar[int] = 3

    class Meta:
        ordering = ["normal", "place", "pk"]
        constraints = [models.UniqueConstraint(fields=["normal", "kind", "number"], name="bet_once")]

    def __str__(self) -> str:
        return self.words
