"""What of the search waits for somebody; see `intranet.kit.declarations`."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from intranet.kit.declarations import DeskAnswer, DeskPart, DeskRow

from .models import MissedSearch

MOST = 200


def mine(viewer: Any) -> QuerySet[MissedSearch]:
    """Theirs, as long as they may know the words."""
    return MissedSearch.objects.visible_to(viewer).open().filter(owner=viewer.pk)


def rows(viewer: Any) -> list[DeskRow]:
    """Each troubles as many people as miss it."""
    return [
        DeskRow(
            number=each.pk,
            title=f"“{each.words}”",
            address=each.get_absolute_url(),
            why=f"{each.people} people looked for it in vain",
            since=each.given_at or each.made_at,
            harm=each.people,
            answers=(
                DeskAnswer("Answer it", each.get_absolute_url(), is_link=True),
                DeskAnswer("Not for us", reverse("search:missed_dismissal", args=[each.pk]), says=("why", "not-ours")),
            ),
        )
        for each in mine(viewer).order_by("made_at", "pk")[:MOST]
    ]


DESK = {"missed": DeskPart("Missed searches", "magnifying-glass", rows, mine, ("people", "words", "given_at"))}
