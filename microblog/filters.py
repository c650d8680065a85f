"""What ``tag:billing`` means in a search; see `intranet.kit.declarations`."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from intranet.kit.declarations import Filter
from search.models import Document
from search.models.document import DocumentTag

from .models import Tag


def tag(viewer: Any, value: str) -> set[int]:
    """The tag that is called so, with or without its sign."""
    called = Tag.objects.filter(name=value.lstrip("#").casefold())
    return set(called.filter(Exists(_found_with(viewer))).values_list("pk", flat=True))


def _found_with(viewer: Any) -> QuerySet:
    """What the viewer may find with a tag: updates, and whatever else carries one."""
    return DocumentTag.objects.filter(document__in=Document.objects.visible_to(viewer), tag=OuterRef("pk"))


FILTERS = {"tag": Filter(tag)}
