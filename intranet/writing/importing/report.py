"""What an import did, and what it could not take over as it was."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """What can be remarked on; the order in which it is told."""

    REFUSED = "Not taken over"
    EDITED = "Edited here since, left as it is"
    GONE = "No longer in the folder, left as it is"
    POINTER = "Only leads elsewhere: no page, links to it go on"
    FRONT = "Cannot be read as front matter"
    FIELD = "Fields that nobody knows here, left out"
    AUTHOR = "Authors who are not here, named in the text"
    LATER = "Not out yet"
    VALUE = "Values that do not fit here, left out"
    TITLE = "Titles that stand twice"
    SIGN = "Signs that nobody knows here, left out"
    PICTURE = "Pictures that are not there"
    OUTSIDE = "Pictures that lie elsewhere, now links"
    FILE = "Files that are not there"
    UNFIT = "Pictures and files that we do not take"
    WANTED = "Links to pages that are not there, now wanted pages"
    LINK = "Links that lead nowhere, now plain text"
    PART = "Links to a heading that is not there, now to its page"
    HTML = "HTML that has no place here, left out"


@dataclass(frozen=True)
class Remark:
    """Something to look at, in a file of the folder; line 0 is the file as a whole."""

    path: str
    line: int
    what: str

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        return f"{place}  {self.what}".rstrip()


@dataclass
class Report:
    """Counts of pages and files, and remarks by kind."""

    made: int = 0
    changed: int = 0
    unchanged: int = 0
    pointers: int = 0
    pictures: int = 0
    files: int = 0
    remarks: dict[Kind, list[Remark]] = field(default_factory=dict)
    old_addresses: list[tuple[str, str]] = field(default_factory=list)  # (where a page was before, where it is here)

    def add(self, kind: Kind, path: str, what: str = "", line: int = 0) -> None:
        remark = Remark(path, line, what[:300])
        if remark not in self.remarks.setdefault(kind, []):
            self.remarks[kind].append(remark)

    def of(self, kind: Kind) -> list[Remark]:
        return self.remarks.get(kind, [])

    def lines(self) -> Iterator[str]:
        """Every remark under its kind."""
        for kind in Kind:
            if remarks := self.of(kind):
                yield f"{kind} ({len(remarks):,})"
                yield from (f"  {remark}" for remark in remarks)

    def addresses(self) -> Iterator[str]:
        """Where pages were before and where they are now, for the web server that served them."""
        if self.old_addresses:
            yield f"Old addresses ({len(self.old_addresses):,})"
            yield from (f"  {old}  {new}" for old, new in self.old_addresses)
