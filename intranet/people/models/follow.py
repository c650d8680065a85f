from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from .team import Team


class Follow(models.Model):
    """A person wants to see what another person, or a team, posts."""

    follower = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="follows")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="followed_by"
    )
    team = models.ForeignKey(Team, models.CASCADE, null=True, blank=True, related_name="followed_by")
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["follower", "person"], name="follow_person_once"),
            models.UniqueConstraint(fields=["follower", "team"], name="follow_team_once"),
            models.CheckConstraint(
                condition=Q(person__isnull=False, team__isnull=True) | Q(person__isnull=True, team__isnull=False),
                name="follow_one_thing",
            ),
            models.CheckConstraint(condition=~Q(person=F("follower")), name="follow_somebody_else"),
        ]

    def __str__(self) -> str:
        return f"{self.follower} follows {self.person or self.team}"
