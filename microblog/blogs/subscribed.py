"""The posts of blogs that somebody subscribed to stand in their feed."""

from collections.abc import Collection
from typing import Any

from intranet.kit.declarations import Subscribed

from .models import Announcement, Subscription


def chosen(viewer: Any) -> Any:
    return Subscription.objects.filter(person=viewer)


def told(blogs: Collection[int]) -> Any:
    return Announcement.objects.filter(post__of_blog__in=blogs)


SUBSCRIBED = {"blog": Subscribed(chosen, "blog", told)}
