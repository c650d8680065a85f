from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from intranet.kit.declarations import gathered

OFFICE = "office"  # the owner of what administrators keep in the back office; nobody else sees it


class FileUseQuerySet(models.QuerySet["FileUse"]):
    def seen_by(self, viewer: Any) -> Self:
        """Uses by owners that the viewer may see."""
        seen = Q(pk__in=[])
        for kind, owners in gathered("uses", "OWNERS").items():
            seen |= Q(Exists(owners(viewer).filter(pk=OuterRef("number"))), kind=kind)
        return self.filter(seen)

    def of(self, kind: str, numbers: Any) -> Self:
        return self.filter(kind=kind, number__in=numbers)


class FileUse(models.Model):
    """A thing, its owner, shows this picture or file. Who may see the owner may see what it shows.

    The owner is named as search names documents: by its kind, such as "update", and its number.
    """

    kind = models.CharField(max_length=20)
    number = models.BigIntegerField()
    picture = models.ForeignKey("writing.Image", models.CASCADE, null=True, related_name="uses")
    document = models.ForeignKey("writing.Document", models.CASCADE, null=True, related_name="uses")
    place = models.PositiveSmallIntegerField(default=0)  # among what its owner shows, from 0
    alt = models.CharField(max_length=300, blank=True)  # what is to be seen, for those who do not see the picture

    objects = FileUseQuerySet.as_manager()

    class Meta:
        ordering = ["place", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "number", "picture"], name="shows_picture_once"),
            models.UniqueConstraint(fields=["kind", "number", "document"], name="shows_document_once"),
            models.CheckConstraint(condition=Q(picture=None) ^ Q(document=None), name="shows_one_thing"),
        ]

    def __str__(self) -> str:
        return f"file of {self.kind} {self.number}"  # never its name
