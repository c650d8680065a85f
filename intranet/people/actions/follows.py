"""Who wants to see what whom posts."""

from django.db import transaction

from intranet import live
from intranet.notifications import notices
from intranet.people.models import Follow, Team, User


@transaction.atomic
def follow(*, by: User, person: User | None = None, team: Team | None = None) -> None:
    """`by` sees what the person or team posts under Following. Only a person who wants to know is told, nothing is
    recorded.
    """
    _, is_new = Follow.objects.get_or_create(follower=by, person=person, team=team)
    if is_new:
        if person:
            notices.send("person.followed", to=[person], about=person, by=by)
        live.send(f"user:{by.pk}", "teams.changed", ref=by.pk)


@transaction.atomic
def unfollow(*, by: User, person: User | None = None, team: Team | None = None) -> None:
    gone, _ = Follow.objects.filter(follower=by, person=person, team=team).delete()
    if gone:
        if person:
            notices.forget("person.followed", about=person, by=by)
        live.send(f"user:{by.pk}", "teams.changed", ref=by.pk)
