from django.db import models

from .enquiry import Enquiry, random_key


class Visit(models.Model):
    """A hit of an enquiry was opened. It names the thing and not its document, which may be made anew."""

    id = models.BigIntegerField(primary_key=True, default=random_key)
    enquiry = models.ForeignKey(Enquiry, models.CASCADE, related_name="visits", db_index=False)
    kind = models.CharField(max_length=20)
    number = models.BigIntegerField()
    place = models.PositiveSmallIntegerField()  # among the hits; 0 is the best
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["enquiry", "kind", "number"], name="visited_once")]

    def __str__(self) -> str:
        return f"visit of {self.kind} {self.number}"
