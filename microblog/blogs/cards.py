"""What the feed shows of a post: plain values, kept with the update that tells of it."""

from typing import Any

from intranet.writing.models import Image

from .authors import authors_of
from .models import Blog, BlogPost


def card_of(post: BlogPost) -> dict[str, Any]:
    """What `microblog/updates/_card.html` shows; `others` wrote it, too, and stand beside its author."""
    return {
        "icon": "newspaper",
        "name": "New in the blog",
        **where_of(post.of_blog),
        "title": post.title,
        "text": post.summary,
        "address": post.get_absolute_url(),
        "minutes": post.minutes,
        "others": [person.pk for person in authors_of(post)[1:]],
        "picture": _picture(post.cover) if post.cover else None,
    }


def where_of(blog: Blog) -> dict[str, Any]:
    """What the cards of all its posts say alike."""
    return {
        "source": f"blog-{blog.pk}",
        "where": blog.title,
        "where_address": blog.get_absolute_url(),
        "hue": blog.hue,
    }


def _picture(cover: Image) -> dict[str, Any]:
    """Its addresses ask who may see it, so whoever keeps them learns nothing more."""
    names = ("src", "srcset", "width", "height", "colour")
    return {name: getattr(cover, name) for name in names}
