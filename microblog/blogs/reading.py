"""How a post that is out, and its blog, are read: one question for rights and what is the reader's own, the rest kept.

What all readers with the same eyes see alike is drawn once and kept under what it is made of: the page and its blog
with their versions, what the pages are called that it leads to, how people and teams look, and the eyes.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache
from hashlib import sha256
from typing import Any, TypeVar

from django.db.models import Exists, OuterRef
from django.db.models.functions import Now
from django.http import Http404

from intranet.kit import markup
from intranet.people.eyes import Eyes
from intranet.people.keeping import kept
from intranet.people.models import Membership
from intranet.writing.models import LongText, Writing
from intranet.writing.models.long_text import words_of

from . import policy
from .models import Blog, BlogPost, Credit, Part, Subscription

Made = TypeVar("Made")


@dataclass(frozen=True)
class PostGate:
    """What one query tells of a post that is out, and of the reader who may read it."""

    viewer: Any
    pk: int
    title: str
    version: int
    first_published_at: datetime
    blog: int
    blog_version: int
    announcement: int | None  # the number of the update that tells of it
    person: int | None
    is_reviewed: bool
    leads: bool
    writes: bool
    is_named: bool  # the reader wrote or prepared it
    wrote: bool
    is_written: bool  # somebody is writing on it at the moment

    live = True

    @classmethod
    def of(cls, viewer: Any, pk: int) -> "PostGate | None":
        """None for what is not out, or not for this reader."""
        found = next(iter(_post_question(viewer, viewer.is_active, viewer.sees_everything).filter(pk=pk)), None)
        return cls(viewer, *found) if found else None

    @property
    def slug(self) -> str:
        return words_of(self.title)

    @property
    def address(self) -> str:
        return BlogPost.address_of(self.pk, self.title)

    @property
    def may_withdraw(self) -> bool:
        return policy.withdraws(self.viewer, self)

    @cached_property
    def may_edit(self) -> bool:
        return policy.publishes(self.viewer, self)

    @property
    def may_answer(self) -> bool:
        return policy.wrote(self.viewer, self)

    @property
    def learns_reach(self) -> bool:
        return policy.learns_reach(self.viewer, self)


@dataclass(frozen=True)
class BlogGate:
    """What one query tells of a blog, and of the reader who may read it."""

    viewer: Any
    pk: int
    title: str
    version: int
    person: int | None
    is_reviewed: bool
    leads: bool
    writes: bool
    is_subscribed: bool
    is_behind: bool  # something came out since the reader, who is subscribed, last looked

    wrote = False

    @classmethod
    def of(cls, viewer: Any, pk: int) -> "BlogGate":
        """Raises Http404 for what is not there for this reader."""
        found = next(iter(_blog_question(viewer, viewer.is_active, viewer.sees_everything).filter(pk=pk)), None)
        if found is None:
            raise Http404("No such blog.")
        return cls(viewer, *found)

    @property
    def slug(self) -> str:
        return words_of(self.title)

    @property
    def address(self) -> str:
        return Blog.address_of(self.pk, self.title)

    @property
    def works_here(self) -> bool:
        """Others never see what is not out."""
        return self.writes or policy.answers(self.viewer, self)

    @property
    def may_set(self) -> bool:
        return policy.sets(self.viewer, self)


def kept_with_links(
    name: str, viewer: Any, made_of: tuple[Any, ...], body: Callable[[], str], make: Callable[[], Made]
) -> Made:
    """What `make` makes of a page with this `body`, for as long as that, and what it leads to, stays the same."""
    numbers = kept(f"{name}-leads-to", Eyes(), made_of, lambda: markup.things_in(body()).pages)
    return kept(name, Eyes.of(viewer), (*made_of, _called(numbers, viewer)), make)


def _called(numbers: set[int], viewer: Any) -> str:
    """What those of these pages are called that `viewer` may read, in short."""
    if not numbers:
        return ""
    titles = LongText.objects.visible_to(viewer).filter(pk__in=numbers).order_by("pk").values_list("pk", "title")
    return sha256(repr(list(titles)).encode()).hexdigest()


@lru_cache(maxsize=1_000)
def _post_question(viewer: Any, is_active: bool, sees_everything: bool) -> Any:
    """The query behind the gate, for any post. Kept, because Django takes longer to make it than a database to answer.

    People are compared by number, so what of them decides about rights is named beside.
    """
    named = Credit.objects.filter(post=OuterRef("pk"), person=viewer.pk).order_by()
    return (
        BlogPost.objects.visible_to(viewer)
        .order_by()
        .values_list(
            *("pk", "title", "version", "first_published_at", "of_blog", "of_blog__version", "announcement__update"),
            *("of_blog__person", "of_blog__is_reviewed"),
            Exists(_led_by(viewer).filter(team=OuterRef("of_blog__team"))),
            Exists(Blog.objects.written_by(viewer).order_by().filter(pk=OuterRef("of_blog"))),
            *(Exists(named), Exists(named.filter(part=Part.WROTE))),
            Exists(Writing.objects.filter(page=OuterRef("pk"), until__gte=Now())),
        )
    )


@lru_cache(maxsize=1_000)
def _blog_question(viewer: Any, is_active: bool, sees_everything: bool) -> Any:
    """The same for any blog."""
    mine = Subscription.objects.filter(blog=OuterRef("pk"), person=viewer.pk)
    came = BlogPost.objects.order_by().filter(of_blog=OuterRef("blog"), first_published_at__gt=OuterRef("seen_at"))
    return (
        Blog.objects.visible_to(viewer)
        .order_by()
        .values_list(
            *("pk", "title", "version", "person", "is_reviewed"),
            Exists(_led_by(viewer).filter(team=OuterRef("team"))),
            Exists(Blog.objects.written_by(viewer).order_by().filter(pk=OuterRef("pk"))),
            *(Exists(mine), Exists(mine.filter(Exists(came)))),
        )
    )


def _led_by(viewer: Any) -> Any:
    return Membership.objects.filter(person=viewer.pk, is_lead=True).order_by()
