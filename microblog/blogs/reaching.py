"""How far a post reaches, told so that nobody can be found in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.formats import date_format

from intranet.kit.templatetags.kit import plural
from intranet.people.requests import Request
from search.picture import HEIGHT, STEP, WIDE, Column, Picture

from .actions import reach
from .models import BlogPost, ReachDay, ReachDepartment
from .reading import PostGate

FEWEST = 5  # people whom a group has at least, so that none of them is named by it
NOBODY_SAID = "No department"
FOLDED = "Smaller groups"


@dataclass(frozen=True)
class Group:
    name: str
    count: int


def was_opened(request: Request, post: PostGate) -> None:
    """Somebody reads the page of a post: a person in a browser, not a script that asks for a part of it anew."""
    is_read = request.method == "GET" and "X-Fragment" not in request.headers
    is_guess = "prefetch" in request.headers.get("Sec-Purpose", request.headers.get("Purpose", ""))
    if is_read and not is_guess and not post.is_named:
        reach.opened(by=request.user, post=post.pk)


def reach_of(post: BlogPost) -> dict[str, Any]:
    """``total``, ``days`` (every one since the first, oldest first), their picture in words and columns, ``groups``."""
    rows = ReachDay.objects.filter(post=post).order_by("day")
    days = _without_gaps(dict(rows.values_list("day", "count")))
    departments = dict(ReachDepartment.objects.filter(post=post).values_list("department", "count"))
    total = sum(count for _, count in days)
    return {
        "total": total,
        "days": days,
        "groups": folded(departments),
        **(_drawn(days, total) if days else {}),
    }


def folded(departments: Mapping[str, int]) -> list[Group]:
    """The readers by department, most first, with small groups folded into one at the end.

    Of the folded ones there are at least two, and five people in them, so that none is known by subtraction: where it
    takes that, a group that is no longer small is folded, too. Nothing is told where even all together are too few.
    """
    groups = [Group(name or NOBODY_SAID, count) for name, count in departments.items()]
    groups.sort(key=lambda group: (-group.count, group.name))
    small: list[Group] = []
    while groups and (groups[-1].count < FEWEST or (small and _tells_too_much(small))):
        small.append(groups.pop())
    if not small:
        return groups
    return [] if _tells_too_much(small) else [*groups, Group(FOLDED, _people(small))]


def _tells_too_much(groups: Sequence[Group]) -> bool:
    return len(groups) < 2 or _people(groups) < FEWEST


def _people(groups: Sequence[Group]) -> int:
    return sum(group.count for group in groups)


def _without_gaps(counts: Mapping[date, int]) -> list[tuple[date, int]]:
    if not counts:
        return []
    first, last = min(counts), max(counts)
    days = [first + timedelta(days=after) for after in range((last - first).days + 1)]
    return [(day, counts.get(day, 0)) for day in days]


def _drawn(days: Sequence[tuple[date, int]], total: int) -> dict[str, Any]:
    """What `components/chart.html` shows."""
    most = max(count for _, count in days)
    columns = [_column(place, *day, most) for place, day in enumerate(days)]
    return {
        "picture": Picture(columns, width=STEP * len(days)),
        "label": f"{plural(total, 'reader,readers')} in {plural(len(days), 'day,days')}, by their first visit.",
        "legend": [("good", "Readers for the first time")],
        "first": date_format(days[0][0], "j M"),
        "last": date_format(days[-1][0], "j M"),
    }


def _column(place: int, day: date, count: int, most: int) -> Column:
    size = max(1, count * HEIGHT // most) if count else 0
    title = f"{date_format(day, 'j F')}: {plural(count, 'reader,readers')}"
    return Column(place * STEP + (STEP - WIDE) // 2, title, [("good", HEIGHT - size, size)] if size else [])
