from typing import Self

from django.core.cache import caches
from django.db import models, transaction
from django.db.models import F

FRESH = 2  # seconds after which another process sees a changed name


class Company(models.Model):
    """The one company that lives in this house."""

    name = models.CharField(max_length=60, blank=True)
    is_demo = models.BooleanField(default=False)  # made by `manage.py demo`: its sign-ins are printed on every start

    # One more whenever a name or picture changes that cards show; a part of their cache keys.
    looks_version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name_plural = "companies"
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_company")]

    def __str__(self) -> str:
        return self.name or "Trellis"

    @classmethod
    def current(cls) -> Self:
        """The company as it was at most two seconds ago; one without a name before anybody gave one."""
        company = caches["fragments"].get("company")
        if company is None:
            company = cls.objects.first() or cls(pk=1)
            caches["fragments"].set("company", company, FRESH)
        return company

    @classmethod
    def looks_changed(cls) -> None:
        """Cards with the old name, picture or team are drawn anew."""
        cls.objects.get_or_create(pk=1)
        cls.objects.update(looks_version=F("looks_version") + 1)
        transaction.on_commit(lambda: caches["fragments"].delete("company"))

    @property
    def everyone(self) -> str:
        """The audience of the whole company in words."""
        return f"Everyone at {self.name}" if self.name else "Everyone"
