"""What people are told about updates; see `intranet.kit.declarations`."""

from collections.abc import Collection, Mapping
from typing import Any

from intranet.kit.declarations import NoticeKind, NoticeThing

from .models import Update
from .threads import address_of

FEED = "Updates"
QUESTIONS = "Questions"


def readers(people: Mapping[int, Any], numbers: Collection[int]) -> dict[int, set[int]]:
    """Whoever may read its thread, in which a retracted update leaves a mark."""
    roots = {pk: root or pk for pk, root in Update.objects.filter(pk__in=numbers).values_list("pk", "root")}
    read_by = Update.objects.read_by(people, set(roots.values()))
    return {pk: read_by.get(root, set()) for pk, root in roots.items()}


def told(viewer: Any, numbers: Collection[int]) -> dict[int, tuple[str, str]]:
    fields = ("root", "root__card", "html", "card", "is_retracted", "attached")
    found = Update.objects.visible_to(viewer).filter(pk__in=numbers).select_related("root").only(*fields)
    return {update.pk: (title_of(update), _where(update)) for update in found}


def title_of(update: Update) -> str:
    """Its first words."""
    if update.is_retracted:
        return "a retracted update"
    return update.excerpt or ("a picture" if any("picture" in each for each in update.attached) else "a file")


def _where(update: Update) -> str:
    """What is said of a post stands below it."""
    if update.root and update.root.card:
        return f"{address_of(update.root)}?reply={update.pk}#update-{update.pk}"
    return f"{address_of(update)}#comments" if update.card else address_of(update)


KINDS = {
    "update.mentioned": NoticeKind("update", "Somebody mentions me", "{who} mentioned you in", "at-symbol", group=FEED),
    "update.answered": NoticeKind(
        "update", "Somebody replies to what I said", "{who} replied to", "arrow-uturn-left", group=FEED, part="update"
    ),
    "update.continued": NoticeKind(
        *("update", "A thread in which I said something goes on", "{who} replied in", "chat-bubble-left-right"),
        group=FEED,
        part="update",
    ),
    "question.asked": NoticeKind(
        "update",
        "A question about a topic of mine",
        "{who} asked",
        "question-mark-circle",
        group=QUESTIONS,
        is_work=True,
    ),
    "question.claimed": NoticeKind(
        "update", "Somebody is about to answer me", "{who} is about to answer", "clock", group=QUESTIONS
    ),
    "question.answered": NoticeKind(
        *("update", "Somebody answers my question", "{who} answered", "chat-bubble-left"),
        group=QUESTIONS,
        part="update",
    ),
    "question.accepted": NoticeKind(
        "update", "An answer of mine is accepted", "{who} accepted", "check-badge", group=QUESTIONS
    ),
}
KINDS |= {
    "question.documented": NoticeKind(
        "update", "What I asked, answered or talked about is in the wiki", "{who} answered for good", "book-open",
        group=QUESTIONS,
    ),
    "question.merged": NoticeKind(
        "update", "What I asked was asked before, or is asked again", "{who} found that it was asked before:",
        "document-duplicate", group=QUESTIONS,
    ),
    "question.repeated": NoticeKind(
        "update", "A question about a topic of mine is asked often", "Asked often lately:", "arrow-path",
        group=QUESTIONS, is_work=True,
    ),
}  # fmt: skip
THINGS = {"update": NoticeThing(readers, told, "thread", Update.objects.visible_to, ("version", "root__version"))}
