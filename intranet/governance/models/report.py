from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from intranet.governance.reportables import reportables
from intranet.kit.paging import cursor_of

LONGEST = 300  # characters of a line, and of a word to those concerned


class AboutQuerySet(models.QuerySet[Any]):
    def about(self, kind: str, number: int) -> Self:
        return self.filter(kind=kind, about=number)

    def judged_by(self, viewer: Any) -> Self:
        """About what `viewer` decides as a moderator: what they may know of and others wrote.

        So what lies in a closed team is seen by those moderators who are in it, and by administrators.
        """
        if not (viewer.is_authenticated and viewer.moderates):
            return self.none()
        judged: Any = Q(pk__in=[])
        for kind, each in reportables().items():
            judged |= Q(kind=kind) & Exists(each.others(viewer).order_by().filter(pk=OuterRef("about")))
        return self.filter(judged)


class DecisionQuerySet(AboutQuerySet):
    def visible_to(self, viewer: Any) -> Self:
        """Those that a moderator could have made; those about one's own words, and about what one reported."""
        if not (viewer.is_authenticated and viewer.is_active):
            return self.none()
        mine = self.filter(Q(pk__in=self.for_authors(viewer).values("pk")) | Q(reports__by=viewer)).values("pk")
        return self.filter(Q(pk__in=mine) | Q(pk__in=self.judged_by(viewer).values("pk")))

    def for_authors(self, viewer: Any) -> Self:
        """What was decided against words of the viewer's; that somebody reported what stayed is not for them."""
        if not (viewer.is_authenticated and viewer.is_active):
            return self.none()
        return self.filter(authors=viewer, outcome=Outcome.DOWN)


class ReportQuerySet(AboutQuerySet):
    def visible_to(self, viewer: Any) -> Self:
        """One's own, and those that one decides about as a moderator."""
        if not (viewer.is_authenticated and viewer.is_active):
            return self.none()
        return self.filter(Q(by=viewer) | Q(pk__in=self.judged_by(viewer).values("pk")))

    def open(self) -> Self:
        """Those that nobody has decided about yet."""
        return self.filter(decision=None)


class Outcome(models.TextChoices):
    KEPT = "kept", "It stays."
    DOWN = "down", "It was taken down."
    GONE = "gone", "It was gone before anybody decided."


class Decision(models.Model):
    """A moderator said what becomes of a thing that was reported; or, as nobody, that it was gone before."""

    kind = models.CharField(max_length=30)  # as in `reports.REPORTABLE`
    about = models.BigIntegerField()  # the number of the thing
    outcome = models.CharField(max_length=10, choices=Outcome)
    word = models.CharField(max_length=LONGEST, blank=True)  # to those who reported, and to who wrote what is down
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    authors = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")  # whose words they were then

    objects = DecisionQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["kind", "about"], name="governance_decided_about"),
            models.Index(fields=["at"], name="governance_decided_at"),
        ]

    def __str__(self) -> str:
        return f"decision {self.pk} about {self.kind} {self.about}"

    @property
    def cursor(self) -> str:
        return cursor_of(self.at, self.pk)


class Report(models.Model):
    """A person asks the moderators to look at a thing. Who it was is known to them alone."""

    kind = models.CharField(max_length=30)
    about = models.BigIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    line = models.CharField(max_length=LONGEST, blank=True)
    at = models.DateTimeField(default=timezone.now)
    decision = models.ForeignKey(Decision, models.PROTECT, null=True, related_name="reports")  # None: it waits

    objects = ReportQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["by", "-at"], name="governance_mine")]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "about", "by"], condition=Q(decision=None), name="reported_once_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"report {self.pk} of {self.kind} {self.about}"
