from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from microblog.signs import BY_NUMBER, SIGNS, Sign

from .update import Update


class ReactionQuerySet(models.QuerySet["Reaction"]):
    def first_of_each_sign(self, most: int) -> Self:
        """Of each sign the `most` that came first, sign by sign, first come first."""
        place = Window(RowNumber(), partition_by=[F("update"), F("sign")], order_by=[F("at"), F("pk")])
        return self.annotate(place=place).filter(place__lte=most).order_by("sign", "at", "pk")


class Reaction(models.Model):
    """A person gave an update one of the six signs."""

    # Both are the first column of an index below.
    update = models.ForeignKey(Update, models.CASCADE, related_name="reactions", db_index=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)
    sign = models.PositiveSmallIntegerField()  # the number of a Sign
    at = models.DateTimeField(default=timezone.now)

    objects = ReactionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "update", "sign"], name="reacted_once"),  # also finds mine
            models.CheckConstraint(condition=Q(sign__in=[sign.number for sign in SIGNS]), name="reacted_with_a_sign"),
        ]
        indexes = [models.Index(fields=["update", "sign", "at"], name="microblog_who_reacted")]

    def __str__(self) -> str:
        return f"{self.said.key} of {self.person} on update {self.update_id}"

    @property
    def said(self) -> Sign:
        return BY_NUMBER[self.sign]
