"""How a post that is out, and its blog, are read: one question for rights and what is the reader's own, the rest kept.

What all readers with the same eyes see alike is drawn once and kept under what it is made of: the page and its blog
with their versions, what the pages are called that it leads to, how people and teams look, and the eyes.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from hashlib import sha256
from typing import Any, TypeVar

from django.db.models import Count, Exists, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce, Now
from django.http import Http404

from intranet.kit import markup
from intranet.kit.lookups import Lookup
from intranet.notifications import silences
from intranet.people.eyes import Eyes
from intranet.people.keeping import kept
from intranet.people.models import Membership
from intranet.writing.models import LongText, Writing
from intranet.writing.models.long_text import words_of
from microblog.bells import thread_place
from microblog.models import Update

from . import policy
from .models import Blog, BlogPost, Credit, Part, PostQuestion, Subscription

Made = TypeVar("Made")
TRUTHS, TRUTHS_OF_BLOG = 8, 5  # the last fields of the gates


@dataclass(frozen=True)
class PostGate:
    """What one query tells of a post that is out, and of the reader who may read it."""

    viewer: Any
    pk: int
    title: str
    version: int
    blog: int
    blog_version: int
    person: int | None
    announcement: int | None  # the number of the update that tells of it
    told: int | None  # the version of that
    commented: int | None  # and those of all comments, added up: none of them changes without it
    asked: int | None  # the same of the questions
    questions: int  # how many there ever were
    is_reviewed: bool
    leads: bool
    writes: bool
    is_named: bool  # the reader wrote or prepared it
    wrote: bool
    is_written: bool  # somebody is writing on it at the moment
    hears: bool  # the reader may read the update that tells of it, and so the comments
    is_silent: bool  # and wants to be told nothing of them

    @classmethod
    def of(cls, viewer: Any, pk: int) -> "PostGate | None":
        """None for what is not out, or not for this reader."""
        found = _posts(viewer, viewer.is_active, viewer.sees_everything).first(pk)
        return cls(viewer, *found[:-TRUTHS], *map(bool, found[-TRUTHS:])) if found else None

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
    def is_settled(self) -> bool:
        """The reader wrote it and writes there still, but what is out is changed by those who approved it."""
        return self.wrote and self.writes and not self.may_edit

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
        found = _blogs(viewer, viewer.is_active, viewer.sees_everything).first(pk)
        if found is None:
            raise Http404("No such blog.")
        return cls(viewer, *found[:-TRUTHS_OF_BLOG], *map(bool, found[-TRUTHS_OF_BLOG:]))

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

    @property
    def may_name_writers(self) -> bool:
        return policy.names_writers(self.viewer, self)


def kept_with_links(
    name: str, viewer: Any, made_of: tuple[Any, ...], body: Callable[[], str], make: Callable[[], Made]
) -> Made:
    """What `make` makes of a page with this `body`, for as long as that, and what it leads to, stays the same."""
    numbers = kept(f"{name}-leads-to", Eyes(), made_of, lambda: markup.things_in(body()).pages)
    return kept(name, Eyes.of(viewer), (*made_of, _state_of(numbers)), make)


def _state_of(pages: frozenset[int]) -> str:
    """What these pages are called, and for whom they are, in short. Only a part of a key: nobody is shown it."""
    if not pages:
        return ""
    return sha256(repr(sorted(_states().all(*pages))).encode()).hexdigest()


@lru_cache(maxsize=1)
def _states() -> Lookup:
    return Lookup(LongText.objects.order_by().values_list("pk", "title", "live", "audience"), by="pk__in")


@lru_cache(maxsize=1_000)
def _posts(viewer: Any, is_active: bool, sees_everything: bool) -> Lookup:
    """The query behind the gate.

    People are compared by number, so what of them decides about rights is named beside.
    """
    named = Credit.objects.filter(post=OuterRef("pk"), person=viewer.pk).order_by()
    comments = Update.objects.filter(root=OuterRef("announcement__update")).order_by().values("root")
    asked = PostQuestion.objects.filter(post=OuterRef("pk")).order_by().values("post")
    rows = (
        BlogPost.objects.visible_to(viewer)
        .order_by()
        .values_list(
            *("pk", "title", "version", "of_blog", "of_blog__version", "of_blog__person"),
            *("announcement__update", "announcement__update__version"),
            Subquery(comments.annotate(all=Sum("version")).values("all")),
            Subquery(asked.annotate(all=Sum("version")).values("all")),
            Coalesce(Subquery(asked.annotate(many=Count("pk")).values("many")), 0),
            "of_blog__is_reviewed",
            Exists(_led_by(viewer).filter(team=OuterRef("of_blog__team"))),
            Exists(Blog.objects.written_by(viewer).order_by().filter(pk=OuterRef("of_blog"))),
            *(Exists(named), Exists(named.filter(part=Part.WROTE))),
            Exists(Writing.objects.filter(page=OuterRef("pk"), until__gte=Now())),
            Exists(Update.objects.visible_to(viewer).filter(pk=OuterRef("announcement__update"))),
            silences.silent_where(viewer, thread_place(OuterRef("announcement__update"))),
        )
    )
    return Lookup(rows, by="pk")


@lru_cache(maxsize=1_000)
def _blogs(viewer: Any, is_active: bool, sees_everything: bool) -> Lookup:
    mine = Subscription.objects.filter(blog=OuterRef("pk"), person=viewer.pk)
    came = BlogPost.objects.order_by().filter(of_blog=OuterRef("blog"), first_published_at__gt=OuterRef("seen_until"))
    rows = (
        Blog.objects.visible_to(viewer)
        .order_by()
        .values_list(
            *("pk", "title", "version", "person", "is_reviewed"),
            Exists(_led_by(viewer).filter(team=OuterRef("team"))),
            Exists(Blog.objects.written_by(viewer).order_by().filter(pk=OuterRef("pk"))),
            *(Exists(mine), Exists(mine.filter(Exists(came)))),
        )
    )
    return Lookup(rows, by="pk")


def _led_by(viewer: Any) -> Any:
    return Membership.objects.filter(person=viewer.pk, is_lead=True).order_by()
