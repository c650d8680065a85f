"""Updates of another network as rows of a CSV file: what a row must hold, and what is wrong with one."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from .models import Imported
from .models.update import LONGEST

COLUMNS = ["id", "author", "posted_at", "reply_to", "text"]
LONGEST_ID = Imported._meta.get_field("number").max_length or 0
LONGEST_AUTHOR = 80
FIRST_DAY = datetime(1970, 1, 1, tzinfo=UTC)  # cursors count from here

_UNREADABLE = re.compile(r"[\ud800-\udfff]")  # what `surrogateescape` makes of bytes that are not UTF-8
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f]")


class BadFile(ValueError):
    """The file cannot be read at all; says what was expected."""


class BadRow(ValueError):
    """One row cannot be taken; says why."""


@dataclass(frozen=True)
class Row:
    """One message. `line` is where it begins in the file; `reply_to` is the id of what it answers, or empty."""

    line: int
    id: str
    author: str
    posted_at: datetime
    reply_to: str
    text: str


@dataclass(frozen=True)
class Problem:
    """A row that was passed over."""

    line: int
    reason: str


@dataclass
class Survey:
    """A first look at the whole file: how many rows, where each id stands first, and under which author."""

    rows: int = 0
    lines: dict[str, int] = field(default_factory=dict)
    authors: dict[str, str] = field(default_factory=dict)


def survey(file: Path) -> Survey:
    """Look through `file` once. Raises BadFile when it cannot be read or is not such a file."""
    seen = Survey()
    for line, cells in _lines(file):
        seen.rows += 1
        number = cells[0].strip() if len(cells) == len(COLUMNS) else ""
        if number and number not in seen.lines:
            seen.lines[number] = line
            seen.authors[number] = cells[1].strip()
    return seen


def rows(file: Path, seen: Survey, now: datetime) -> Iterator[Row | Problem]:
    """Each row of `file`, or what is wrong with it as far as the file alone can tell. Blank lines are no rows."""
    for line, cells in _lines(file):
        try:
            yield _row(line, cells, seen, now)
        except BadRow as wrong:
            yield Problem(line, str(wrong))


def _row(line: int, cells: list[str], seen: Survey, now: datetime) -> Row:
    if len(cells) != len(COLUMNS):
        raise BadRow(f"it has {len(cells)} columns instead of {len(COLUMNS)}" if cells else "it cannot be read as CSV")
    if any(_UNREADABLE.search(cell) for cell in cells):
        raise BadRow("it is not UTF-8")
    number, author, posted_at, reply_to, text = (cell.strip() for cell in cells)
    for name, value in (("id", number), ("author", author), ("text", text)):
        if not value:
            raise BadRow(f"it has no {name}")
    _refuse_unfit(number, author, text)
    if seen.lines[number] < line:
        raise BadRow(f"the id {number} was used before, in line {seen.lines[number]}")
    if reply_to == number:
        raise BadRow("it answers itself")
    if seen.lines.get(reply_to, 0) > line:
        raise BadRow(f"it answers {_short(reply_to)}, which comes later, in line {seen.lines[reply_to]}")
    return Row(line, number, author, _moment(posted_at, now), reply_to, text)


def _refuse_unfit(number: str, author: str, text: str) -> None:
    if len(number) > LONGEST_ID:
        raise BadRow(f"its id is longer than {LONGEST_ID} characters")
    if len(author) > LONGEST_AUTHOR:
        raise BadRow(f"its author's name is longer than {LONGEST_AUTHOR} characters")
    if len(text) > LONGEST:
        raise BadRow(f"its text is longer than {LONGEST:,} characters")
    if _UNSEEN.search(number) or _UNSEEN.search(author) or "\0" in text:
        raise BadRow("it has control characters")


def _moment(text: str, now: datetime) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise BadRow(f"its date {_short(text)!r} cannot be read; write it like 2026-01-31T09:30:00Z") from error
    if moment < FIRST_DAY:
        raise BadRow("its date is before 1970")
    if moment > now:
        raise BadRow("its date is in the future")
    return moment


def _lines(file: Path) -> Iterator[tuple[int, list[str]]]:
    """Each row with the line it begins in; no cells for one that is not CSV. Raises BadFile."""
    try:
        with file.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as stream:
            reader = csv.reader(stream)
            if next(_cells(reader), (0, []))[1] != COLUMNS:
                raise BadFile(f"{file} is not such a file: its first line must be {','.join(COLUMNS)}")
            yield from _cells(reader)
    except OSError as error:
        raise BadFile(f"{file} cannot be read: {error.strerror}") from error


def _cells(reader: Any) -> Iterator[tuple[int, list[str]]]:
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield line, []
            continue
        if cells:
            yield line, cells


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:40] + "…"
