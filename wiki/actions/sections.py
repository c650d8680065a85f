"""For whom a section is, and who may write in it."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q

from intranet.audit import trail
from intranet.people.models import Team, User
from intranet.writing.actions import texts
from intranet.writing.models.long_text import audience_above
from wiki.models import OutlineChange, Section, SectionPublisher


class BelowAClosedOne(ValueError):
    """A section that stands in a closed one is for the same team."""


@transaction.atomic
def give_to(*, by: User, section: Section, audience: Team | None) -> None:
    """The section, and what is for the same readers below it, is for this team alone, or for everybody here.

    Raises BelowAClosedOne and texts.Refused.
    """
    above = audience_above(section.path)
    if above and above != (audience.pk if audience else None):
        raise BelowAClosedOne("This section stands in one that is for a team alone, and so is this one.")
    texts.give_audience(by=by, page=section, audience=audience)
    trail.record("section.given", by=by, about=section, team=str(audience or "everybody"))


@transaction.atomic
def let_write(*, by: User, section: Section, teams: Iterable[Team], people: Iterable[User]) -> None:
    """These alone may write in the section and below it; when there are none, it is as in the section above.

    Teams that `by` does not see go on writing.
    """
    section.publishers.filter(Q(team=None) | Q(team__in=Team.objects.visible_to(by))).delete()
    unseen = set(section.publishers.values_list("team", flat=True))
    SectionPublisher.objects.bulk_create(
        [
            *(SectionPublisher(section=section, team=team) for team in teams if team.pk not in unseen),
            *(SectionPublisher(section=section, person=person) for person in people),
        ]
    )
    OutlineChange.objects.create()
    trail.record("section.publishers", by=by, about=section)
