"""Posting, replying, editing, taking back."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from intranet.audit import trail
from intranet.kit import markup
from intranet.people.models import Team, User
from microblog.models import Edit, Mention, OneTimeKey, Retraction, Tag, Update, UpdateAudience, UpdateTag

UNDO = timedelta(seconds=10)
GRACE = timedelta(seconds=5)  # for the way of the request


class KeyReused(ValueError):
    """The one-time key was used before, for something else."""


class Stale(ValueError):
    """Somebody changed the update since the form was opened."""


class TooLate(ValueError):
    """The ten seconds are over, or somebody has replied."""


@transaction.atomic
def post(*, by: User, text: str, teams: Sequence[Team] = (), key: str) -> Update | None:
    """An update is there, addressed to `teams`, or to the company when there are none.

    The same `key` with the same words answers the update made first (None when that was undone since).
    Raises KeyReused for other words.
    """
    used, is_new = _use_key(by, key, text, sorted(team.pk for team in teams))
    if not is_new:
        return used.update
    update = Update.objects.create(author=by, text=text, html=markup.render_update(text))
    audiences: Iterable[Team | None] = teams or [None]
    UpdateAudience.objects.bulk_create(UpdateAudience(update=update, team=team) for team in audiences)
    _finish(update, used)
    trail.record("update.posted", by=by, about=update)
    return update


@transaction.atomic
def reply(*, by: User, to: Update, text: str, key: str) -> Update | None:
    """A reply stands at the end of the thread of `to`. Keys work as in :func:`post`."""
    used, is_new = _use_key(by, key, text, [-to.pk])
    if not is_new:
        return used.update
    update = Update.objects.create(
        author=by, root_id=to.thread_id, parent=to, text=text, html=markup.render_update(text)
    )
    Update.objects.filter(pk=to.thread_id).update(reply_count=F("reply_count") + 1, version=F("version") + 1)
    _finish(update, used)
    trail.record("update.replied", by=by, about=update)
    return update


@transaction.atomic
def edit(*, by: User, update: Update, text: str, version: int) -> Update:
    """The update says `text`; what it said before stands in its history. Raises Stale when `version` is not its own."""
    if text == update.text and version == update.version:
        return update
    now = timezone.now()
    won = Update.objects.filter(pk=update.pk, version=version, is_retracted=False).update(
        text=text, html=markup.render_update(text), edited_at=now, version=F("version") + 1
    )
    if not won:
        raise Stale
    Edit.objects.create(update=update, text=update.text, by=by, at=now)
    _bump_around(update)
    update.refresh_from_db()
    _connect(update)
    trail.record("update.edited", by=by, about=update)
    return update


@transaction.atomic
def retract(*, by: User, update: Update) -> None:
    """The update is a mark without text; its history is closed, its tags and mentions are gone."""
    Retraction.objects.create(update=update, text=update.text, by=by)
    Update.objects.filter(pk=update.pk).update(text="", html="", is_retracted=True, version=F("version") + 1)
    UpdateTag.objects.filter(update=update).delete()
    update.mentions.all().delete()
    _bump_around(update)
    trail.record("update.retracted", by=by, about=update)


@transaction.atomic
def undo(*, by: User, update: Update) -> str:
    """The update never was; its text comes back. Raises TooLate after ten seconds or when there are replies."""
    update = Update.objects.select_for_update().get(pk=update.pk)
    if timezone.now() - update.posted_at > UNDO + GRACE or update.reply_count or update.answered_by.exists():
        raise TooLate
    trail.record("update.undone", by=by, about=update)
    if update.root_id:
        Update.objects.filter(pk=update.root_id).update(reply_count=F("reply_count") - 1, version=F("version") + 1)
    text = update.text
    update.delete()
    return text


def digest(text: str, to: list[int]) -> str:
    """What a form said, as a short fingerprint."""
    return hashlib.sha256(json.dumps([text, to]).encode()).hexdigest()


def _use_key(by: User, key: str, text: str, to: list[int]) -> tuple[OneTimeKey, bool]:
    """The row of this key, and whether it is new. Raises KeyReused when it stands for something else."""
    said = digest(text, to)
    used, is_new = OneTimeKey.objects.select_related("update").get_or_create(
        person=by, key=key, defaults={"digest": said}
    )
    if used.digest != said:
        raise KeyReused
    return used, is_new


def _finish(update: Update, used: OneTimeKey) -> None:
    used.update = update
    used.save(update_fields=["update"])
    _connect(update)


def _connect(update: Update) -> None:
    """Tags and mentions of the update are those its text has now."""
    names = markup.tags_in(update.text)
    UpdateTag.objects.filter(update=update).exclude(tag__name__in=names).delete()
    if names:
        Tag.objects.bulk_create([Tag(name=name) for name in sorted(names)], ignore_conflicts=True)
        tags = Tag.objects.filter(name__in=names)
        UpdateTag.objects.bulk_create([UpdateTag(update=update, tag=tag) for tag in tags], ignore_conflicts=True)
    usernames = markup.mentions_in(update.text)
    update.mentions.exclude(person__username__in=usernames).delete()
    if usernames:
        people = User.objects.filter(username__in=usernames)
        Mention.objects.bulk_create([Mention(update=update, person=p) for p in people], ignore_conflicts=True)


def _bump_around(update: Update) -> None:
    """The card of the thread shows its last replies, and a reply shows what it answers: they change with it."""
    update.answered_by.update(version=F("version") + 1)
    if update.root_id:
        Update.objects.filter(pk=update.root_id).update(version=F("version") + 1)
