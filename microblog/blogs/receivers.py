"""What blogs do when Wagtail, Django or the desk says that something happened."""

from typing import Any

from django.db import connections

from .actions import announcing, posts
from .models import BlogsHome


def stand_ready(using: str, **kwargs: Any) -> None:
    """After a migration there is a home for all blogs, unless its table is not there yet."""
    if BlogsHome._meta.db_table in connections[using].introspection.table_names():
        BlogsHome.the_one()


def published(instance: Any, **kwargs: Any) -> None:
    posts.published(post=instance)


def unpublished(instance: Any, **kwargs: Any) -> None:
    posts.unpublished(post=instance)


def gone(instance: Any, **kwargs: Any) -> None:
    posts.gone(post=instance)


def audience_changed(pages: list[int], **kwargs: Any) -> None:
    posts.audience_changed(numbers=pages)


def blog_published(instance: Any, **kwargs: Any) -> None:
    announcing.published(blog=instance)
