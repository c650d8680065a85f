"""People and teams can be found; see `intranet.kit.declarations`."""

from collections.abc import Collection, Iterator

from intranet.kit.declarations import Findable, Kind

from .audiences import EVERYBODY
from .models import Team, User


def people(numbers: Collection[int]) -> Iterator[Findable]:
    """Those who work here."""
    found = User.objects.here().filter(pk__in=numbers).with_profile().prefetch_related("profile__skills")
    for person in found:
        profile = person.profile
        skills = ", ".join(skill.name for skill in profile.skills.all())
        about = [f"@{person.username}", profile.title, profile.department, skills, profile.bio]
        yield Findable(
            number=person.pk,
            title=person.name,
            text="\n".join(line for line in about if line),
            address=person.get_absolute_url(),
            at=person.joined_at,
            audiences=frozenset({EVERYBODY}),
        )


def teams(numbers: Collection[int]) -> Iterator[Findable]:
    """A team is found by whoever may see it."""
    for team in Team.objects.filter(pk__in=numbers):
        yield Findable(
            number=team.pk,
            title=team.name,
            text=team.purpose,
            address=team.get_absolute_url(),
            at=team.created_at,
            audiences=frozenset({team.pk}),
        )


KINDS = {
    "person": Kind(User, "People", "users", people),
    "team": Kind(Team, "Teams", "user-group", teams),
}
