"""Pages that others link to and nobody has written, as far as a reader may know of them."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models.functions import Lower
from django.urls import reverse

from intranet.people.models.user import folded
from intranet.writing.models import LongText

from .models import WantedPage
from .places import Place, places

MOST = 200  # rows that are looked at


@dataclass(frozen=True)
class Wanted:
    """A title, and the pages on which it is wanted."""

    title: str
    places: Sequence[Place]


def wanted(viewer: Any) -> list[Wanted]:
    """Those that are wanted on most pages first."""
    rows = list(WantedPage.objects.visible_to(viewer).order_by("folded", "page").values_list("folded", "title", "page"))
    on: dict[str, list[int]] = defaultdict(list)
    titles: dict[str, str] = {}
    for key, title, page in rows:
        on[key].append(page)
        titles.setdefault(key, title)
    there = {folded(title) for title in written(viewer, titles.values())}
    found = {
        each.pk: each for each in places(LongText.objects.visible_to(viewer).filter(pk__in={row[2] for row in rows}))
    }
    keys = sorted((key for key in on if key not in there), key=lambda key: (-len(on[key]), key))
    return [Wanted(titles[key], [found[page] for page in on[key] if page in found]) for key in keys[:MOST]]


def written(viewer: Any, titles: Collection[str]) -> dict[str, str]:
    """Those of these titles under which there is a page by now, and its address."""
    small = {title.lower() for title in titles}
    if not small:
        return {}
    found = LongText.objects.visible_to(viewer).annotate(small=Lower("title")).filter(small__in=small)
    by_title = {place.title.lower(): place.address for place in places(found)}
    return {title: by_title[title.lower()] for title in titles if title.lower() in by_title}


def begin_address(title: str, section: int | None = None) -> str:
    """Where one begins to write it."""
    said = {"title": title} | ({"in": section} if section else {})
    return f"{reverse('wiki:new')}?{urlencode(said)}"
