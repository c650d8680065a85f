"""Whom something that was said concerns, and who is told of it no more."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat

from intranet.notifications import notices
from intranet.people.models import User

from .models import Question, Update


def said(*, by: User, update: Update, mentioned: Iterable[User], asked: Iterable[int] = ()) -> None:
    """Whom the new `update` mentions is told, and whom it asks, by number; of a reply, also whom it answers, and who
    else said something there. Each is told one of these.
    """
    tellings: list[notices.Telling] = [("update.mentioned", mentioned, update), ("question.asked", asked, update)]
    if update.root and update.parent:
        kind = "question.answered" if _answers(update) else "update.answered"
        tellings.append((kind, [update.parent.author_id], update.parent))
        tellings.append(("update.continued", who_takes_part(update.root), update.root))
    notices.send_first(tellings, part=update, by=by, place=place_of(update))


def changed(*, by: User, update: Update, mentioned: Collection[User], before: Collection[int]) -> None:
    """Whom it mentions now, and did not before, is told, though never twice; whom it mentions no longer, no more."""
    now = {person.pk for person in mentioned}
    if gone := set(before) - now:
        notices.forget("update.mentioned", about=update, to=gone)
    notices.send("update.mentioned", to=now - set(before), about=update, by=by, place=place_of(update), only_once=True)


def taken_back(*, update: Update) -> None:
    """Nobody is told of the `update` any more, which is gone or only a mark."""
    notices.forget_all("update", about=update)
    if not (update.root and update.parent):
        return
    others = Update.objects.standing().filter(author=update.author_id).exclude(pk=update.pk)
    if not others.filter(parent=update.parent_id).exists():
        notices.forget("update.answered", about=update.parent, by=update.author)
        notices.forget("question.answered", about=update.parent, by=update.author)
    if not others.filter(root=update.root_id).exists():
        notices.forget("update.continued", about=update.root, by=update.author)


def place_of(update: Update) -> str:
    """Its thread, as somebody may mute it."""
    return f"thread:{update.thread_id}"


def thread_place(number: Any) -> Concat:
    """The same in a query, of the thread whose number an expression gives."""
    return Concat(Value("thread:"), Cast(number, CharField()))


def _answers(reply: Update) -> bool:
    return reply.is_answer and Question.objects.filter(pk=reply.root_id).exists()


def who_takes_part(root: Update) -> set[int]:
    """Whoever said something in the thread, or wrote what it is about, by number."""
    replied = Update.objects.standing().filter(root=root).values_list("author", flat=True)
    return {root.author_id, *root.card.get("others", []), *replied}
