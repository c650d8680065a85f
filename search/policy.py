"""Who may tune the search, who learns from what is looked for, and who sees to what is missed."""

from typing import Any

from .models import MissedSearch


def _settles(user: Any, missed: MissedSearch) -> bool:
    return missed.ended_at is None and (missed.owner_id == user.pk or user.communicates)


def _tunes(user: Any, missed: MissedSearch) -> bool:
    """Synonyms and best bets are read by all who tune the search, so that the words must be for everybody."""
    return _settles(user, missed) and missed.is_for_everybody


RULES = {
    "search.tune": lambda user, _: user.communicates or user.moderates,
    "search.learn": lambda user, _: user.communicates,
    "missed.settle": _settles,
    "missed.tune": _tunes,
}
