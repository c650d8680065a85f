"""Updates that tell of something which stands elsewhere, such as a post of a blog: its card, and a thread below it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from intranet.people.models import Team, User
from microblog.models import Update, UpdateAudience

from .updates import tell


@transaction.atomic
def announce(*, by: User, card: dict[str, Any], teams: Sequence[Team] = (), at: datetime | None = None) -> Update:
    """The feeds of `teams`, or of the company when there are none, have an update that shows `card`.

    What was known elsewhere since `at` stands where it would stand then, and no browser hears of it.
    """
    update = Update.objects.create(author=by, text="", html="", card=card, posted_at=at or timezone.now())
    rows = [UpdateAudience(update=update, team=team) for team in teams or (None,)]
    UpdateAudience.objects.bulk_create(rows)
    if at is None:
        tell("update.posted", update)
    return update


@transaction.atomic
def change(*, update: Update, card: dict[str, Any]) -> None:
    """The update shows `card`, and is there if it was hidden."""
    was_hidden = update.is_retracted
    Update.objects.filter(pk=update.pk).update(card=card, is_retracted=False, version=F("version") + 1)
    update.refresh_from_db()
    tell("update.posted" if was_hidden else "update.edited", update)


@transaction.atomic
def change_many(*, cards: Mapping[int, dict[str, Any]]) -> None:
    """These updates, by number, show these cards; open pages show them when they are read anew."""
    updates = list(Update.objects.filter(pk__in=cards).only("pk"))
    for update in updates:
        update.card, update.version = cards[update.pk], F("version") + 1
    Update.objects.bulk_update(updates, ["card", "version"], batch_size=100)


@transaction.atomic
def hide(*, update: Update) -> None:
    """The update tells of nothing until :func:`change`; what was said below it stays where it is."""
    Update.objects.filter(pk=update.pk).update(card={}, is_retracted=True, version=F("version") + 1)
    update.refresh_from_db()
    tell("update.retracted", update)
