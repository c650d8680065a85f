from django.conf import settings
from django.db import models
from django.utils import timezone


class SolvedQuerySet(models.QuerySet["Solved"]):
    def count_of(self, kind: str, number: int) -> int:
        return self.filter(kind=kind, number=number).count()


class Solved(models.Model):
    """A person was about to ask something, was offered this thing, and said that it solved it.

    What they were about to ask is kept nowhere. Others read only how many there are.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=20)
    number = models.BigIntegerField()
    at = models.DateTimeField(default=timezone.now)

    objects = SolvedQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "solved"
        constraints = [models.UniqueConstraint(fields=["kind", "number", "person"], name="solved_once_for_each")]

    def __str__(self) -> str:
        return f"{self.kind} {self.number} solved something"
