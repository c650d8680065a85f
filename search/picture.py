"""Searches by day as columns, in whole numbers that a template can draw."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import date_format

from intranet.kit.templatetags.kit import plural

from .learning import Day

HEIGHT, STEP, WIDE = 1000, 10, 8


@dataclass(frozen=True)
class Column:
    """A day: where it stands, what it says when one points at it, and its parts from below: tone, top and size."""

    x: int
    title: str
    parts: Sequence[tuple[str, int, int]]


@dataclass(frozen=True)
class Picture:
    """Columns of which the tallest is as tall as the picture."""

    columns: Sequence[Column]
    width: int
    height: int = HEIGHT
    wide: int = WIDE


def picture(days: Sequence[Day]) -> Picture:
    most = max(day.asked for day in days)
    columns = [_column(number, day, most) for number, day in enumerate(days)]
    return Picture(columns, width=STEP * len(days))


def _column(number: int, day: Day, most: int) -> Column:
    parts, top = [], HEIGHT
    for tone, count in (("good", day.opened), ("due", day.left), ("danger", day.none)):
        if count:
            size = max(1, count * HEIGHT // most)
            top -= size
            parts.append((tone, top, size))
    title = f"{date_format(day.day, 'j F')}: {plural(day.asked, 'search,searches')}"
    if day.asked:
        title += f", {day.left} not opened, {day.none} without result"
    return Column(number * STEP + (STEP - WIDE) // 2, title, parts)
