"""Blogs and posts in lists: all blogs, those somebody writes in, and what waits for them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Prefetch, Q, QuerySet, Subquery

from intranet.people.models import User

from .models import Blog, BlogPost, Credit, Part
from .standing import Standing, standings

MOST_WAITING = 50
_WITH_AUTHORS = Prefetch(
    "credits", Credit.objects.filter(part=Part.WROTE).select_related("person__profile"), to_attr="wrote"
)


@dataclass(frozen=True)
class Waiting:
    """A post that is not out, how it stands, and whether it is the viewer whom it waits for."""

    post: BlogPost
    standing: Standing
    is_to_read: bool

    @property
    def readers(self) -> list[User]:
        """Whom it waits for, if it is one person."""
        person = self.post.of_blog.person
        return [person] if person else []


def blogs(viewer: Any) -> list[Blog]:
    """All that `viewer` sees, with their newest `last` post and whether it `is_written` by them: those come first."""
    newest = BlogPost.objects.visible_to(viewer).filter(of_blog=OuterRef("pk")).newest_first().values("pk")[:1]
    rows = Blog.objects.visible_to(viewer).select_related("team", "person__profile", "cover", "audience")
    found = list(rows.annotate(last_pk=Subquery(newest)).defer("body").order_by("title", "pk"))
    posts = BlogPost.objects.visible_to(viewer).defer("body").in_bulk([each.last_pk for each in found if each.last_pk])
    mine = set(Blog.objects.written_by(viewer).values_list("pk", flat=True)) if found else set()
    for each in found:
        each.last, each.is_written = posts.get(each.last_pk), each.pk in mine
    return sorted(found, key=lambda each: not each.is_written)


def waiting(viewer: Any, blog: Blog | None = None) -> list[Waiting]:
    """What is not out and `viewer` works on, or is asked to read, in this blog or in all; changed last first."""
    posts = (
        BlogPost.objects.worked_on_by(viewer).select_related("of_blog__person", "departure__by", "wish").defer("body")
    )
    if blog:
        posts = posts.filter(of_blog=blog)
    found = list(posts.order_by("-changed_at", "-pk")[:MOST_WAITING])
    if not found:
        return []
    how = standings(found)
    answered = set(Blog.objects.answered_by(viewer).values_list("pk", flat=True))
    return [Waiting(post, how[post.pk], how[post.pk].name == "asked" and post.of_blog_id in answered) for post in found]


def to_read(rows: Iterable[Waiting]) -> list[Waiting]:
    return [row for row in rows if row.is_to_read]


def to_read_whole(viewer: Any) -> QuerySet[BlogPost]:
    """Posts that are out, and those that `viewer` works on, with all that the page of one shows."""
    return BlogPost.objects.seen_by(viewer).select_related(
        "of_blog__team", "of_blog__person", "cover", "audience", "departure__by", "wish", "announcement__update"
    )


def to_list(posts: QuerySet[BlogPost]) -> QuerySet[BlogPost]:
    """Posts with all that a line about each shows: cover, authors, and how many comments there are."""
    return posts.select_related("cover", "announcement__update").prefetch_related(_WITH_AUTHORS).defer("body")


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
