"""Which questions are asked again and again.

Asked again is a question that somebody said was asked before, and one that says the same: whose words that say
something have the same stems. Only what the same people may read is counted together.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from intranet.kit.markup import plain_text
from search.normal import normal_of

from .models import Question
from .wires import Audience, audiences

WITHIN = timedelta(days=30)
OFTEN = 5


def often() -> dict[int, int]:
    """How often those questions were asked within a month that were asked often, by the one that stands for all."""
    since = timezone.now() - WITHIN
    rows = Question.objects.filter(at__gt=since, update__is_retracted=False).order_by("at", "pk")
    asked = list(rows.values_list("pk", "duplicate__into", "update__html"))
    readers = {pk: _readers(each) for pk, each in audiences({n for row in asked for n in row[:2] if n}).items()}
    together = _Together()
    same: dict[Any, int] = {}
    counted = [row for row in asked if row[0] in readers]
    for pk, into, html in counted:
        if into and readers.get(into) == readers[pk]:
            together.put(pk, into)
        if words := normal_of(plain_text(html)):
            together.put(pk, same.setdefault((words, readers[pk]), pk))
    times = Counter(together.first(pk) for pk, _, _ in counted)
    found = {first: together.all(first) for first, many in times.items() if many >= OFTEN}
    standing = _standing({pk for them in found.values() for pk in them})
    return {
        min(them, key=lambda pk: (pk not in standing, not standing.get(pk), pk)): times[first]
        for first, them in found.items()
        if not any(standing.get(pk) == "documented" for pk in them)
    }


def _standing(numbers: Iterable[int]) -> dict[int, str]:
    """Those that stand for themselves, and whether one of them is answered for good, or accepted."""
    rows = Question.objects.filter(pk__in=set(numbers), duplicate=None, update__is_retracted=False)
    found = rows.values_list("pk", "documented", "update__acceptance")
    return {pk: "documented" if documented else "accepted" if accepted else "" for pk, documented, accepted in found}


def _readers(audience: Audience) -> frozenset[int]:
    """The closed teams that read it; nothing when everybody does."""
    return frozenset(team for team in audience if team) if all(audience.values()) else frozenset()


class _Together:
    """Numbers that belong together, each group with its first."""

    def __init__(self) -> None:
        self._above: dict[int, int] = {}
        self._below: dict[int, set[int]] = {}

    def first(self, number: int) -> int:
        return self._above.get(number, number)

    def all(self, number: int) -> set[int]:
        return self._below.get(self.first(number), {number})

    def put(self, one: int, other: int) -> None:
        into, out = sorted((self.first(one), self.first(other)))
        if into != out:
            them = self.all(into) | self.all(out)
            self._below.pop(out, None)
            self._below[into] = them
            self._above |= dict.fromkeys(them - {into}, into)
