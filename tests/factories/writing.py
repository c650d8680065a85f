import factory
from django.core.files.base import ContentFile
from factory.django import DjangoModelFactory

from intranet.writing.models import Document, Image, Rendition
from tests.support.pictures import png

from .people import PersonFactory


class ImageFactory(DjangoModelFactory):
    """A picture that somebody uploaded; `note=` stands among its bytes."""

    class Meta:
        model = Image

    class Params:
        note = ""

    title = factory.Sequence(lambda n: f"Picture No{n}")
    file = factory.LazyAttribute(lambda picture: ContentFile(png(picture.note), "picture.png"))
    uploaded_by_user = factory.SubFactory(PersonFactory)


class RenditionFactory(DjangoModelFactory):
    """A picture in one size."""

    class Meta:
        model = Rendition

    class Params:
        note = ""

    image = factory.SubFactory(ImageFactory)
    file = factory.LazyAttribute(lambda picture: ContentFile(png(picture.note), "picture.small.png"))
    filter_spec = "max-100x100"


class DocumentFactory(DjangoModelFactory):
    """A file that somebody uploaded; `content=` are its bytes."""

    class Meta:
        model = Document

    class Params:
        content = b"words"

    title = factory.Sequence(lambda n: f"File No{n}")
    file = factory.LazyAttribute(lambda document: ContentFile(document.content, "notes.txt"))
    uploaded_by_user = factory.SubFactory(PersonFactory)
