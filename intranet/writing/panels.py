"""Small things of the desk that other pages show, too."""

from collections.abc import Collection
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from intranet.people.models import User

from . import kinds
from .models import Draft, LongText, Writing

MOST_DRAFTS = 20


def writing_now(viewer: Any, page: int, *, but: User | None = None) -> list[User]:
    """Who is writing on the page of this number at the moment, for `writing/_writing_now.html`."""
    rows = Writing.objects.visible_to(viewer).filter(page=page)
    return [row.person for row in _now(rows) if but is None or row.person_id != but.pk]


def all_writing_now(pages: Collection[int]) -> dict[int, list[User]]:
    """Who is writing on each of these pages, by name; for those who may read them."""
    found: dict[int, list[User]] = {pk: [] for pk in pages}
    for row in _now(Writing.objects.filter(page__in=pages)):
        found[row.page_id].append(row.person)
    return found


def _now(rows: QuerySet[Writing]) -> QuerySet[Writing]:
    people = rows.filter(until__gte=timezone.now(), person__is_active=True).select_related("person")
    return people.order_by("person__name", "pk")


def my_drafts(viewer: Any) -> list[Draft]:
    """What `viewer` has typed and not saved, newest first, for `writing/_drafts.html`.

    Drafts of pages that they may no longer see are kept and not shown.
    """
    mine = Draft.objects.visible_to(viewer)
    if not mine.exists():
        return []
    seen = LongText.objects.visible_to(viewer).values("pk")
    of = Q(page__in=seen) | Q(parent__in=seen)
    for waiting in kinds.waiting_for(viewer):
        of |= Q(page__in=waiting.values("pk"))
    return list(mine.filter(of).select_related("page")[:MOST_DRAFTS])
