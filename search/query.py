"""What somebody typed into the box, read: words, "phrases", -not, and filters such as ``team:care`` or ``after:2025``.

The syntax of an engine is never used: one careless sign in it can keep a processor busy for seconds.
"""

import re
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.utils import timezone

LONGEST = 1_000  # characters: a customer's whole question can be pasted
MOST = 150  # words, phrases and filters
MOST_FILTERS = 20  # for each of them the database is asked what it means

_PIECE = re.compile(r'(?P<no>-)?(?:(?P<name>[a-z]+):)?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))', re.IGNORECASE)
_DAY = re.compile(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?")
NAMES = ("team", "by", "kind", "tag", "is", "before", "after")
STATES = ("verified", "question", "open", "answered")  # that something can be in


class TooLong(ValueError):
    """More than anybody means; the sentence says what to do."""


@dataclass(frozen=True)
class Query:
    """Words that should be found together, and what narrows them. Filters of one name mean either of them."""

    words: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    filters: tuple[tuple[str, str], ...] = ()
    before: datetime | None = None
    after: datetime | None = None
    problems: tuple[str, ...] = field(default=(), compare=False)
    is_unfinished: bool = field(default=False, compare=False)  # the last word may only have begun

    def __bool__(self) -> bool:
        return self.is_words or self.is_narrowed

    @property
    def is_words(self) -> bool:
        """Is anything sought, and not only narrowed?"""
        return bool(self.words or self.phrases)

    @property
    def is_narrowed(self) -> bool:
        return bool(self.filters or self.before or self.after)

    def values(self, name: str) -> list[str]:
        return [value for each, value in self.filters if each == name]

    def with_only(self, name: str, value: str) -> "Query":
        """The same with this filter in place of others of its name; an empty value takes them away."""
        others = tuple(pair for pair in self.filters if pair[0] != name)
        return replace(self, filters=(*others, (name, value)) if value else others)

    def adding(self, name: str, value: str) -> "Query":
        """The same with this filter, too."""
        return replace(self, filters=tuple(dict.fromkeys([*self.filters, (name, value)])))

    def of_year(self, year: int) -> "Query":
        """The same, of one year."""
        return replace(self, after=day_of(f"{year:04}"), before=day_of(f"{year + 1:04}"))

    def dropping(self, name: str, value: str = "") -> "Query":
        """The same without this filter."""
        if name == "before":
            return replace(self, before=None)
        if name == "after":
            return replace(self, after=None)
        return replace(self, filters=tuple(pair for pair in self.filters if pair != (name, value)))

    def __str__(self) -> str:
        """As one would type it."""
        parts = [*self.words, *(f'"{phrase}"' for phrase in self.phrases), *(f"-{_quoted(no)}" for no in self.without)]
        parts += [f"{name}:{_quoted(value)}" for name, value in self.filters]
        parts += [
            f"{name}:{day.date().isoformat()}" for name, day in (("after", self.after), ("before", self.before)) if day
        ]
        return " ".join(parts)


def read(text: str, *, is_typing: bool = False) -> Query:
    """The query in `text`. Raises TooLong; whatever else makes no sense is said in `problems` and left out.

    With `is_typing` somebody is still at it, so that the last word may only have begun.
    """
    ends = text[-1:]
    text = " ".join(text.replace("\0", " ").split())
    if len(text) > LONGEST:
        raise TooLong(f"That is more than {LONGEST} characters. Search for a few words of it.")
    pieces = list(_PIECE.finditer(text))
    if len(pieces) > MOST:
        raise TooLong(f"That is more than {MOST} words. Search for the few that matter.")
    reading = _Reading()
    for piece in pieces:
        reading.take(piece)
    if len(reading.filters) > MOST_FILTERS:
        raise TooLong(f"These are more than {MOST_FILTERS} filters. Leave some of them out.")
    return Query(
        words=tuple(reading.words),
        phrases=tuple(reading.phrases),
        without=tuple(reading.without),
        filters=tuple(dict.fromkeys(reading.filters)),
        before=reading.days.get("before"),
        after=reading.days.get("after"),
        problems=tuple(reading.problems),
        is_unfinished=is_typing and ends.isalnum() and bool(pieces) and pieces[-1]["word"] in reading.words[-1:],
    )


class _Reading:
    def __init__(self) -> None:
        self.words: list[str] = []
        self.phrases: list[str] = []
        self.without: list[str] = []
        self.filters: list[tuple[str, str]] = []
        self.days: dict[str, datetime] = {}
        self.problems: list[str] = []

    def take(self, piece: re.Match[str]) -> None:
        name, phrase, word = (piece["name"] or "").lower(), piece["phrase"], piece["word"]
        if name and name not in NAMES:  # "http://…" and "note:this" are words
            name, word, phrase = "", f"{piece['name']}:{word or phrase}", None
        value = (phrase if word is None else word).strip()
        if not any(sign.isalnum() for sign in value):
            return
        if name and piece["no"]:
            self.problems.append(f"“-{name}:” is not understood: a filter says what there should be.")
            return
        if name in {"before", "after"}:
            self._take_day(name, value)
        elif name == "is" and value.lower() not in STATES:
            self.problems.append("“is:” knows only is:verified, is:question, is:open and is:answered.")
        elif name == "is":
            self.filters.append((name, value.lower()))
        elif name:
            self.filters.append((name, value))
        elif piece["no"]:
            self.without.append(value)
        elif word is None:
            self.phrases.append(value)
        else:
            self.words.append(value)

    def _take_day(self, name: str, value: str) -> None:
        if day := day_of(value):
            self.days[name] = day
        else:
            self.problems.append(f"“{name}:” needs a day such as {name}:2025-03-31, a month or a year.")


def plain(text: str) -> str:
    """Only the words of a text, for engines that would take its other signs for their own."""
    return " ".join(re.findall(r"[^\W_]+", text))


def day_of(text: str) -> datetime | None:
    """The first moment of a day, month or year where the company is; None for what is none."""
    found = _DAY.fullmatch(text)
    if not found:
        return None
    year, month, day = (int(part or 1) for part in found.groups())
    try:
        return timezone.make_aware(datetime(year, month, day))
    except (ValueError, OverflowError):
        return None


def _quoted(text: str) -> str:
    return f'"{text}"' if " " in text else text
