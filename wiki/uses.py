"""Who may see the pictures and files of the wiki; see `intranet.kit.declarations`."""

from collections.abc import Collection
from typing import Any

from .models import Article, Section


def articles(viewer: Any, numbers: Collection[int]) -> set[int]:
    return set(Article.objects.visible_to(viewer).filter(pk__in=numbers).values_list("pk", flat=True))


def sections(viewer: Any, numbers: Collection[int]) -> set[int]:
    return set(Section.objects.visible_to(viewer).filter(pk__in=numbers).values_list("pk", flat=True))


OWNERS = {"article": articles, "section": sections}
