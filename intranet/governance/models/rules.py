from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from intranet.kit.fields import HtmlField

LONGEST = 30_000  # characters


class UseRules(models.Model):
    """The rules by which people use the house, as somebody wrote them; the newest version holds."""

    version = models.PositiveIntegerField(unique=True)  # 1, 2, 3, …
    text = models.TextField(max_length=LONGEST)  # Markdown, as it was typed
    html = HtmlField()
    is_asked = models.BooleanField(default=True)  # everybody has to accept it; not when only a comma was moved
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "use rules"
        ordering = ["version"]
        constraints = [
            models.CheckConstraint(condition=Q(is_asked=True) | Q(version__gt=1), name="first_rules_are_asked"),
        ]

    def __str__(self) -> str:
        return f"version {self.version} of the use rules"


class RulesAccepted(models.Model):
    """A person accepted the rules as they stood in a version."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    rules = models.ForeignKey(UseRules, models.PROTECT, related_name="accepted", db_index=False)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "rules accepted"
        constraints = [models.UniqueConstraint(fields=["rules", "person"], name="accepted_once")]

    def __str__(self) -> str:
        return f"{self.person} accepted {self.rules}"
