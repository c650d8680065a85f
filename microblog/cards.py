"""Cards: an update as a fragment that is the same for everybody who may see it, drawn once and then cached.

A card names closed teams only to those who are in them, so an update that is addressed to one has a card for each
set of closed teams its readers are in.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, cast

from django.db.models import F, Window
from django.db.models.functions import RowNumber
from django.template.loader import get_template
from django.utils.safestring import SafeString

from intranet.kit import markup
from intranet.people.eyes import Eyes
from intranet.people.keeping import kept_each
from intranet.people.models import Team, User

from .attaching import Attached
from .models import Update, UpdateAudience
from .standing import standings
from .wording import AudienceWords, audience_words

SHOWN_REPLIES = 2
#: What else a card shows.
SHOWN = (
    "author__profile",
    "parent__author",
    "root__author",
    "root__question",
    "question",
    "accepted_as__by",
    "retraction",
)
CARD = "microblog/updates/_update.html"
ALONE = "microblog/updates/_alone.html"
REPLY = "microblog/updates/_reply.html"


@dataclass(frozen=True)
class Card:
    """A drawn update."""

    pk: int
    html: SafeString


class Listed(Protocol):
    """An update in a list, with at least what its card is kept under; `in_closed_team`, if it is known, beside it."""

    @property
    def pk(self) -> int: ...
    @property
    def version(self) -> int: ...


def cards(updates: Sequence[Listed], viewer: Any, *, template: str = CARD) -> list[Card]:
    """Draw `updates` (from :mod:`microblog.feeds`) for `viewer`, reading the database only for those not yet drawn."""
    html = drawn(updates, Eyes.of(viewer), template)
    return [Card(update.pk, html[update.pk]) for update in updates if update.pk in html]


def drawn(updates: Sequence[Listed], eyes: Eyes, template: str) -> dict[int, SafeString]:
    """The HTML of `updates` by number, as these eyes see it."""
    made_of = {
        update.pk: (update.pk, update.version, eyes if getattr(update, "in_closed_team", True) else "")
        for update in updates
    }
    kind = template.rsplit("/", 1)[-1]
    return kept_each(kind, Eyes(), made_of, lambda missing: _draw(missing, eyes, template))


def audiences_of(roots: Iterable[int], eyes: Eyes) -> dict[int, AudienceWords]:
    """The audience of each update that begins a thread, in words for these eyes."""
    rows: dict[int, list[Team | None]] = {}
    for row in UpdateAudience.objects.filter(update__in=roots).select_related("team"):
        rows.setdefault(row.update_id, []).append(row.team)
    return {pk: audience_words(teams, eyes.know) for pk, teams in rows.items()}


def _draw(pks: list[int], eyes: Eyes, template: str) -> dict[int, SafeString]:
    updates = list(Update.objects.filter(pk__in=pks).select_related(*SHOWN))
    words = audiences_of({update.thread_id for update in updates}, eyes)
    replies = _last_replies([update.pk for update in updates if update.reply_count])
    page, others = get_template(template), _others(updates)
    asked = standings([update.pk for update in updates if hasattr(update, "question")])

    def render(update: Update) -> SafeString:
        more = {"others": others[update.pk], "asked": asked.get(update.pk)}
        return cast(SafeString, page.render(_context(update, words, replies) | more))

    return {update.pk: render(update) for update in updates if update.thread_id in words}


def _context(update: Update, words: dict[int, AudienceWords], replies: dict[int, list[Update]]) -> dict[str, Any]:
    return {
        "update": update,
        "answers": update.is_answer and hasattr(update.root, "question"),
        "attached": Attached.of(update.attached),
        "audience": words[update.thread_id],
        "tags": " ".join(sorted(markup.tags_in(update.text))),
        "replies": [(reply, Attached.of(reply.attached)) for reply in replies.get(update.pk, [])],
        "more_replies": max(0, update.reply_count - len(replies.get(update.pk, []))),
    }


def _others(updates: Sequence[Update]) -> dict[int, list[User]]:
    """Who else wrote what each of these tells of; the author of the update wrote it first of all."""
    numbers = {update.pk: update.card.get("others", []) for update in updates}
    people = User.objects.in_bulk({pk for each in numbers.values() for pk in each}) if any(numbers.values()) else {}
    return {update: [people[pk] for pk in each if pk in people] for update, each in numbers.items()}


def _last_replies(roots: list[int]) -> dict[int, list[Update]]:
    """The last two replies that stand under each of `roots`, older first."""
    if not roots:
        return {}
    place = Window(RowNumber(), partition_by=F("root"), order_by=[F("posted_at").desc(), F("pk").desc()])
    last = Update.objects.standing().filter(root__in=roots).annotate(place=place).filter(place__lte=SHOWN_REPLIES)
    found: dict[int, list[Update]] = {}
    for reply in last.select_related("author__profile").order_by("posted_at", "pk"):
        found.setdefault(reply.root_id or 0, []).append(reply)
    return found
