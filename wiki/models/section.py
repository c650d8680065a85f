from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q

from intranet.people.models import Team
from intranet.people.models.user import HUES
from intranet.writing.models import LongText


class Section(LongText):
    """A part of the wiki: a page of its own, with articles and further sections under it."""

    route: ClassVar[str] = "wiki:page"
    parent_page_types: ClassVar[list[str]] = ["wiki.WikiHome", "wiki.Section"]
    subpage_types: ClassVar[list[str]] = ["wiki.Section", "wiki.Article"]

    restored: ClassVar[tuple[str, ...]] = (*LongText.restored, "summary", "hue")

    summary = models.CharField(max_length=200, blank=True, help_text="What stands here, in one sentence.")
    hue = models.PositiveSmallIntegerField(default=0, validators=[MaxValueValidator(HUES - 1)])


class SectionPublisher(models.Model):
    """A team or a person may write in a section and below it. Of a section without such rows the one above counts."""

    section = models.ForeignKey(Section, models.CASCADE, related_name="publishers")
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["section", "team"], name="section_publishing_team_once"),
            models.UniqueConstraint(fields=["section", "person"], name="section_publishing_person_once"),
            models.CheckConstraint(
                condition=Q(person__isnull=False, team__isnull=True) | Q(person__isnull=True, team__isnull=False),
                name="section_publisher_is_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person or self.team} in section {self.section_id}"
