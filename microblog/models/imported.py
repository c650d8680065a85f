from django.db import models

from .update import Update


class Imported(models.Model):
    """An update that came from another network: where from, and the number it had there."""

    network = models.CharField(max_length=60)
    number = models.CharField(max_length=60)
    update = models.OneToOneField(Update, models.CASCADE, related_name="imported")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["network", "number"], name="imported_once")]

    def __str__(self) -> str:
        return f"{self.network} {self.number}"
