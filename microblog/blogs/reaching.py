"""How far a post reaches, told so that nobody can be found in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.cache import caches
from django.utils import timezone
from django.utils.formats import date_format

from intranet.kit.templatetags.kit import plural
from intranet.people.requests import Request
from search.picture import HEIGHT, STEP, WIDE, Column, Picture

from .actions import reach
from .models import BlogPost, ReachDay, ReachDepartment
from .reading import PostGate
from .telling import FEWEST, Readers, told_next

SMALL = "Small departments, or none"
OTHERS = "Everybody else"


@dataclass(frozen=True)
class Group:
    name: str
    count: int


def was_opened(request: Request, post: PostGate) -> None:
    """Somebody reads the page of a post: a person in a browser, not a script that asks for a part of it anew."""
    is_read = request.method == "GET" and "X-Fragment" not in request.headers
    is_guess = "prefetch" in request.headers.get("Sec-Purpose", request.headers.get("Purpose", ""))
    if not is_read or is_guess or post.is_named:
        return
    counted = f"reach:{reach.key_of(request.user.pk, post.pk)}"  # for this process: no more than the row says
    if not caches["fragments"].get(counted) and reach.opened(by=request.user, post=post.pk):
        caches["fragments"].set(counted, True)


def reach_of(post: BlogPost) -> dict[str, Any]:
    """``total``, ``days`` (every one since the first, oldest first), their picture in words and columns, ``groups``.

    Up to yesterday: whoever could watch the figures of today would see who opens it. Nothing when that are too few.
    """
    rows = dict(ReachDay.objects.filter(post=post).values_list("day", "count"))
    is_fresh = rows.pop(timezone.localdate(), 0) > 0
    days = _without_gaps(rows)
    total = sum(count for _, count in days)
    if total < FEWEST:
        return {"total": 0}
    departments = ReachDepartment.objects.filter(post=post)
    readers = {row.department: Readers(row.before if is_fresh else row.count, row.told) for row in departments}
    groups = _groups({row.department: row.told for row in departments} if is_fresh else told_next(readers), total)
    return {"total": total, "days": days, "groups": groups, **_drawn(days, total)}


def _groups(told: Mapping[str, int], total: int) -> list[Group]:
    """The readers by department, most first, and all others at the end, unless they are few."""
    groups = [Group(name or SMALL, count) for name, count in told.items() if count]
    groups.sort(key=lambda group: (-group.count, group.name))
    others = total - sum(group.count for group in groups)
    return [*groups, Group(OTHERS, others)] if others >= FEWEST else groups


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
