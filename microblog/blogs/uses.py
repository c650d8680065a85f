"""Whoever may read a blog or a post may see its pictures and files; see `intranet.kit.declarations`."""

from typing import Any

from django.db.models import QuerySet

from .models import Blog, BlogPost


def blogs(viewer: Any) -> QuerySet:
    return Blog.objects.visible_to(viewer)


def posts(viewer: Any) -> QuerySet:
    """Those who work on a post see what stands in it before it is out."""
    return BlogPost.objects.seen_by(viewer)


OWNERS = {"blog": blogs, "blogpost": posts}
