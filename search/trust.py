"""How far somebody vouches for a document."""

from datetime import datetime, timedelta

SOON = timedelta(days=14)  # before its end, what is verified is due


def trust(until: datetime | None, today: datetime) -> str:
    """``verified``, ``due`` or ``overdue``; empty when nobody vouches for it, as for most things."""
    if until is None:
        return ""
    if until < today:
        return "overdue"
    return "due" if until <= today + SOON else "verified"
