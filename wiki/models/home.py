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
    def the_one(cls) -> Self:
        """The home of this wiki; a house that has none yet gets it."""
        return cls.objects.first() or cls._make()

    @classmethod
    @transaction.atomic
    def _make(cls) -> Self:
        from wagtail.signal_handlers import disable_reference_index_auto_update  # it asks for models that are ready

        if home := cls.objects.first():
            return home
        if not Locale.objects.exists():
            Locale.objects.bulk_create([Locale(language_code="en")])  # no signal: the cache may have no table yet
        with disable_reference_index_auto_update():  # nor is there a worker, and it links to nothing
            root = Page.objects.filter(depth=1).first() or Page.add_root(title="Root", slug="root")
            return root.add_child(instance=cls(title="Wiki", slug="wiki"))
