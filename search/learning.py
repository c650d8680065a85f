"""What colleagues looked for and what became of it, for the page of those who may learn from it.

Words are named when at least three different people asked for them in one month, and when the reader may see something
of what they found; all others are a number. So nobody can be recognised by what they look for.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Q
from django.utils import timezone

from .learned import SEVERAL
from .models import Document, Enquiry

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
    """The last so many days, today included; six queries, however much was asked."""
    each_day = _days(days)
    people = {name: _people(days, narrowed) for name, narrowed in LISTS.items()}
    forms = _forms(viewer, days, {normal for found in people.values() for normal in found})
    lists = {}
    for name, found in people.items():
        rows = [_asked(name, forms[normal], count) for normal, count in found.items() if normal in forms]
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
    groups = Enquiry.objects.lately(days).filter(narrowed).values("normal", "month")
    often = groups.annotate(people=Count("who", distinct=True), times=Count("pk")).filter(people__gte=SEVERAL)
    people: dict[str, int] = {}
    for normal, count in often.order_by("-times", "normal").values_list("normal", "people")[:LOOKED_AT]:
        people[normal] = max(count, people.get(normal, 0))
    return people


def _forms(viewer: Any, days: int, normals: Collection[str]) -> dict[str, list[dict[str, Any]]]:
    """How the words of which the viewer may read were typed, by normal form; the way of most people first."""
    asked = Enquiry.objects.lately(days).filter(normal__in=normals)
    times = {f"{name}_times": Count("pk", filter=narrowed) for name, narrowed in LISTS.items()}
    last = {f"{name}_last": Max("day", filter=narrowed) for name, narrowed in LISTS.items()}
    people = Count("who", distinct=True)
    rows: Any = asked.values("normal", "words").annotate(people=people, most=Max("found"), **times, **last)
    forms: dict[str, list[dict[str, Any]]] = {}
    for row in rows.order_by("-people", "-asked_times", "words"):
        forms.setdefault(row["normal"], []).append(row)
    found = {normal for normal, each in forms.items() if any(row["most"] for row in each)}
    top = Document.objects.visible_to(viewer).filter(kind=OuterRef("top_kind"), number=OuterRef("top_number"))
    seen = set(asked.filter(Exists(top), normal__in=found).values_list("normal", flat=True).distinct())
    return {normal: each for normal, each in forms.items() if normal not in found - seen}


def _asked(name: str, forms: Sequence[dict[str, Any]], people: int) -> Asked:
    """A row of a list."""
    return Asked(
        words=forms[0]["words"],
        times=sum(form[f"{name}_times"] for form in forms),
        people=people,
        last=max(day for form in forms if (day := form[f"{name}_last"])),
    )
