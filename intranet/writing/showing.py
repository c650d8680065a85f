"""Bodies as their readers see them: with the addresses of what these readers may know, and of nothing else."""

from collections.abc import Callable, Iterable
from typing import Any

from intranet.kit import markup
from intranet.kit.markup import BodyThings
from intranet.people.models import User

from .models import Document, Image, LongText

#: ``wanted(title) -> address``: where one begins to write a page that nobody has written, or None.
Wanted = Callable[[str], str | None]


def things(bodies: str | Iterable[str], viewer: Any, *, wanted: Wanted | None = None) -> BodyThings:
    """What these bodies speak of, as far as `viewer` may know of it; a query for each kind of thing that is there."""
    refs = [markup.things_in(body) for body in ([bodies] if isinstance(bodies, str) else bodies)]
    known: dict[str, Any] = {"wanted": wanted} if wanted else {}
    for kind, find in _KINDS.items():
        if numbers := set().union(*(getattr(ref, kind) for ref in refs)):
            known[kind] = find(numbers, viewer)
    return BodyThings(**known)


def _pages(numbers: set[int], viewer: Any) -> dict[int, str]:
    found = LongText.objects.visible_to(viewer).filter(pk__in=numbers).only("title", "content_type")
    return {page.pk: page.get_absolute_url() for page in found}


def _people(numbers: set[int], viewer: Any) -> dict[int, str]:
    found = User.objects.visible_to(viewer).filter(pk__in=numbers).only("username")
    return {person.pk: person.get_absolute_url() for person in found}


def _pictures(numbers: set[int], viewer: Any) -> dict[int, markup.Picture]:
    found = Image.objects.visible_to(viewer).filter(pk__in=numbers)
    return {
        image.pk: markup.Picture(
            src=image.src, width=image.width, height=image.height, srcset=image.srcset, large=image.largest
        )
        for image in found
    }


def _files(numbers: set[int], viewer: Any) -> dict[int, markup.File]:
    found = Document.objects.visible_to(viewer).filter(pk__in=numbers)
    return {file.pk: markup.File(address=file.url, size=file.file_size or 0) for file in found}


_KINDS: dict[str, Callable[[set[int], Any], dict[int, Any]]] = {
    "pages": _pages,
    "people": _people,
    "pictures": _pictures,
    "files": _files,
}
