"""On which streams something about an update is told.

``feed:company`` and ``feed:team:7`` are feeds. ``feed:open`` hears of everything addressed to an open team, and
``feed:closed``, which only administrators may hear, of everything addressed to a closed one: pages that filter (what I
follow, a tag, a person) listen to these rather than to a hundred teams.
"""

from collections.abc import Iterable

from .models import Update, UpdateAudience

#: The teams an update is addressed to, and whether each is closed; None stands for the company.
Audience = dict[int | None, bool]


def streams_of(update: Update) -> list[str]:
    """The thread of `update`, and every feed in which its audience reads it."""
    return [f"thread:{update.thread_id}", *feeds_of(update)]


def feeds_of(update: Update) -> list[str]:
    return feeds_of_audience(audiences([update.thread_id]).get(update.thread_id, {}))


def feeds_of_audience(audience: Audience) -> list[str]:
    feeds: dict[str, None] = {}
    for team, is_closed in audience.items():
        if team is None:
            feeds["feed:company"] = None
        else:
            feeds[f"feed:team:{team}"] = None
            feeds["feed:closed" if is_closed else "feed:open"] = None
    return list(feeds)


def audiences(roots: Iterable[int]) -> dict[int, Audience]:
    """To whom each thread is addressed, in one query."""
    found: dict[int, Audience] = {}
    rows = UpdateAudience.objects.filter(update__in=roots).values_list("update", "team", "team__is_closed")
    for root, team, is_closed in rows:
        found.setdefault(root, {})[team] = bool(is_closed)
    return found
