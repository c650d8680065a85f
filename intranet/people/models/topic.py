from django.db import models


class Topic(models.Model):
    """Something that people here ask about, such as invoices or the shop."""

    name = models.CharField(max_length=60, unique=True)
    description = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
