"""The forms of the back office: what comes in there passes `kit.uploads`, too."""

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from intranet.kit import uploads

from .actions import files
from .models import Image
from .models.files import SIZES


class PictureForm(BaseImageForm):
    """A picture as administrators put it in or exchange it: it is drawn anew."""

    def clean_file(self) -> UploadedFile:
        if "file" not in self.changed_data:
            return self.cleaned_data["file"]
        upload = self.cleaned_data["file"]
        upload.seek(0)
        try:
            taken = uploads.take_picture(upload, sizes=SIZES, square=False)
        except uploads.UploadRefused as error:
            raise ValidationError(str(error)) from error
        self.instance.kept, self.instance.is_for_office = [], True
        return SimpleUploadedFile(f"{taken.key}.webp", taken.sizes[max(SIZES)], "image/webp")

    def save(self, commit: bool = True) -> Image:
        picture: Image = super().save(commit=commit)
        if commit and "file" in self.changed_data:  # Wagtail has just thrown away all sizes
            files.draw_sizes(by=None, picture=picture)
        return picture


class FileForm(BaseDocumentForm):
    """A file as administrators put it in or exchange it: one of the kinds that we know."""

    def clean_file(self) -> UploadedFile:
        if "file" not in self.changed_data:
            return self.cleaned_data["file"]
        upload = self.cleaned_data["file"]
        upload.seek(0)
        try:
            taken = uploads.take_file(upload)
        except uploads.UploadRefused as error:
            raise ValidationError(str(error)) from error
        self.instance.is_for_office = True
        return SimpleUploadedFile(f"{taken.key}.{taken.kind.ending}", taken.data, taken.kind.type)
