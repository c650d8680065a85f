"""Whoever may read a page of the wiki may see its pictures and files; see `intranet.kit.declarations`."""

from typing import Any

from django.db.models import QuerySet

from .models import Article, Section


def articles(viewer: Any) -> QuerySet:
    return Article.objects.visible_to(viewer)


def sections(viewer: Any) -> QuerySet:
    return Section.objects.visible_to(viewer)


def drafts(viewer: Any) -> QuerySet:
    """Those articles that wait and whose drafts the viewer may look at."""
    return Article.objects.drafted_for(viewer)


OWNERS = {"article": articles, "section": sections, "article drafts": drafts}
