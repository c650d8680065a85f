from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from .user import folded, hue_of

OPEN = Q(is_closed=False)


class TeamQuerySet(models.QuerySet["Team"]):
    def visible_to(self, viewer: Any) -> Self:
        """Open teams, and the closed ones that the viewer is in; others do not learn that a closed team exists."""
        if not (viewer.is_authenticated and viewer.is_active):
            return self.none()
        if viewer.sees_everything:
            return self
        return self.filter(OPEN | Q(pk__in=Membership.objects.filter(person=viewer).values("team")))

    def seen_by(self, people: Mapping[int, Any], teams: Iterable[int]) -> dict[int, set[int]]:
        """`visible_to` for many at once: who of `people` (active ones, by number) sees each of `teams`."""
        found = dict(self.filter(pk__in=set(teams)).values_list("pk", "is_closed"))
        admins = {pk for pk, person in people.items() if person.sees_everything}
        seen = {pk: set(admins if is_closed else people) for pk, is_closed in found.items()}
        closed = [pk for pk, is_closed in found.items() if is_closed]
        for team, person in Membership.objects.filter(team__in=closed).values_list("team", "person") if closed else ():
            if person in people:
                seen[team].add(person)
        return seen

    def open(self) -> Self:
        """The teams that everybody who works here sees."""
        return self.filter(OPEN)

    def of(self, person: Any) -> Self:
        """The teams that `person` is a member of."""
        return self.filter(memberships__person=person)  # in each at most once


class Team(models.Model):
    """A group with a feed of its own: open (everybody reads, anyone joins) or closed (invisible to others)."""

    name = models.CharField(max_length=60)
    purpose = models.CharField(
        max_length=300, blank=True, help_text="What colleagues can expect here, in one sentence."
    )
    folded = models.CharField(max_length=120, editable=False)  # the name, as the directory searches it
    is_closed = models.BooleanField("closed", default=False)
    created_at = models.DateTimeField(default=timezone.now)
    member_count = models.PositiveIntegerField(default=0)

    objects = TeamQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.folded = folded(self.name)
        if "name" in (fields := kwargs.get("update_fields") or ()):
            kwargs["update_fields"] = {*fields, "folded"}
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return _address(self.pk)

    @property
    def hue(self) -> int:
        return hue_of(self.name)

    @property
    def initials(self) -> str:
        return self.name[:2].upper()

    def led_by(self, person: Any) -> bool:
        return self.memberships.filter(person=person, is_lead=True).exists()

    def has(self, person: Any) -> bool:
        return self.memberships.filter(person=person).exists()


class Membership(models.Model):
    """A person is in a team since then; a lead also manages its members."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="memberships")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    is_lead = models.BooleanField(default=False)
    joined_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-is_lead", "person__name"]
        constraints = [models.UniqueConstraint(fields=["team", "person"], name="member_once")]
        indexes = [models.Index(fields=["person", "team"], name="people_my_teams")]

    def __str__(self) -> str:
        return f"{self.person} in {self.team}"


@lru_cache(maxsize=10_000)
def _address(pk: int) -> str:
    """Kept, because every page names all teams of somebody."""
    return reverse("team", args=[pk])
