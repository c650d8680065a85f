"""In whose name a command brings things in."""

from django.core.management.base import CommandError

from intranet.people.models import User


def administrator(username: str) -> User:
    """Who does it. Raises CommandError for anybody who may not see everything."""
    people = User.objects.seeing_everything()
    person = people.filter(username=username.lower()).first() if username else people.order_by("pk").first()
    if person is None and not people.exists():
        raise CommandError(
            "Nobody is an administrator here yet. Start the site: it prints a link that makes the first."
        )
    if person is None:
        raise CommandError(f"{username} is no administrator here. Name one: --by USERNAME")
    return person
