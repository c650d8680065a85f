"""Posting, replying, editing, taking back."""

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any, Self

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.safestring import SafeString

from intranet import live
from intranet.audit import trail
from intranet.governance.actions import reports
from intranet.kit import markup
from intranet.people.models import Team, Topic, User
from intranet.writing.actions import files
from microblog import bells
from microblog.attaching import KIND, NOTHING, Attaching, to_keep
from microblog.documents import numbers_of, touched_with
from microblog.models import Edit, Mention, OneTimeKey, Retraction, Tag, Update, UpdateAudience, UpdateTag
from microblog.showing import all_changed
from microblog.signals import words_gone
from microblog.wires import audiences, streams_of
from search import documents

from . import asking
from .turns import turn, turn_with_merged

UNDO = timedelta(seconds=10)
GRACE = timedelta(seconds=5)  # for the way of the request


class KeyReused(ValueError):
    """The one-time key was used before, for something else."""


class Stale(ValueError):
    """Somebody changed the update since the form was opened."""


class TooLate(ValueError):
    """The ten seconds are over, or somebody has replied."""


def post(
    *,
    by: User,
    text: str,
    teams: Sequence[Team] = (),
    key: str,
    attached: Attaching = NOTHING,
    asks_about: Sequence[Topic] | None = None,
) -> Update | None:
    """An update is there, addressed to `teams`, or to the company when there are none; with it goes what is `attached`.
    Unless it `asks_about` is None, it is a question about these topics.

    The same `key` with the same words and files answers the update made first (None when that was undone since).
    Raises KeyReused for others.
    """
    said = Said.by_reading(text, attached)
    to: list[Any] = sorted(team.pk for team in teams)
    if asks_about is not None:
        to.append(["asks", *sorted(topic.pk for topic in asks_about)])
    return _once(by, key, digest(said, to), partial(_post, by, said, teams, asks_about))


def reply(*, by: User, to: Update, text: str, key: str, attached: Attaching = NOTHING) -> Update | None:
    """A reply stands at the end of the thread of `to`. Keys work as in :func:`post`.

    Raises Update.DoesNotExist when `to` was undone, or its thread is for nobody any more, in the meantime.
    """
    said = Said.by_reading(text, attached)
    return _once(by, key, digest(said, [-to.pk]), partial(_reply, by, said, to))


def edit(*, by: User, update: Update, text: str, edits: int, attached: Attaching | None = None) -> Update:
    """The update says `text`, and with it goes what is `attached` (None: what was); what stood there is its history.

    `edits` is how often it had been edited when the writing began. Raises Stale when that is no longer so.
    """
    _edit(by, update, Said.by_reading(text, Attaching.of(update.attached) if attached is None else attached), edits)
    update.refresh_from_db()
    return update


@transaction.atomic
@live.at_the_end()
def retract(*, by: User, update: Update) -> None:
    """The update is a mark without text; its history is closed, its tags and mentions are gone. Once is enough."""
    update = turn_with_merged(update)  # its newest words, and nobody else's turn
    if update.is_retracted:
        return
    Retraction.objects.create(update=update, text=update.text, by=by)
    tags = list(update.tags.all())
    Update.objects.filter(pk=update.pk).update(
        text="", html="", attached=[], is_retracted=True, version=F("version") + 1
    )
    UpdateTag.objects.filter(update=update).delete()
    update.mentions.all().delete()
    others = asking.is_gone(update=update)
    _bump_around(update)
    trail.record("update.retracted", by=by, about=update)
    bells.taken_back(update=update)
    reports.gone(by=by, kind="update", numbers=[update.pk])
    documents.touch(*touched_with(update))
    all_changed(others)
    files.touch(KIND, [update.pk])
    documents.narrow(tags, _addressed(update))
    tell("update.retracted", update)
    words_gone.send(sender=Update, update=update, by=by)


@transaction.atomic
@live.at_the_end()
def undo(*, by: User, update: Update) -> str:
    """The update never was; its text comes back. Raises TooLate after ten seconds or when there are replies."""
    update = turn_with_merged(update)
    if timezone.now() - update.posted_at > UNDO + GRACE or update.reply_count or update.answered_by.exists():
        raise TooLate
    if update.root_id:
        Update.objects.filter(pk=update.root_id).update(reply_count=F("reply_count") - 1, version=F("version") + 1)
    others = asking.is_gone(update=update)
    words_gone.send(sender=Update, update=update, by=by)  # before the bells: of what never was, nobody is told
    trail.record("update.undone", by=by, about=update)
    bells.taken_back(update=update)
    reports.gone(by=by, kind="update", numbers=[update.pk])
    tags = list(update.tags.all())
    UpdateTag.objects.filter(update=update).delete()  # first: some may have stood nowhere else
    files.use(by=by, kind=KIND, number=update.pk)
    documents.forget(update)
    documents.touch(*touched_with(update)[1:])
    all_changed(others)
    documents.narrow(tags, _addressed(update))
    tell("update.undone", update)
    update.delete()
    return update.text


def digest(said: "Said", to: list[Any]) -> str:
    """What a form said, as a short fingerprint."""
    whole = [said.text, to, *said.attached.bytes_of()] if said.attached else [said.text, to]
    return hashlib.sha256(json.dumps(whole).encode()).hexdigest()


@dataclass(frozen=True)
class Said:
    """A text, read. Reading takes longer than storing, so it is done before the database is locked for writing."""

    text: str
    html: SafeString
    tags: set[str]
    mentioned: list[User]
    attached: Attaching

    @classmethod
    def by_reading(cls, text: str, attached: Attaching) -> Self:
        names = markup.mentions_in(text)
        people = list(User.objects.filter(username__in=names)) if names else []
        return cls(text, markup.render_update(text), markup.tags_in(text), people, attached)


def _once(by: User, key: str, said: str, make: Callable[[], Update]) -> Update | None:
    """What `make` makes, or what it made when the same form came before. Raises KeyReused."""
    try:
        return _first(by, key, said, make)
    except IntegrityError:
        # The same form at the same moment, on a database that lets two write at once: now the other one is there.
        return _first(by, key, said, make)


@transaction.atomic
def _first(by: User, key: str, said: str, make: Callable[[], Update]) -> Update | None:
    used = OneTimeKey.objects.select_related("update").filter(person=by, key=key).first()
    if used is None:
        update = make()
        OneTimeKey.objects.create(person=by, key=key, digest=said, update=update)
        return update
    if used.digest != said:
        raise KeyReused
    return used.update


def _post(by: User, said: Said, teams: Sequence[Team], asks_about: Sequence[Topic] | None) -> Update:
    update = _store(Update(author=by, text=said.text, html=said.html), said)
    audiences: Iterable[Team | None] = teams or [None]
    UpdateAudience.objects.bulk_create(UpdateAudience(update=update, team=team) for team in audiences)
    if said.attached:
        _attach(by, update, said)
    trail.record("update.posted", by=by, about=update)
    if asks_about is not None:
        asking.begins(by=by, update=update, topics=asks_about)
    bells.said(by=by, update=update, mentioned=said.mentioned, asked=asking.experts_of(asks_about or ()))
    _make_findable(update, said)
    tell("update.posted", update)
    return update


def _reply(by: User, said: Said, to: Update) -> Update:
    to = turn(to)  # Update.DoesNotExist when it was undone meanwhile
    update = _store(Update(author=by, root_id=to.thread_id, parent=to, text=said.text, html=said.html), said)
    Update.objects.filter(pk=to.thread_id).update(reply_count=F("reply_count") + 1, version=F("version") + 1)
    if not UpdateAudience.objects.filter(update=to.thread_id).exists():  # since it was read
        raise Update.DoesNotExist
    if said.attached:
        _attach(by, update, said)
    asking.was_answered(by=by, reply=update)
    trail.record("update.replied", by=by, about=update)
    bells.said(by=by, update=update, mentioned=said.mentioned)
    _make_findable(update, said)
    tell("update.replied", update)
    return update


@transaction.atomic
def _edit(by: User, update: Update, said: Said, edits: int) -> None:
    now, stands = timezone.now(), turn(update)
    if stands.is_retracted or stands.edits.count() != edits:
        raise Stale
    if stands.text == said.text and Attaching.of(stands.attached) == said.attached:
        return
    Edit.objects.create(update=stands, text=stands.text, attached=stands.attached, by=by, at=now)
    Update.objects.filter(pk=stands.pk).update(text=said.text, html=said.html, edited_at=now, version=F("version") + 1)
    _bump_around(stands)
    tags = set(stands.tags.all())
    mentioned = set(stands.mentions.values_list("person", flat=True))
    _connect_anew(stands, said)
    _attach(by, stands, said)
    trail.record("update.edited", by=by, about=stands)
    bells.changed(by=by, update=stands, mentioned=said.mentioned, before=mentioned)
    documents.touch(*touched_with(stands))
    if tags != (tags_now := set(stands.tags.all())):
        to = _addressed(stands)
        documents.hold(*(tags ^ tags_now))
        documents.narrow(list(tags - tags_now), to)
        documents.widen(list(tags_now - tags), to)
    tell("update.edited", stands)


def _store(update: Update, said: Said) -> Update:
    update.save(force_insert=True)
    _add_connections(update, said)
    return update


def _attach(by: User, update: Update, said: Said) -> None:
    files.use(by=by, kind=KIND, number=update.pk, pictures=said.attached.pictures, documents=said.attached.files)
    update.attached = to_keep(update.pk)
    update.save(update_fields=["attached"])


def _connect_anew(update: Update, said: Said) -> None:
    """Tags and mentions of the update are those its text has now."""
    UpdateTag.objects.filter(update=update).exclude(tag__name__in=said.tags).delete()
    update.mentions.exclude(person__in=said.mentioned).delete()
    _add_connections(update, said)


def _add_connections(update: Update, said: Said) -> None:
    if said.tags:
        Tag.objects.bulk_create([Tag(name=name) for name in sorted(said.tags)], ignore_conflicts=True)
        tags = Tag.objects.filter(name__in=said.tags)
        UpdateTag.objects.bulk_create([UpdateTag(update=update, tag=tag) for tag in tags], ignore_conflicts=True)
    if said.mentioned:
        named = [Mention(update=update, person=person) for person in said.mentioned]
        Mention.objects.bulk_create(named, ignore_conflicts=True)


def _make_findable(update: Update, said: Said) -> None:
    documents.touch(*touched_with(update))
    if said.tags:
        documents.widen(list(update.tags.all()), _addressed(update))


def _addressed(update: Update) -> frozenset[int]:
    """To whom the thread of `update` is addressed, as search knows it."""
    return numbers_of(audiences([update.thread_id]).get(update.thread_id, {}))


def _bump_around(update: Update) -> None:
    """The card of the thread shows its last replies, and a reply shows what it answers: they change with it."""
    update.answered_by.update(version=F("version") + 1)
    if update.root_id:
        Update.objects.filter(pk=update.root_id).update(version=F("version") + 1)


def tell(name: str, update: Update) -> None:
    """Tell the thread and the feeds, also of what shows the update: see :func:`_bump_around`."""
    thread, *feeds = streams_of(update)
    told = [(stream, name, update.pk) for stream in (thread, *feeds)]
    if update.root_id:
        told += [(stream, "update.changed", update.root_id) for stream in (thread, *feeds)]
    if name not in {"update.posted", "update.replied"}:
        answers = update.answered_by.exclude(root=None).values_list("pk", flat=True)
        told += [(thread, "update.changed", answer) for answer in answers]
    live.send_all(told)
