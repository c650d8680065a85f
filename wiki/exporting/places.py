"""Where in a folder each page of the wiki stands."""

import posixpath
from collections.abc import Iterable
from urllib.parse import quote

from intranet.kit import uploads
from intranet.writing.importing.folder import OWN
from intranet.writing.models import Document, Image, LongText
from intranet.writing.models.long_text import words_of
from wiki.models import Article

FILES = "_files"  # begins with a sign that says: no pages in here
_RESERVED = frozenset(name.partition(".")[0] for name in OWN) | {"con", "prn", "aux", "nul"}


def places_of(pages: Iterable[LongText]) -> dict[int, str]:
    """The path of each page by its number; `pages` as one reads, from the home of the wiki on, which is at the top."""
    folders: dict[str, str] = {}  # by the path of a page in the tree
    taken: dict[str, set[str]] = {}  # names by folder
    places: dict[int, str] = {}
    for page in pages:
        above = folders.get(page.path[: -LongText.steplen])
        if above is None:
            folders[page.path] = ""
            places[page.pk] = "index.md"
            continue
        name = _free(page.title, taken.setdefault(above, set()))
        if isinstance(page, Article):
            places[page.pk] = f"{above}{name}.md"
        else:
            folders[page.path] = f"{above}{name}/"
            places[page.pk] = f"{above}{name}/index.md"
    return places


def picture_place(picture: Image) -> str:
    return f"{FILES}/{picture.pk}/{uploads.safe_name(picture.title).rpartition('.')[0] or 'picture'}.webp"


def file_place(document: Document) -> str:
    return f"{FILES}/{document.pk}/{uploads.safe_name(document.title)}"


def way(start: str, end: str) -> str:
    """From the file at `start` to that at `end`, as a link says it."""
    return quote(posixpath.relpath(end, posixpath.dirname(start) or "."))


def _free(title: str, taken: set[str]) -> str:
    """A name for a file, which nothing beside it has. A file named like a folder would be read as the folder's own."""
    words = words_of(title).lower().strip("_") or "-"
    name = "page" if words == "-" else f"{words}-page" if words in _RESERVED else words
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{name}-{number}"
    taken.add(free)
    return free
