"""Whoever may read a blog or a post may see its pictures and files; see `intranet.kit.declarations`."""

from typing import Any

from django.db.models import QuerySet

from .models import Blog, BlogPost


def blogs(viewer: Any) -> QuerySet:
    return Blog.objects.visible_to(viewer)


def posts(viewer: Any) -> QuerySet:
    """Those who work on a post see what stands in it before it is out."""
    return BlogPost.objects.seen_by(viewer)


def drafts(viewer: Any) -> QuerySet:
    """Those posts whose drafts the viewer may look at, also after they went out."""
    written = BlogPost.objects.filter(of_blog__in=Blog.objects.written_by(viewer))
    return written | BlogPost.objects.worked_on_by(viewer)


OWNERS = {"blog": blogs, "blogpost": posts, "blogpost drafts": drafts}
