from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from .document import Document, DocumentAudience
from .enquiry import random_key

EVERYBODY = 0  # the audience of who works here


class How(models.TextChoices):
    """How a missed search ended, as a sentence about it goes on."""

    WRITTEN = "written", "an article was written"
    SYNONYM = "synonym", "a synonym leads there"
    BET = "bet", "something was put on top"
    OPENED = "opened", "somebody found it"
    DISMISSED = "dismissed", "nothing is to be done"


class MissedSearchQuerySet(models.QuerySet["MissedSearch"]):
    def visible_to(self, viewer: Any) -> Self:
        """A person's own; for those who communicate, all. Never one whose words led to something that is hidden from
        the viewer, or gone: they might be its title.
        """
        if not (viewer.is_authenticated and viewer.is_active):
            return self.none()
        theirs = self if viewer.communicates else self.filter(owner=viewer.pk)
        seen = Document.objects.visible_now(viewer).filter(kind=OuterRef("kind"), number=OuterRef("number"))
        led_to = MissedThing.objects.filter(missed=OuterRef("pk"))
        return theirs.filter(~Exists(led_to.exclude(Exists(seen))))

    def open(self) -> Self:
        return self.filter(ended_at=None)


class MissedSearch(models.Model):
    """Words with which several people found nothing that helped, and who should see to it.

    Made and kept by a task, from enquiries that name nobody. When it has ended it stays, and says how.
    """

    words = models.CharField(max_length=80)  # as most people typed them
    normal = models.CharField(max_length=300)
    people = models.PositiveIntegerField()  # different ones in a month, at least
    times = models.PositiveIntegerField()
    found = models.PositiveSmallIntegerField(default=0)  # how much had all of the words
    made_at = models.DateTimeField(default=timezone.now)
    looked_at = models.DateTimeField(default=timezone.now)  # since then nobody has tried whether there is an answer
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    given_at = models.DateTimeField(null=True)  # None: proposed by what is nearest
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    how = models.CharField(max_length=10, choices=How, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=20, blank=True)  # the thing that answers it, when one is known
    number = models.BigIntegerField(null=True)

    objects = MissedSearchQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "missed searches"
        indexes = [
            models.Index(fields=["owner"], condition=Q(ended_at=None), name="missed_owner"),
            models.Index(fields=["normal", "-made_at"], name="missed_normal"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["normal"], condition=Q(ended_at=None), name="missed_once"),
            models.CheckConstraint(
                condition=Q(ended_at=None, how="") | (Q(ended_at__isnull=False) & ~Q(how="")),
                name="missed_ended_somehow",
            ),
        ]

    def __str__(self) -> str:
        return f"missed search {self.pk}"  # never the words

    def get_absolute_url(self) -> str:
        return reverse("search:missed_one", args=[self.pk])

    @property
    def is_for_everybody(self) -> bool:
        """Can everybody who works here find all that the words led to? One query."""
        openly = DocumentAudience.objects.filter(audience=EVERYBODY, document__is_gone=False)
        found = openly.filter(document__kind=OuterRef("kind"), document__number=OuterRef("number"))
        return not self.things.exclude(Exists(found)).exists()


class MissedThing(models.Model):
    """Something that the words of a missed search led to, whoever asked: who may not see it is not told the words."""

    id = models.BigIntegerField(primary_key=True, default=random_key)
    missed = models.ForeignKey(MissedSearch, models.CASCADE, related_name="things", db_index=False)
    kind = models.CharField(max_length=20)
    number = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["missed", "kind", "number"], name="missed_thing_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"
