"""Who should see to words that are missed: whoever answers for what is nearest to them, if they may know the words."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from django.contrib.auth import get_user_model

from intranet.kit.declarations import the_one

from .documents import kinds
from .models import MissedSearch
from .naming import hidden_from

LOOKED_AT = 5  # of those who answer for what is near


def may_know(person: Any, things: Collection[tuple[str, int]]) -> bool:
    """Is nothing hidden from `person` of what the words led to? One query, beside what tells their audiences."""
    return bool(person.is_active) and not hidden_from(person, {"": set(things)})


def proposed(things: Collection[tuple[str, int]]) -> Any | None:
    """Who answers for most of these things, or else sees to what nobody owns; None when nobody may know the words."""
    return next((person for person in _likely(things) if may_know(person, things)), None)


def _likely(things: Collection[tuple[str, int]]) -> Iterable[Any]:
    near = [pk for pk, _ in _answering(things).most_common(LOOKED_AT)]
    people = get_user_model()._default_manager.filter(is_active=True).in_bulk(near)
    yield from (people[pk] for pk in near if pk in people)
    busy = Counter(MissedSearch.objects.open().values_list("owner", flat=True))
    yield from sorted(the_one("audiences", "who_tends")(), key=lambda person: (person.sees_everything, busy[person.pk]))


def _answering(things: Collection[tuple[str, int]]) -> Counter[int]:
    """How many of the things each person answers for; who is named first for one counts more."""
    numbers: dict[str, set[int]] = defaultdict(set)
    for kind, number in things:
        numbers[kind].add(number)
    points: Counter[int] = Counter()
    for kind, those in numbers.items():
        owners = kinds()[kind].owners if kind in kinds() else None
        for people in (owners(sorted(those)) if owners else {}).values():
            points.update({person: 2 if place == 0 else 1 for place, person in enumerate(people)})
    return points
