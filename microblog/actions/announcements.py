"""Updates that tell of something which stands elsewhere, such as a post of a blog: its card, and a thread below it."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from intranet import live
from intranet.people.models import Team, User
from intranet.writing.actions import files
from microblog.attaching import KIND
from microblog.documents import numbers_of
from microblog.models import Tag, Update, UpdateAudience, UpdateTag
from microblog.wires import audiences, streams_of
from search import documents

from .updates import tell


@transaction.atomic
def announce(*, by: User, card: dict[str, Any], teams: Sequence[Team] = (), at: datetime | None = None) -> Update:
    """The feeds of `teams`, or of the company when there are none, have an update that shows `card`.

    What was known elsewhere since `at` stands where it would stand then, and no browser hears of it.
    """
    update = Update.objects.create(author=by, text="", html="", card=card, posted_at=at or timezone.now())
    _address(update, teams)
    if at is None:
        tell("update.posted", update)
    return update


@transaction.atomic
def change(*, by: User, update: Update, card: dict[str, Any], teams: Sequence[Team] = ()) -> None:
    """The update shows `card`, in the name of `by`. If it was hidden, it and all below it are there for `teams`, or
    for the company.
    """
    was_hidden = update.is_retracted
    now = {"author": by, "card": card, "is_retracted": False}
    Update.objects.filter(pk=update.pk).update(**now, version=F("version") + 1)
    update.refresh_from_db()
    if was_hidden:
        _address(update, teams)
        said = list(update.replies.standing().values_list("pk", flat=True))
        _touch(said)
        documents.widen(_tags_of(said), _addressed(update))
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
    """The update tells of nothing until :func:`change`; it and what was said below it are for nobody, and stay."""
    # This first: who replies at this moment goes before or after us.
    Update.objects.filter(pk=update.pk).update(card={}, is_retracted=True, version=F("version") + 1)
    update.refresh_from_db()
    heard, addressed = streams_of(update), _addressed(update)
    UpdateAudience.objects.filter(update=update).delete()
    said = list(update.replies.standing().values_list("pk", flat=True))
    _touch(said)
    documents.narrow(_tags_of(said), addressed)
    live.send(f"thread:{update.pk}", "rights.changed", ref=update.pk)
    live.send_all((stream, "update.retracted", pk) for pk in (update.pk, *said) for stream in heard)


def _address(update: Update, teams: Sequence[Team]) -> None:
    """It is for these teams, or for the company, whomever it was for before."""
    UpdateAudience.objects.filter(update=update).delete()
    rows = [UpdateAudience(update=update, team=team) for team in teams or (None,)]
    UpdateAudience.objects.bulk_create(rows)


def _touch(said: Collection[int]) -> None:
    """What was said, and the files with it, is found by whoever it is for now."""
    documents.touch_numbers("update", said)
    files.touch(KIND, said)


def _tags_of(said: Collection[int]) -> list[Tag]:
    return list(Tag.objects.filter(pk__in=UpdateTag.objects.filter(update__in=said).values("tag")))


def _addressed(update: Update) -> frozenset[int]:
    return numbers_of(audiences([update.pk]).get(update.pk, {}))
