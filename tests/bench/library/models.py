from django.db import models


class Page(models.Model):
    """A document of a set, known there as `key`."""

    key = models.CharField(max_length=300, unique=True)
    title = models.CharField(max_length=300)
    text = models.TextField()

    class Meta:
        app_label = "library"

    def __str__(self) -> str:
        return self.key
