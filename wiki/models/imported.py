from django.db import models
from django.db.models import Q

from intranet.writing.importing.rows import BroughtFile, BroughtPage
from intranet.writing.models import LongText


class ImportedPage(BroughtPage):
    """A page that came from a file of a folder, and what it was made of then."""

    page = models.ForeignKey(LongText, models.CASCADE, related_name="imported")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["folder", "path"], name="page_imported_once")]


class ImportedFile(BroughtFile):
    """A picture or file that came with an imported folder."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["folder", "path"], name="file_imported_once"),
            models.CheckConstraint(condition=Q(picture=None) ^ Q(document=None), name="imported_one_thing"),
        ]
