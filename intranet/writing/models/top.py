from typing import Any, ClassVar, Self

from django.db import transaction
from django.urls import reverse
from wagtail.models import Locale, Page

from .long_text import LongText


class Top(LongText):
    """The page above all others of one room. There is one."""

    #: Its title, and its word in the tree.
    called: ClassVar[tuple[str, str]]
    parent_page_types: ClassVar[list[str]] = []
    max_count = 1

    class Meta:
        abstract = True

    @classmethod
    def address_of(cls, pk: int, title: str) -> str:
        return reverse(cls.route)

    @classmethod
    def the_one(cls) -> Self:
        """The top of this house; a house that has none yet gets it."""
        found: Any = cls.objects.first() or cls._make()
        return found

    @classmethod
    @transaction.atomic
    def _make(cls) -> Any:
        from wagtail.signal_handlers import disable_reference_index_auto_update  # it asks for models that are ready

        if top := cls.objects.first():
            return top
        if not Locale.objects.exists():
            Locale.objects.bulk_create([Locale(language_code="en")])  # no signal: the cache may have no table yet
        with disable_reference_index_auto_update():  # nor is there a worker, and it links to nothing
            root = Page.objects.filter(depth=1).first() or Page.add_root(title="Root", slug="root")
            title, slug = cls.called
            return root.add_child(instance=cls(title=title, slug=slug))
