"""Ring the first bell of every action: what was done."""

from typing import Any

from django.db.models import Model

from .models import Entry


def record(action: str, *, by: Any, about: Model | None = None, **details: Any) -> None:
    """Add an :class:`Entry` in the caller's transaction. `by` is a person, or None for the machine itself.

    `details` are plain values (text, numbers, lists) and never what somebody wrote.
    """
    Entry.objects.create(
        action=action,
        by_id=by.pk if by else None,
        by_name=str(by) if by else "Trellis",
        about_kind=about._meta.label_lower if about else "",
        about_id=about.pk if about else None,
        about_name=str(about)[:200] if about else "",
        details=details,
    )
