"""Where the links of an imported text lead."""

import posixpath
import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import unquote

from .folder import Source, named_like

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
_PAGE_ENDING = re.compile(r"(?:\.(?:md|markdown|html?))$|(?:(?:^|/)(?:index|_index|readme)(?:\.\w+)?)$", re.IGNORECASE)
_ENDING = re.compile(r"\.[A-Za-z][A-Za-z0-9]{0,4}$")
MOST_POINTERS = 5  # that lead to each other


@dataclass(frozen=True)
class Lead:
    """Where a link goes: to a page of the folder, or out of it, or to a file, or nowhere (all empty)."""

    page: Source | None = None
    part: str = ""
    outside: str = ""
    files: tuple[str, ...] = ()  # paths in the folder at which the file may lie
    missing: str = ""  # title of the page that is not there


class AddressBook:
    """All addresses under which the pages of a folder are known: their paths, and what their front matter says."""

    def __init__(self, top: Source, old_addresses: dict[str, list[str]]) -> None:
        """`old_addresses`: further addresses of each page, by its key."""
        self.pages: dict[str, Source] = {}
        everything = list(top.everything())
        for source in everything:
            self.pages.setdefault(normal(source.address), source)
        for source in everything:
            for old in old_addresses.get(source.key, ()):
                self.pages.setdefault(normal(old), source)

    def lead(self, written: str, source: Source) -> Lead:
        """Where the link `written` in the text of `source` goes."""
        return self._lead(written.strip(), source, MOST_POINTERS)

    def _lead(self, written: str, source: Source, pointers: int) -> Lead:
        if _SCHEME.match(written) or (source.is_ours and written.startswith("/")):
            return Lead(outside=written)
        path, _, part = written.partition("#")
        path = unquote(path.partition("?")[0])
        part = unquote(part)
        if not path:
            return Lead(source, part)
        found = next((page for each in _places(path, source) if (page := self.pages.get(normal(each)))), None)
        if found and found.pointer and pointers:
            further = self._lead(found.pointer, found, pointers - 1)
            return further if further.page is None or not part else Lead(further.page, part)
        if found:
            return Lead(found, part)
        if _ENDING.search(path) and not _PAGE_ENDING.search(path):
            return Lead(files=tuple(_file_places(path, source)))
        return Lead(missing=_missing_title(path))


def normal(path: str) -> str:
    """One spelling of an address: without slashes at its ends, the ending of a file, and large letters."""
    path = unicodedata.normalize("NFC", unquote(path.partition("#")[0].partition("?")[0]))
    path = posixpath.normpath("/" + path.strip()).strip("/")
    return _PAGE_ENDING.sub("", path).strip("/").casefold()


def _places(path: str, source: Source) -> list[str]:
    """The addresses that a path may mean. A site counts from the page, a folder from the file."""
    if path.startswith("/"):
        return [path]
    from_file, from_page = _joined(source.folder, path), _joined(source.address, path)
    if re.search(r"\.(?:md|markdown)$", path, re.IGNORECASE):
        return [from_file, from_page, path]
    return [from_page, from_file, path]


def _file_places(path: str, source: Source) -> list[str]:
    if path.startswith("/"):
        return [posixpath.normpath(path).strip("/")]
    return [_joined(source.folder, path).strip("/"), _joined(source.address, path).strip("/"), path.strip("/")]


def _joined(folder: str, path: str) -> str:
    """`path` as seen from `folder`; what leads above the top stays at the top."""
    return posixpath.normpath(f"/{folder}/{path}")


def _missing_title(path: str) -> str:
    name = _PAGE_ENDING.sub("", path.rstrip("/")).rstrip("/").rpartition("/")[2]
    return named_like(name)[:200] if re.search(r"\w", name) else ""
