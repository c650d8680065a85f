"""Which reactions are a reader's own. A card is the same for everybody, so this comes beside the cards, once a page."""

from collections.abc import Iterable
from typing import Any

from django.db.models import OuterRef, Subquery, Sum

from .models import Reaction, Update
from .models.update import UpdateQuerySet
from .signs import keys_in


def with_mine(updates: UpdateQuerySet, viewer: Any) -> UpdateQuerySet:
    """Each of `updates` has as `mine` the signs that `viewer` gave it, added up; None for none."""
    given = Reaction.objects.filter(update=OuterRef("pk"), person=viewer).order_by().values("update")
    return updates.annotate(mine=Subquery(given.annotate(total=Sum("sign")).values("total")))


def marks(updates: Iterable[Update]) -> dict[int, list[str]]:
    """What a page says beside `updates`, which :func:`with_mine` read: ``{12: ["like", "idea"]}``, no empty lists."""
    return {update.pk: keys_in(update.mine) for update in updates if update.mine}  # type: ignore[attr-defined]


def mine_of(updates: Iterable[int], person: int) -> dict[int, list[str]]:
    """The same for updates and a person known by number, with empty lists: what was taken back is told, too."""
    found = dict.fromkeys(updates, 0)
    for update, sign in Reaction.objects.filter(update__in=found, person=person).values_list("update", "sign"):
        found[update] += sign
    return {update: keys_in(total) for update, total in found.items()}
