"""What ``tag:billing`` means in a search; see `intranet.kit.declarations`."""

from collections.abc import Collection
from typing import Any

from intranet.kit.declarations import Filter

from .models import Tag


def tag(viewer: Any, value: str) -> set[int]:
    """The tag that is called so, with or without its sign."""
    called = Tag.objects.filter(name=value.lstrip("#").casefold())
    return set(called.visible_to(viewer).values_list("pk", flat=True))


def tags_called(viewer: Any, numbers: Collection[int]) -> dict[int, tuple[str, str]]:
    tags = Tag.objects.visible_to(viewer).filter(pk__in=numbers)
    return {pk: (name, name) for pk, name in tags.values_list("pk", "name")}


FILTERS = {"tag": Filter(tag, tags_called)}
