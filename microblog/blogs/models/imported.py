from django.db import models

from intranet.writing.importing.rows import BroughtFile, BroughtPage

from .post import BlogPost


class ImportedPost(BroughtPage):
    """A post that came from a file of a folder, and what it was made of then."""

    post = models.ForeignKey(BlogPost, models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["folder", "path"], name="post_imported_once")]


class ImportedPicture(BroughtFile):
    """A picture or file that came with an imported folder of posts."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["folder", "path"], name="picture_imported_once"),
            models.CheckConstraint(
                condition=models.Q(picture=None) ^ models.Q(document=None), name="picture_imported_alone"
            ),
        ]
