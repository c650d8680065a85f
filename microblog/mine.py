"""Which reactions are a reader's own. A card is the same for everybody, so this comes beside the cards, once a page."""

from collections.abc import Collection, Iterable
from functools import lru_cache
from typing import Any

from django.db.models import OuterRef, Subquery, Sum

from intranet.kit.lookups import Lookup

from .models import Reaction
from .models.update import UpdateQuerySet
from .signs import keys_in


def with_mine(updates: UpdateQuerySet, viewer: Any) -> UpdateQuerySet:
    """Each of `updates` has as `mine` the signs that `viewer` gave it, added up; None for none."""
    given = Reaction.objects.filter(update=OuterRef("pk"), person=viewer).order_by().values("update")
    return updates.annotate(mine=Subquery(given.annotate(total=Sum("sign")).values("total")))


def marks(updates: Iterable[Any]) -> dict[int, list[str]]:
    """What a page says beside `updates`, which :func:`with_mine` read: ``{12: ["like", "idea"]}``, no empty lists."""
    return {update.pk: keys_in(update.mine) for update in updates if update.mine}


def marks_of(viewer: Any, numbers: Collection[int]) -> dict[int, list[str]]:
    """What a page says beside the updates of these `numbers`, which it shows as they were drawn before."""
    given: dict[int, int] = {}
    for update, sign in _given_by(viewer.pk).all(*numbers):
        given[update] = given.get(update, 0) + sign
    return {update: keys_in(total) for update, total in given.items()}


@lru_cache(maxsize=1_000)
def _given_by(person: int) -> Lookup:
    return Lookup(Reaction.objects.filter(person=person).values_list("update", "sign"), by="update__in")


def mine_of(asked: Collection[tuple[int, int]]) -> dict[tuple[int, int], list[str]]:
    """The same for ``(person, update)`` by number, with empty lists: what was taken back is told, too."""
    people, updates = ({pair[place] for pair in asked} for place in (0, 1))
    found = dict.fromkeys(asked, 0)
    rows = Reaction.objects.filter(person__in=people, update__in=updates).values_list("person", "update", "sign")
    for person, update, sign in rows:
        if (person, update) in found:
            found[person, update] += sign
    return {pair: keys_in(total) for pair, total in found.items()}
