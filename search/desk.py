"""What of the search waits for somebody; see `intranet.kit.declarations`."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from intranet.kit.declarations import DeskAnswer, DeskPart, DeskRow

from .models import MissedSearch

MOST = 200


def mine(viewer: Any) -> QuerySet[MissedSearch]:
    """Whether they may still know the words is asked when they are read."""
    return MissedSearch.objects.open().filter(owner=viewer.pk)


def rows(viewer: Any) -> list[DeskRow]:
    """Each troubles as many people as miss it."""
    found = MissedSearch.objects.visible_to(viewer).filter(pk__in=mine(viewer).values("pk"))
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
        for each in found.order_by("made_at")[:MOST]
    ]


DESK = {"missed": DeskPart("Missed searches", "magnifying-glass", rows, mine, is_counted=False)}
