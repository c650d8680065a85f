"""The answers to a question in their order: the accepted one, then what helped most, then what was said first.

What was said to an answer stands below it, as it was said.
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from intranet.kit import paging, policy

from . import feeds
from .models import Update

ON_PAGE = 100


def in_order(replies: Sequence[Update], accepted: int | None) -> list[Update]:
    """These replies (all that were given, oldest first) in the order in which they are read."""
    numbers = {reply.pk for reply in replies}
    below: dict[int, list[Update]] = defaultdict(list)
    first: dict[int, int] = {}  # reply → the answer that it stands below
    answers = []
    for reply in replies:
        if reply.is_answer or reply.parent_id not in numbers:
            answers.append(reply)
            first[reply.pk] = reply.pk
        else:
            first[reply.pk] = first.get(reply.parent_id or 0, reply.parent_id or 0)
            below[first[reply.pk]].append(reply)
    answers.sort(key=lambda answer: (answer.pk != accepted, -answer.helpful_count))  # of as many, as they came
    return [each for answer in answers for each in (answer, *below[answer.pk])]


def page(viewer: Any, root: Update, *, after: str = "") -> paging.Page:
    """Those behind the first `after` ones."""
    ordered = _ordered(viewer, root)
    start = paging.number(after) or 0
    end = start + ON_PAGE
    return paging.Page(ordered[start:end], str(end) if end < len(ordered) else "")


def around(viewer: Any, root: Update, answers: Sequence[Any]) -> dict[str, Any]:
    """What a page says beside these `answers`: ``is_asker``, ``may_decide``, ``helped`` (those that the viewer found
    helpful, by number), and ``before``, the question as it was asked before, if they may read that.
    """
    duplicate = getattr(root.question, "duplicate", None)
    before = Update.objects.visible_to(viewer).first_ones().filter(pk=duplicate.into_id).first() if duplicate else None
    return {
        "asks": True,
        "is_asker": root.author_id == viewer.pk,
        "may_decide": policy.allows(viewer, "question.decide", root),
        "helped": [answer.pk for answer in answers if answer.has_helped],
        "is_duplicate": duplicate is not None,
        "before": before,
    }


def start(viewer: Any, root: Update, *, after: str, reply: str) -> str:
    """After how many a page starts: as asked, or at the one on which this reply stands."""
    if not reply:
        return after
    numbers = [each.pk for each in _ordered(viewer, root)]
    wanted = paging.number(reply)
    place = numbers.index(wanted) if wanted in numbers else 0
    return str(place // ON_PAGE * ON_PAGE or "")


def _ordered(viewer: Any, root: Update) -> list[Update]:
    acceptance = getattr(root, "acceptance", None)
    replies = feeds.answers(viewer, root).order_by("posted_at", "pk")
    return in_order(list(replies), acceptance.answer_id if acceptance else None)
