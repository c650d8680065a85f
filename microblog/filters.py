"""What ``tag:billing`` means in a search; see `intranet.kit.declarations`."""

from typing import Any

from django.db.models import Exists

from intranet.kit.declarations import Filter

from .models import Tag
from .models.tag import found_with


def tag(viewer: Any, value: str) -> set[int]:
    """The tag that is called so, with or without its sign."""
    called = Tag.objects.filter(name=value.lstrip("#").casefold())
    return set(called.filter(Exists(found_with(viewer))).values_list("pk", flat=True))


FILTERS = {"tag": Filter(tag)}
