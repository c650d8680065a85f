from typing import Any, Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from taggit.managers import TaggableManager
from wagtail.documents.models import AbstractDocument, DocumentQuerySet
from wagtail.images.models import AbstractImage, AbstractRendition, ImageQuerySet


class ForUploader(models.QuerySet):
    """The one door to pictures and files: their uploader, and those who may see everything."""

    def visible_to(self, viewer: Any) -> Self:
        if not (viewer.is_authenticated and viewer.is_active):
            return self.none()
        return self if viewer.sees_everything else self.filter(uploaded_by_user=viewer)


class PictureQuerySet(ForUploader, ImageQuerySet):
    pass


class FileQuerySet(ForUploader, DocumentQuerySet):
    pass


class Image(AbstractImage):
    """A picture in a text. Its address is our view, which asks who may see it."""

    admin_form_fields = ("title", "description", "file", "collection", "tags", "focal_point_x", "focal_point_y")

    # Their own reverse names: Wagtail's stock models, which nobody uses here, hold the usual ones.
    uploaded_by_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="images"
    )
    tags = TaggableManager(blank=True, related_name="tagged_images")

    objects = PictureQuerySet.as_manager()

    class Meta(AbstractImage.Meta):
        pass


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
