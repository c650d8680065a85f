from typing import ClassVar

from django.db.models import Q

from intranet.writing.models import Top

#: Pages of the wiki among all long texts.
OF_WIKI = Q(content_type__model__in=("wikihome", "section", "article"))


class WikiHome(Top):
    """The page above all sections."""

    route: ClassVar[str] = "wiki:home"
    called: ClassVar[tuple[str, str]] = ("Wiki", "wiki")
    subpage_types: ClassVar[list[str]] = ["wiki.Section", "wiki.Article"]
