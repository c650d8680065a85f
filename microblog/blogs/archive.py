"""The posts of a blog by month, by tag and by author: what there is, and which of it somebody asked for."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncMonth
from django.http import Http404
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from intranet.people.eyes import Eyes
from intranet.people.keeping import kept

from .models import BlogPost, Credit, Part, PostTag
from .reading import BlogGate

MOST = 24  # tags, or authors, that stand beside a blog
_MONTH = re.compile(r"([12][0-9]{3})-(0[1-9]|1[0-2])")


@dataclass(frozen=True)
class Chosen:
    """What somebody asked for; empty means all of it."""

    month: str = ""
    tag: str = ""
    author: str = ""

    @classmethod
    def of(cls, asked: Any) -> "Chosen":
        return cls(*(asked.get(name, "")[:100] for name in ("month", "tag", "author")))

    def __bool__(self) -> bool:
        return bool(self.month or self.tag or self.author)

    def words(self, authors: list[dict[str, Any]]) -> list[str]:
        """What it says above the posts; `authors` are those of the archive."""
        names = {each["person__username"]: each["person__name"] for each in authors}
        return [
            *([f"{_days_of(self.month)[0]:%B %Y}"] if self.month else []),
            *([f"#{self.tag}"] if self.tag else []),
            *([f"by {names.get(self.author, self.author)}"] if self.author else []),
        ]

    def is_in(self, archive: dict[str, Any]) -> bool:
        """Whether the archive names all that was asked for."""
        return (
            self.month in {"", *(f"{each['month']:%Y-%m}" for each in archive["months"])}
            and self.tag in {"", *(each["tag__name"] for each in archive["tags"])}
            and self.author in {"", *(each["person__username"] for each in archive["authors"])}
        )

    def among(self, posts: QuerySet[BlogPost]) -> QuerySet[BlogPost]:
        """Raises Http404 for a month that is none."""
        if self.month:
            begins, ends = (_midnight(day) for day in _days_of(self.month))
            posts = posts.filter(first_published_at__gte=begins, first_published_at__lt=ends)
        if self.tag:
            posts = posts.filter(tag_rows__tag__name=self.tag)
        if self.author:
            posts = posts.filter(credits__person__username=self.author, credits__part=Part.WROTE)
        return posts


def beside(blog: BlogGate, posts: QuerySet[BlogPost]) -> dict[str, Any]:
    """The months, tags and authors of these posts, which are all that the reader sees in the blog; with their numbers.

    Known for each version of the blog, which is another one after each change of its posts.
    """
    return kept("archive", Eyes.of(blog.viewer), (blog.pk, blog.version), lambda: _count(posts))


def panels(blog: BlogGate, archive: dict[str, Any], chosen: Chosen) -> SafeString:
    """What stands beside the posts. Whatever is asked for that is not there is drawn each time, and not kept."""

    def draw() -> SafeString:
        return render_to_string("blogs/_archive.html", {"archive": archive, "chosen": chosen})

    if not chosen.is_in(archive):
        return draw()
    made_of = (blog.pk, blog.version, chosen.month, chosen.tag, chosen.author)
    return kept("archive-panels", Eyes.of(blog.viewer), made_of, draw)


def _count(posts: QuerySet[BlogPost]) -> dict[str, Any]:
    ours = posts.order_by().values("pk")
    months = posts.order_by().annotate(month=TruncMonth("first_published_at")).values("month")
    tags = PostTag.objects.filter(post__in=ours).values("tag__name").annotate(count=Count("pk"))
    wrote = Credit.objects.order_by().filter(post__in=ours, part=Part.WROTE)
    authors = wrote.values("person__username", "person__name").annotate(count=Count("pk"))
    return {
        "months": list(months.annotate(count=Count("pk")).order_by("-month")),
        "tags": list(tags.order_by("-count", "tag__name")[:MOST]),
        "authors": list(authors.order_by("-count", "person__name")[:MOST]),
    }


def _days_of(month: str) -> tuple[date, date]:
    """The first day of the month, and of the next one."""
    found = _MONTH.fullmatch(month)
    if not found:
        raise Http404("No such month.")
    year, number = int(found[1]), int(found[2])
    return date(year, number, 1), date(year + number // 12, number % 12 + 1, 1)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day))
