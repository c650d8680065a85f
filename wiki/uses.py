"""Who may see the pictures and files of the wiki; see `intranet.kit.declarations`."""

from typing import Any

from django.db.models import QuerySet

from .models import Article, Section


def articles(viewer: Any) -> QuerySet[Article]:
    return Article.objects.visible_to(viewer)


def sections(viewer: Any) -> QuerySet[Section]:
    return Section.objects.visible_to(viewer)


OWNERS = {"article": articles, "section": sections}
