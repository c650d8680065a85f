"""Pages are found by everybody; see `intranet.kit.declarations`."""

from collections.abc import Collection, Iterator

from django.utils import timezone

from intranet.kit.declarations import Findable, Kind
from intranet.people.audiences import EVERYBODY

from .models import Page


def pages(numbers: Collection[int]) -> Iterator[Findable]:
    for page in Page.objects.filter(pk__in=numbers):
        yield Findable(
            number=page.pk,
            title=page.title,
            text=page.text,
            address=f"/{page.pk}/",
            at=timezone.now(),
            audiences=frozenset({EVERYBODY}),
        )


KINDS = {"page": Kind(Page, "Pages", "document-text", pages)}
