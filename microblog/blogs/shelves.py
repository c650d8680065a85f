"""Blogs and posts in lists: all blogs, those somebody writes in, and what waits for them."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from intranet.kit import paging
from intranet.kit.lookups import Lookup, bare
from intranet.people.eyes import Eyes
from intranet.people.keeping import kept_each

from .models import Blog, BlogPost, Credit, Part
from .models.post import BlogPostQuerySet
from .standing import Standing, standings, whom
from .subscribing import news_for

MOST_WAITING = 50
ON_A_PAGE = 50  # blogs among all
_CHANGED_LAST = ("-changed_at", "-pk")
_COMMENTS = "announcement__update__reply_count"
_WITH_AUTHORS = Prefetch(
    "credits", Credit.objects.filter(part=Part.WROTE).select_related("person__profile"), to_attr="wrote"
)


@dataclass(frozen=True)
class Waiting:
    """A post that is not out, how it stands, and whether it is the viewer whom it waits for."""

    post: BlogPost
    standing: Standing
    is_to_read: bool
    whom: str  # it waits for, see `standing.whom`


def blogs(viewer: Any, start: int = 0) -> tuple[list[SafeString], int]:
    """A card of each that `viewer` sees, behind the first `start`, and where the next ones begin, or 0.

    It says its newest post, what is new to them, and whether they write there; those come first. Readers to whom a blog
    is the same see the same card.
    """
    found = _seen(bare(viewer), viewer.is_active, viewer.sees_everything).all()
    page = sorted(found, key=lambda row: not row[3])[start : start + ON_A_PAGE]
    if not page:
        return [], 0
    news = news_for(viewer)
    keys = {pk: (pk, version, last, writes, news.get(pk, 0)) for pk, version, last, writes in page}

    def draw(missing: list[int]) -> dict[int, SafeString]:
        of_those = Blog.objects.visible_to(viewer).select_related("team", "person__profile", "cover", "audience")
        there = of_those.defer("body").in_bulk(missing)
        last = BlogPost.objects.visible_to(viewer).defer("body").in_bulk([keys[pk][2] for pk in there if keys[pk][2]])
        for pk, each in there.items():
            each.last, each.is_written, each.news = last.get(keys[pk][2]), keys[pk][3], keys[pk][4]
        return {pk: render_to_string("blogs/_blog_card.html", {"blog": each}) for pk, each in there.items()}

    cards = kept_each("blog-card", Eyes(), keys, draw)
    return [cards[pk] for pk in keys if pk in cards], start + ON_A_PAGE if len(found) > start + ON_A_PAGE else 0


def waiting(viewer: Any, blog: int | None = None) -> list[Waiting]:
    """What is not out and `viewer` works on, or is asked to read, in this blog or in all; changed last first."""
    numbers = [pk for pk, of in _worked_on(bare(viewer), viewer.is_active, viewer.role).all() if blog in {None, of}]
    if not numbers:
        return []
    posts = BlogPost.objects.filter(pk__in=numbers[:MOST_WAITING])
    posts = posts.select_related("of_blog__person", "departure__by", "wish").defer("body")
    found = list(posts.order_by(*_CHANGED_LAST))
    how = standings(found)
    theirs = set(_for_them(viewer).filter(pk__in=how).values_list("pk", flat=True))
    return [_waiting(viewer, post, how[post.pk], is_theirs=post.pk in theirs) for post in found]


def asked_of(viewer: Any) -> QuerySet[BlogPost]:
    """Posts that wait for `viewer` to read them. What goes out at a time is decided."""
    return _for_them(viewer).under_review().exclude(departure__revision=F("head"))


def _waiting(viewer: Any, post: BlogPost, how: Standing, *, is_theirs: bool) -> Waiting:
    readers = [post.of_blog.person] if post.of_blog.person else []
    return Waiting(post, how, how.name == "asked" and is_theirs, whom(readers, you=viewer if is_theirs else None))


def _for_them(viewer: Any) -> BlogPostQuerySet:
    """Posts that `viewer` reads before they go out; what they wrote for a team, others read."""
    wrote = Credit.objects.filter(post=OuterRef("pk"), person=viewer, part=Part.WROTE)
    found: BlogPostQuerySet = BlogPost.objects.filter(of_blog__in=Blog.objects.answered_by(viewer))
    return found.filter(Q(of_blog__person=viewer) | ~Exists(wrote))


@lru_cache(maxsize=1_000)
def _seen(viewer: Any, is_active: bool, sees_everything: bool) -> Lookup:
    """Each blog with its version, its newest post, and whether the viewer writes there; by title."""
    newest = BlogPost.objects.visible_to(viewer).filter(of_blog=OuterRef("pk")).newest_first().values("pk")[:1]
    writes = Blog.objects.written_by(viewer).order_by().filter(pk=OuterRef("pk"))
    rows = Blog.objects.visible_to(viewer).order_by("title", "pk")
    return Lookup(rows.values_list("pk", "version", Subquery(newest), Exists(writes)))


@lru_cache(maxsize=1_000)
def _worked_on(viewer: Any, is_active: bool, role: str) -> Lookup:
    """Posts that are not out, each with the number of its blog."""
    return Lookup(BlogPost.objects.worked_on_by(viewer).order_by(*_CHANGED_LAST).values_list("pk", "of_blog"))


def to_read(rows: Iterable[Waiting]) -> list[Waiting]:
    return [row for row in rows if row.is_to_read]


def was_asked_in(viewer: Any, number: int) -> Blog | None:
    """The blog of a post, never out, about which `viewer` was asked before it came to nothing or to a time."""
    asked = BlogPost.objects.asked_about_once(viewer).filter(pk=number)
    return Blog.objects.visible_to(viewer).filter(posts__in=asked).first()


def to_read_whole(viewer: Any) -> QuerySet[BlogPost]:
    """Posts that are out, and those that `viewer` works on, with all that the page of one shows."""
    return BlogPost.objects.seen_by(viewer).select_related(
        "of_blog__team", "of_blog__person", "cover", "audience", "departure__by", "wish"
    )


def lines(posts: QuerySet[BlogPost], *, before: str, size: int) -> tuple[list[SafeString], str]:
    """A line about each of these posts, which somebody may read, newest first, and where the next ones begin.

    It says who wrote it and how many comments there are.
    """
    rows: Any = posts.values_list("pk", "version", "first_published_at", _COMMENTS, named=True)
    page = paging.newest_first(rows, before=before, size=size, by="first_published_at")
    keys = {row.pk: (row.pk, row.version, getattr(row, _COMMENTS)) for row in page.items}
    drawn = kept_each("post-line", Eyes(), keys, _draw_lines)
    return list(drawn.values()), page.next


def _draw_lines(numbers: list[int]) -> dict[int, SafeString]:
    rows = BlogPost.objects.filter(pk__in=numbers).select_related("cover", "announcement__update")
    found = rows.prefetch_related(_WITH_AUTHORS).defer("body")
    return {post.pk: render_to_string("blogs/_post_line.html", {"post": post}) for post in found}


def neighbours(viewer: Any, post: BlogPost) -> dict[str, BlogPost | None]:
    """The post before and the one after it in its blog, as far as `viewer` sees them."""
    others = BlogPost.objects.visible_to(viewer).filter(of_blog=post.of_blog_id).defer("body").exclude(pk=post.pk)
    at = post.first_published_at
    if not (post.live and at):
        return {"earlier": None, "later": None}
    # One question for both.
    before = Q(first_published_at__lt=at) | Q(first_published_at=at, pk__lt=post.pk)
    after = Q(first_published_at__gt=at) | Q(first_published_at=at, pk__gt=post.pk)
    earlier = others.filter(before).newest_first().values("pk")[:1]
    later = others.filter(after).order_by("first_published_at", "pk").values("pk")[:1]
    beside = others.filter(Q(pk=Subquery(earlier)) | Q(pk=Subquery(later))).newest_first()
    found = {
        each.first_published_at < at or (each.first_published_at == at and each.pk < post.pk): each for each in beside
    }
    return {"earlier": found.get(True), "later": found.get(False)}
