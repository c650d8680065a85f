from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef

from .document import Document


class SayingQuerySet(models.QuerySet["Saying"]):
    def visible_to(self, viewer: Any) -> Self:
        """Words that led people to nothing which is hidden from the viewer, or gone: they might be its title."""
        seen = Document.objects.visible_to(viewer).filter(kind=OuterRef("kind"), number=OuterRef("number"))
        led_to = SayingDocument.objects.filter(saying=OuterRef("pk"))
        return self.filter(Exists(led_to), ~Exists(led_to.exclude(Exists(seen))))


class Saying(models.Model):
    """Words by which several people have found something lately, so that they may be offered to others.

    Made anew from the enquiries every hour; what fewer people typed never gets in here.
    """

    words = models.CharField(max_length=80)  # as several people typed them
    folded = models.CharField(max_length=160, db_index=True)
    normal = models.CharField(max_length=300, unique=True)
    people = models.PositiveIntegerField()

    objects = SayingQuerySet.as_manager()

    def __str__(self) -> str:
        return f"saying {self.pk}"


class SayingWord(models.Model):
    """A word of it, in small letters without accents."""

    saying = models.ForeignKey(Saying, models.CASCADE, related_name="each_word", db_index=False)
    word = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["saying", "word"], name="saying_word_once")]
        indexes = [models.Index(fields=["word", "saying"], name="saying_word")]

    def __str__(self) -> str:
        return f"a word of saying {self.saying_id}"


class SayingDocument(models.Model):
    """What it led to: what was opened, and what a word of it finds alone. Perhaps it is gone by now."""

    saying = models.ForeignKey(Saying, models.CASCADE, related_name="documents", db_index=False)
    kind = models.CharField(max_length=20)
    number = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["saying", "kind", "number"], name="saying_document_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"
