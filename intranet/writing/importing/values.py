"""What people type into front matter, as values."""

from collections.abc import Iterable
from datetime import date, datetime

from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from intranet.kit.markup import normal_tag


def as_tags(names: Iterable[str]) -> tuple[list[str], list[str]]:
    """The names that can be tags, as they are stored, and those that cannot."""
    tags, misfits = [], []
    for name in names:
        tag = normal_tag(name.lstrip("#"))
        if tag and tag not in tags:
            tags.append(tag)
        elif not tag:
            misfits.append(name)
    return tags, misfits


def as_day(written: str) -> date | None:
    return parse_date(written[:10])


def as_moment(written: str) -> datetime | None:
    moment = parse_datetime(written)
    if moment is None and (day := parse_date(written)):
        moment = datetime(day.year, day.month, day.day)
    return timezone.make_aware(moment) if moment and timezone.is_naive(moment) else moment
