"""Small things of the desk that other pages show, too."""

from collections.abc import Collection
from typing import Any

from django.db.models import Q
from django.utils import timezone

from intranet.people.models import User

from .models import Draft, LongText, Writing

MOST_DRAFTS = 20


def writing_now(viewer: Any, page: LongText, *, but: User | None = None) -> list[User]:
    """Who is writing on the page at the moment, for `writing/_writing_now.html`."""
    people = (
        all_writing_now([page.pk])[page.pk] if Writing.objects.visible_to(viewer).filter(page=page).exists() else []
    )
    return [person for person in people if but is None or person.pk != but.pk]


def all_writing_now(pages: Collection[int]) -> dict[int, list[User]]:
    """Who is writing on each of these pages, by name; for those who may read them."""
    found: dict[int, list[User]] = {pk: [] for pk in pages}
    rows = Writing.objects.filter(page__in=pages, until__gte=timezone.now(), person__is_active=True)
    for row in rows.select_related("person").order_by("person__name", "pk"):
        found[row.page_id].append(row.person)
    return found


def my_drafts(viewer: Any) -> list[Draft]:
    """What `viewer` has typed and not saved, newest first, for `writing/_drafts.html`.

    Drafts of pages that they may no longer see are kept and not shown.
    """
    seen = LongText.objects.visible_to(viewer).values("pk")
    mine = Draft.objects.visible_to(viewer).filter(Q(page__in=seen) | Q(parent__in=seen))
    return list(mine.select_related("page")[:MOST_DRAFTS])
