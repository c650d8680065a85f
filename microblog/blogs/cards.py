"""What the feed shows of a post: plain values, kept with the update that tells of it."""

from typing import Any

from .models import BlogPost


def card_of(post: BlogPost) -> dict[str, Any]:
    """What `microblog/updates/_card.html` shows."""
    cover = post.cover
    return {
        "icon": "newspaper",
        "name": "New in the blog",
        "where": post.of_blog.title,
        "where_address": post.of_blog.get_absolute_url(),
        "title": post.title,
        "text": post.summary,
        "address": post.get_absolute_url(),
        "minutes": post.minutes,
        "hue": post.of_blog.hue,
        "picture": {"src": cover.src, "srcset": cover.srcset, "width": cover.width, "height": cover.height}
        if cover
        else None,
    }
