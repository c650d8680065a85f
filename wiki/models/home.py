from typing import ClassVar, Self

from django.db import transaction
from django.urls import reverse
from wagtail.models import Locale, Page

from intranet.writing.models import LongText


class WikiHome(LongText):
    """The page above all sections. There is one."""

    route: ClassVar[str] = "wiki:home"
    parent_page_types: ClassVar[list[str]] = []
    subpage_types: ClassVar[list[str]] = ["wiki.Section", "wiki.Article"]

    max_count = 1

    @classmethod
    def address_of(cls, pk: int, title: str) -> str:
        return reverse(cls.route)

    @classmethod
    @transaction.atomic
    def the_one(cls) -> Self:
        """The home of this wiki; a house that has none yet gets it."""
        if home := cls.objects.first():
            return home
        if not Locale.objects.exists():
            Locale.objects.create(language_code="en")
        root = Page.objects.filter(depth=1).first() or Page.add_root(title="Root", slug="root")
        return root.add_child(instance=cls(title="Wiki", slug="wiki"))
