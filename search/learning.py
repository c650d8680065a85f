"""What colleagues looked for and what became of it, for the page of those who may learn from it.

Words are named when at least three different people typed them so in one month, and when nothing of what they led to is
hidden from the reader; all others are a number. So nobody can be recognised by what they look for.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Max, Q
from django.utils import timezone

from .models import Enquiry, SynonymWord
from .naming import SEVERAL, hidden_from, led_to, typed
from .normal import stems

SHOWN = 20  # words of a list
LOOKED_AT = 100  # that may be named

#: What became of searches: all of them, those without result, and those whose result nobody opened.
LISTS = {"asked": Q(), "none": Q(found=0, was_opened=False), "left": Q(found__gt=0, was_opened=False)}


@dataclass(frozen=True)
class Day:
    """How many searches there were on a day, and how many of them had no result, or one that nobody opened."""

    day: date
    asked: int = 0
    none: int = 0
    left: int = 0

    @property
    def opened(self) -> int:
        return self.asked - self.none - self.left


@dataclass(frozen=True)
class Asked:
    """Words with how often they were asked, by how many people at least, and on which day last."""

    words: str
    times: int
    people: int
    last: date
    group: int | None = None  # of synonyms, when the words stand in one


@dataclass(frozen=True)
class Listed:
    """The words that may be named, those asked most often first, and how many other searches there were."""

    rows: Sequence[Asked]
    others: int


@dataclass(frozen=True)
class Learned:
    """A few weeks of searches."""

    days: Sequence[Day]
    lists: dict[str, Listed]

    @property
    def total(self) -> Day:
        counts = {name: sum(getattr(day, name) for day in self.days) for name in LISTS}
        return Day(self.days[-1].day, **counts)


def learned(viewer: Any, days: int) -> Learned:
    """The last so many days, today included; nine queries, however much was asked."""
    each_day = _days(days)
    people = {name: _people(days, narrowed) for name, narrowed in LISTS.items()}
    words = typed(
        Enquiry.objects.lately(days).filter(normal__in={normal for found in people.values() for normal in found})
    )
    for normal in hidden_from(viewer, led_to(words, tops=True)):
        del words[normal]
    told, groups = _told(days, words), _groups(words)
    lists = {}
    for name, found in people.items():
        rows = [
            Asked(
                words[normal],
                told[normal][f"{name}_times"],
                count,
                told[normal][f"{name}_last"],
                groups.get(words[normal]),
            )
            for normal, count in found.items()
            if normal in words
        ]
        shown = sorted(rows, key=lambda row: (-row.times, row.words))[:SHOWN]
        total = sum(getattr(day, name) for day in each_day)
        lists[name] = Listed(shown, total - sum(row.times for row in shown))
    return Learned(each_day, lists)


def _days(days: int) -> list[Day]:
    counts = {name: Count("pk", filter=narrowed) for name, narrowed in LISTS.items()}
    by_day = {row["day"]: Day(**row) for row in Enquiry.objects.lately(days).values("day").annotate(**counts)}
    today = timezone.localdate()
    dates = [today - timedelta(days=ago) for ago in reversed(range(days))]
    return [by_day.get(day) or Day(day) for day in dates]


def _people(days: int, narrowed: Q) -> dict[str, int]:
    """The normal forms that several people asked for, and how many: at least, for each is another in another month."""
    groups = Enquiry.objects.lately(days).filter(narrowed, may_be_named=True).values("normal", "month")
    often = groups.annotate(people=Count("who", distinct=True), times=Count("pk")).filter(people__gte=SEVERAL)
    people: dict[str, int] = {}
    for normal, count in often.order_by("-times", "normal").values_list("normal", "people")[:LOOKED_AT]:
        people[normal] = max(count, people.get(normal, 0))
    return people


def _groups(words: Mapping[str, str]) -> dict[str, int]:
    """The group of synonyms that words stand in, for those that stand in one."""
    said = {each: " ".join(stems(each)) for each in words.values()}
    groups = dict(SynonymWord.objects.filter(stems__in=set(said.values())).values_list("stems", "group"))
    return {each: groups[same] for each, same in said.items() if same in groups}


def _told(days: int, normals: Collection[str]) -> dict[str, dict[str, Any]]:
    """By normal form: how often it is in each list, and on which day last."""
    times = {f"{name}_times": Count("pk", filter=narrowed) for name, narrowed in LISTS.items()}
    last = {f"{name}_last": Max("day", filter=narrowed) for name, narrowed in LISTS.items()}
    rows: Any = Enquiry.objects.lately(days).filter(normal__in=normals).values("normal").annotate(**times, **last)
    return {row["normal"]: row for row in rows}
