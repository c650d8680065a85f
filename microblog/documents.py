"""Updates and tags can be found; see `intranet.kit.declarations`."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import UTC, datetime, timedelta

from django.db.models import Exists, QuerySet

from intranet.kit.declarations import Findable, Kind
from intranet.kit.markup import plain_text
from intranet.people.audiences import EVERYBODY
from search.models.document import DocumentTag

from .attaching import Attaching
from .models import Question, Tag, Update, UpdateAudience, UpdateTag
from .models.update import first_of_thread
from .standing import found_as
from .wires import Audience, audiences

#: The time of a tag. When it was used last would tell of closed teams.
ALWAYS = datetime(2000, 1, 1, tzinfo=UTC)
#: Kinds that are no reason of their own to find a tag: updates are looked at themselves, and files are shown by others.
NO_REASON = ("update", "file")


def numbers_of(audience: Audience) -> frozenset[int]:
    """To whom something is addressed, as search knows it: teams by number, the company as everybody."""
    return frozenset(team or EVERYBODY for team in audience)


def updates(numbers: Collection[int]) -> Iterator[Findable]:
    """Updates and replies that were not taken back and are for somebody; what only tells of something else is found
    there. A question is also found by the words of the answer that solved it."""
    found = list(Update.objects.standing().filter(pk__in=numbers, card={}))
    to = audiences({update.thread_id for update in found})
    tags: dict[int, set[int]] = defaultdict(set)
    for pk, tag in UpdateTag.objects.filter(update__in=numbers).values_list("update", "tag"):
        tags[pk].add(tag)
    asked = found_as([update.pk for update in found if update.root_id is None])
    for update in found:
        if update.thread_id not in to:
            continue
        question, answer = asked.get(update.pk, ("", ""))
        asks = plain_text(update.html)
        said = [asks, *Attaching.of(update.attached).pictures.values(), plain_text(answer)]
        yield Findable(
            number=update.pk,
            title="",
            text="\n".join(said).strip(),
            address=update.get_absolute_url(),
            at=update.posted_at,
            audiences=numbers_of(to[update.thread_id]),
            author=update.author_id,
            tags=frozenset(tags[update.pk]),
            lead=len(asks) if question else 0,
            question=question,
        )


def touched_with(update: Update) -> list[Update]:
    """What is found otherwise when this update changes: itself and, of an answer, the question that it answers."""
    question = Question.objects.select_related("update").filter(pk=update.root_id).first() if update.root_id else None
    return [update, question.update] if question else [update]


def tags(numbers: Collection[int]) -> Iterator[Findable]:
    """Tags that stand on something; who may see one of these things finds the tag."""
    uses = UpdateTag.objects.filter(tag__in=numbers, update__is_retracted=False)
    # What is for nobody has no audience, which is not the audience without a team.
    on_first = uses.filter(update__root=None, update__audiences__isnull=False)
    on_replies = uses.filter(update__root__audiences__isnull=False)
    seen: dict[int, set[int]] = defaultdict(set)
    rows = on_first.values_list("tag", "update__audiences__team")
    for pk, team in rows.union(on_replies.values_list("tag", "update__root__audiences__team")):
        seen[pk].add(team or EVERYBODY)
    for pk, audience in _elsewhere().filter(tag__in=numbers).values_list("tag", "document__audiences__audience"):
        if audience is not None:
            seen[pk].add(audience)
    for tag in Tag.objects.filter(pk__in=seen):
        yield Findable(
            number=tag.pk,
            title=str(tag),
            text="",
            address=tag.get_absolute_url(),
            at=ALWAYS,
            audiences=frozenset(seen[tag.pk]),
        )


def still_seen(tag: int, audiences: Collection[int]) -> set[int]:
    """Those of these audiences that see something with the tag. One query for each, and one for all."""
    elsewhere = _elsewhere().filter(tag=tag, document__audiences__audience__in=audiences)
    seen = set(elsewhere.values_list("document__audiences__audience", flat=True))
    tagged = Update.objects.standing().filter(tags=tag)
    heard = UpdateAudience.objects.filter(update=first_of_thread())
    others = set(audiences) - seen
    return seen | {each for each in others if tagged.filter(Exists(heard.filter(team=each or None))).exists()}


def _elsewhere() -> QuerySet[DocumentTag]:
    """The tags of what is no update and can be found: posts, articles, whatever carries one."""
    return DocumentTag.objects.filter(document__is_gone=False).exclude(document__kind__in=NO_REASON)


KINDS = {
    "update": Kind(Update, "Updates", "chat-bubble-left-right", updates, halves_after=timedelta(days=180)),
    "tag": Kind(Tag, "Tags", "hashtag", tags, still_seen=still_seen),
}
