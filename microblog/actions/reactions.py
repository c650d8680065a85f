"""Giving an update a sign, and taking it back.

Nothing of this goes to the trail: like following somebody, a reaction is no deed that one must account for.
"""

from django.db import transaction
from django.db.models import Count, F

from intranet import live
from intranet.people.models import User
from microblog.models import Reaction, Update
from microblog.signs import BY_NUMBER, Sign
from microblog.wires import streams_of


class Retracted(ValueError):
    """The update was retracted; it takes no reactions."""


@transaction.atomic
def react(*, by: User, update: Update, sign: Sign) -> None:
    """`by` gave the update this sign. A second time nothing happens, and nobody is told.

    Raises Retracted, and Update.DoesNotExist when the update was undone in the meantime.
    """
    update = _turn(update)
    _, is_new = Reaction.objects.get_or_create(update=update, person=by, sign=sign.number)
    if is_new:
        _recount(by, update)


@transaction.atomic
def unreact(*, by: User, update: Update, sign: Sign) -> None:
    """`by` did not give the update this sign, or took it back. Raises as :func:`react` does."""
    update = _turn(update)
    gone, _ = Reaction.objects.filter(update=update, person=by, sign=sign.number).delete()
    if gone:
        _recount(by, update)


@transaction.atomic
def toggle(*, by: User, update: Update, sign: Sign) -> None:
    """The other of the two: one button does both where no script runs. Raises as :func:`react` does."""
    update = _turn(update)
    is_given = Reaction.objects.filter(update=update, person=by, sign=sign.number).exists()
    (unreact if is_given else react)(by=by, update=update, sign=sign)


def _turn(update: Update) -> Update:
    """The update as it is now; whoever reacts to it at the same moment waits, so that nobody is forgotten."""
    update = Update.objects.select_for_update().get(pk=update.pk)
    if update.is_retracted:
        raise Retracted
    return update


def _recount(by: User, update: Update) -> None:
    rows = Reaction.objects.filter(update=update).values("sign").annotate(times=Count("pk")).order_by("sign")
    counts = {BY_NUMBER[sign].key: times for sign, times in rows.values_list("sign", "times")}
    Update.objects.filter(pk=update.pk).update(reaction_counts=counts, version=F("version") + 1)
    told = [(stream, "reactions.changed", update.pk) for stream in streams_of(update)]
    live.send_all([*told, (f"user:{by.pk}", "mine.changed", update.pk)])
