"""Which blogs somebody wants to know of, and what is new in them."""

from contextlib import suppress
from functools import lru_cache
from typing import Any

from django.db import OperationalError
from django.db.models import Count, Exists, OuterRef

from intranet.kit import patience
from intranet.kit.lookups import Lookup
from intranet.people.requests import Request

from .actions import subscriptions
from .models import Blog, BlogPost, Subscription
from .reading import BlogGate


def news_for(viewer: Any) -> dict[int, int]:
    """How many posts came out since `viewer` last looked, by the number of the blog; no zeros.

    Only of blogs they are subscribed to and may still read.
    """
    return dict(_news(viewer, viewer.is_active, viewer.sees_everything).all())


@lru_cache(maxsize=1_000)
def _news(viewer: Any, is_active: bool, sees_everything: bool) -> Lookup:
    mine = Subscription.objects.filter(person=viewer.pk)
    unseen = mine.filter(blog=OuterRef("of_blog"), seen_until__lt=OuterRef("first_published_at"))
    blogs = Blog.objects.visible_to(viewer).filter(pk__in=mine.values("blog"))
    posts = BlogPost.objects.visible_to(viewer).filter(Exists(unseen), of_blog__in=blogs)
    counted = posts.order_by().values("of_blog").annotate(many=Count("pk"))
    return Lookup(counted.values_list("of_blog", "many"))


def look_into(request: Request, blog: BlogGate) -> None:
    """The reader sees the page of the blog, and so has looked at what is in it; a blog without news need not know.

    When others write for long, the news are told once more rather than that somebody waits for this to read.
    """
    if blog.is_behind and request.method != "HEAD":
        with suppress(OperationalError), patience.short():
            subscriptions.looked(by=request.user, blog=blog.pk)
