from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef
from django.urls import reverse

from search.models import Document
from search.models.document import DocumentTag

from .update import Update


def found_with(viewer: Any) -> models.QuerySet[DocumentTag]:
    """What the viewer may find with the tag outside: posts, articles and whatever else carries one."""
    return DocumentTag.objects.filter(document__in=Document.objects.visible_to(viewer), tag=OuterRef("pk"))


class TagQuerySet(models.QuerySet["Tag"]):
    def visible_to(self, viewer: Any) -> Self:
        """Tags that stand on something the viewer may see: a word used only in a closed team would tell of it."""
        # Exists in Exists, so that the database looks at the updates of a tag and not at all there are.
        visible = Update.objects.standing().visible_to(viewer).filter(pk=OuterRef("update"))
        said = UpdateTag.objects.filter(Exists(visible), tag=OuterRef("pk"))
        return self.filter(Exists(said) | Exists(found_with(viewer)))


class Tag(models.Model):
    """A word with a # before it, in small letters."""

    name = models.CharField(max_length=50, unique=True)

    objects = TagQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return f"#{self.name}"

    def get_absolute_url(self) -> str:
        return reverse("microblog:tag", args=[self.name])


class UpdateTag(models.Model):
    """An update carries a tag."""

    update = models.ForeignKey(Update, models.CASCADE, related_name="+")
    tag = models.ForeignKey(Tag, models.CASCADE, related_name="uses", db_index=False)  # the constraint's index serves

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tag", "update"], name="tagged_once")]

    def __str__(self) -> str:
        return f"{self.tag} on update {self.update_id}"


class Mention(models.Model):
    """An update names a person."""

    update = models.ForeignKey(Update, models.CASCADE, related_name="mentions")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="mentioned_in", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "update"], name="mentioned_once")]

    def __str__(self) -> str:
        return f"{self.person} in update {self.update_id}"
