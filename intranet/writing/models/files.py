from pathlib import Path
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from taggit.managers import TaggableManager
from wagtail.documents.models import AbstractDocument, DocumentQuerySet
from wagtail.images.models import AbstractImage, AbstractRendition, ImageQuerySet

from intranet.kit.file_kinds import BY_ENDING

from .file_use import FileUse

SIZES = (480, 960, 1920)  # pixels of the longer side in which a picture is kept, if it has as many


class UsedQuerySet(models.QuerySet):
    """Pictures, or files, that things use."""

    used_as: ClassVar[str]  # the field of a FileUse that names one

    def visible_to(self, viewer: Any) -> Self:
        """The one door: their uploader, who may see a thing that uses them, and those who may see everything."""
        if not (viewer.is_authenticated and viewer.is_active):
            return self.none()
        if viewer.sees_everything:
            return self
        return self.filter(Q(uploaded_by_user=viewer) | Exists(self._uses().seen_by(viewer)))

    def unused(self) -> Self:
        """Those that nothing uses."""
        return self.filter(~Exists(self._uses()))

    def _uses(self) -> Any:
        return FileUse.objects.filter(**{self.used_as: OuterRef("pk")})


class PictureQuerySet(UsedQuerySet, ImageQuerySet):
    used_as = "picture"


class FileQuerySet(UsedQuerySet, DocumentQuerySet):
    used_as = "document"


class Image(AbstractImage):
    """A picture in a text. Its address is our view, which asks who may see it."""

    is_for_office = False  # while an administrator puts it in, to be kept without anything that uses it

    search_auto_update = False
    admin_form_fields = ("title", "description", "file", "collection", "tags", "focal_point_x", "focal_point_y")

    # Their own reverse names: Wagtail's stock models, which nobody uses here, hold the usual ones.
    uploaded_by_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="images"
    )
    tags = TaggableManager(blank=True, related_name="tagged_images")
    colour = models.CharField(max_length=7, default="#808080", editable=False)  # of most of it, shown until it is there
    # [[number of its Rendition, width, height], …], smallest first: a page need not ask for them.
    kept = models.JSONField(default=list, editable=False)

    objects = PictureQuerySet.as_manager()

    class Meta(AbstractImage.Meta):
        pass

    @property
    def src(self) -> str:
        """The address in a size for a column of text."""
        return self._address(self.kept[len(self.kept) // 2][0]) if self.kept else ""

    @property
    def largest(self) -> str:
        return self._address(self.kept[-1][0]) if self.kept else ""

    @property
    def srcset(self) -> str:
        """All its sizes, as an `<img>` names them."""
        return ", ".join(f"{self._address(pk)} {width}w" for pk, width, _ in self.kept)

    @staticmethod
    def _address(pk: int) -> str:
        return reverse("writing:picture", args=[pk])


class Rendition(AbstractRendition):
    """A picture in one size."""

    image = models.ForeignKey(Image, models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="rendition_once")
        ]

    @property
    def url(self) -> str:
        return reverse("writing:picture", args=[self.pk])

    @property
    def full_url(self) -> str:
        return self.url


class Document(AbstractDocument):
    """A file beside a text. Its address is our view, which asks who may see it."""

    is_for_office = False

    search_auto_update = False
    admin_form_fields = ("title", "file", "collection", "tags")

    uploaded_by_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="documents"
    )
    tags = TaggableManager(blank=True, related_name="tagged_documents")

    objects = FileQuerySet.as_manager()

    class Meta(AbstractDocument.Meta):
        pass

    @property
    def url(self) -> str:
        return reverse("writing:document", args=[self.pk])

    @property
    def ending(self) -> str:
        """What its kind is called in short, such as "pdf"; it ends the name under which we keep it."""
        return Path(self.file.name).suffix.lstrip(".").lower()

    @property
    def type(self) -> str:
        """What a browser is told that it is."""
        kind = BY_ENDING.get(self.ending)
        return kind.type if kind else "application/octet-stream"


class FileWords(models.Model):
    """The words in a file, read once after it came in; none when it could not be read."""

    document = models.OneToOneField(Document, models.CASCADE, related_name="words")
    text = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"words of file {self.document_id}"
