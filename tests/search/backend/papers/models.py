from django.db import models
from modelsearch import index


class Paper(index.Indexed, models.Model):
    """A text with a title, for the audiences whose numbers it carries."""

    title = models.CharField(max_length=255)
    text = models.TextField(blank=True)
    kind = models.CharField(max_length=20, default="update")
    team = models.IntegerField(null=True)
    author = models.IntegerField(null=True)
    written = models.DateTimeField(null=True)
    readers = models.JSONField(default=list)
    labels = models.JSONField(default=list)

    search_fields = [
        index.SearchField("title", boost=4.0),
        index.SearchField("text"),
        index.AutocompleteField("title"),
        index.FilterField("kind"),
        index.FilterField("team"),
        index.FilterField("author"),
        index.FilterField("topics"),
        index.FilterField("written"),
        index.FilterField("audiences"),
    ]

    def __str__(self) -> str:
        return self.title

    def audiences(self) -> list[int]:
        return self.readers

    def topics(self) -> list[int]:
        return self.labels
