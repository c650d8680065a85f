"""What a room remembers of each import, so that the next one goes on from there."""

from django.db import models

from intranet.writing.models import Document, Image


class BroughtPage(models.Model):
    """A page that came from a file of a folder, and what it was made of then."""

    folder = models.CharField(max_length=100)  # what the folder is called from one import to the next
    path = models.CharField(max_length=500)  # of the file in it; a section is its folder, with a slash at the end
    digest = models.CharField(max_length=64, blank=True)  # of all that was written; "": its place is kept, no more
    head = models.BigIntegerField(default=0)  # the revision that the import made; a newer one is somebody's edit

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.folder}/{self.path}"


class BroughtFile(models.Model):
    """A picture or file that came with an imported folder."""

    folder = models.CharField(max_length=100)
    path = models.CharField(max_length=500)
    digest = models.CharField(max_length=64)  # of its bytes
    picture = models.ForeignKey(Image, models.CASCADE, null=True, related_name="+")
    document = models.ForeignKey(Document, models.CASCADE, null=True, related_name="+")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.folder}/{self.path}"
