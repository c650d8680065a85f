"""Whose posts somebody does not want to see."""

from django.db import transaction

from intranet import live
from intranet.people.models import Mute, User


@transaction.atomic
def mute(*, by: User, whom: User) -> None:
    """The feeds of `by` leave out what `whom` posts, followed or not, and no notice tells of it. Nobody learns of this,
    and nothing is recorded.
    """
    _, is_new = Mute.objects.get_or_create(by=by, whom=whom)
    if is_new:
        live.send(f"user:{by.pk}", "teams.changed", ref=by.pk)  # only their own other windows hear of it


@transaction.atomic
def unmute(*, by: User, whom: User) -> None:
    gone, _ = Mute.objects.filter(by=by, whom=whom).delete()
    if gone:
        live.send(f"user:{by.pk}", "teams.changed", ref=by.pk)
