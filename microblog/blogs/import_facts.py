"""What the front matter of a post says about it, in things of this house."""

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from intranet.people.models import User
from intranet.writing.importing.folder import OURS, Source, named_like
from intranet.writing.importing.front_matter import listed, words
from intranet.writing.importing.report import Kind, Report
from intranet.writing.importing.values import as_moment, as_tags

from .models import Blog, BlogPost

_UNHEARD = frozenset(
    {"title", "layout", "permalink", "redirect_from", "redirect_to", "slug", "cspell", "position", OURS}
)
_KNOWN = _UNHEARD | {
    *("date", "author", "authors", "tags", "categories", "summary", "excerpt", "description"),
    *("image", "cover", "draft", "published"),
}
_DATED = re.compile(r"(\d{4}-\d{2}-\d{2})[-_](.+)")
_YES, _NO = frozenset({"true", "yes", "1", "on"}), frozenset({"false", "no", "0", "off"})
_MARKS = re.compile(r"([\\\[\]*_`<&#])")
LONGEST = BlogPost._meta.get_field("summary").max_length or 0


@dataclass
class Facts:
    """What a post is besides its title and text."""

    at: datetime  # when it was published
    authors: list[User] = field(default_factory=list)
    names: list[str] = field(default_factory=list)  # of authors who are not here
    tags: list[str] = field(default_factory=list)
    summary: str = ""
    image: str = ""  # where its picture lies
    is_draft: bool = False

    def said(self) -> list[Any]:
        """Plain values, the same for the same facts."""
        authors = [person.pk for person in self.authors]
        return [self.at, authors, self.names, self.tags, self.summary, self.image, self.is_draft]

    @property
    def by_line(self) -> str:
        """Markdown that names those who are not here."""
        names = [_MARKS.sub(r"\\\1", name) for name in self.names]
        return f"*Written by {' and '.join([', '.join(names[:-1]), names[-1]] if names[1:] else names)}.*\n\n"


class Reader:
    """Reads the facts of many posts; people are looked up once."""

    def __init__(self, blog: Blog, report: Report) -> None:
        self.blog, self.report = blog, report
        people = list(User.objects.all())
        names = Counter(person.name.casefold() for person in people)
        self.people = {person.name.casefold(): person for person in people if names[person.name.casefold()] == 1}
        self.people |= {person.username.casefold(): person for person in people}
        self.unknown: Counter[str] = Counter()

    def read(self, source: Source) -> Facts | None:
        """None for a post without a day, or one of which nobody knows what its file says about it."""
        if source.wrong:
            self.report.add(Kind.REFUSED, source.path, source.wrong, source.wrong_line)
            return None
        self.unknown.update(name for name in map(str, source.fields) if name.casefold() not in _KNOWN)
        at = self._date(source)
        if at is None:
            return None
        facts = Facts(at, is_draft=_is_draft(source), image=_image(source))
        self._authors(source, facts)
        facts.tags, misfits = as_tags([*listed(source.fields, "tags"), *listed(source.fields, "categories")])
        if misfits:
            self._misfit(source, "tags", ", ".join(misfits))
        self._summary(source, facts)
        return facts

    def finish(self) -> None:
        """Fields that nobody knows, once for the whole folder."""
        for name, number in self.unknown.most_common():
            self.report.add(Kind.FIELD, name[:60], f"in {number:,} file{'s' if number > 1 else ''}")

    def _date(self, source: Source) -> datetime | None:
        """As its front matter says; when it says nothing, the name of its file."""
        written = words(source.fields, "date")
        named = _DATED.fullmatch(_name(source))
        at = _moment(written or (named[1] if named else ""))
        if at is None:
            why = f"date: {written} is no day such as 2024-05-01 or time such as 2024-05-01 09:30"
            why = why if written else "no day in its front matter or its name, such as 2024-05-01"
            self.report.add(Kind.REFUSED, source.path, why, source.lines.get("date", 1))
        return at

    def _authors(self, source: Source, facts: Facts) -> None:
        """A blog of one person speaks for that person; others are named in its text."""
        if self.blog.person:
            facts.authors = [self.blog.person]
        for name in dict.fromkeys([*_people(source, "author"), *_people(source, "authors")]):
            person = self.people.get(name.lstrip("@").casefold())
            if person is None:
                line = source.lines.get("authors") or source.lines.get("author", 0)
                self.report.add(Kind.AUTHOR, source.path, name, line)
            if person and not self.blog.person_id:
                facts.authors += [person] if person not in facts.authors else []
            elif person is None or person != self.blog.person:
                facts.names.append(person.name if person else name)

    def _summary(self, source: Source, facts: Facts) -> None:
        name = next((each for each in ("summary", "excerpt", "description") if words(source.fields, each)), "")
        text = words(source.fields, name)
        if len(text) > LONGEST:
            self._misfit(source, name, f"longer than {LONGEST} characters, cut")
        facts.summary = text[:LONGEST].rstrip()

    def _misfit(self, source: Source, name: str, what: str) -> None:
        self.report.add(Kind.VALUE, source.path, f"{name}: {what}", source.lines.get(name, 0))


def name_by_its_words(source: Source) -> None:
    """A post whose title is the name of its file is not called by its day."""
    dated = _DATED.fullmatch(_name(source))
    if dated and source.title == named_like(_name(source)):
        source.title = named_like(dated[2])


def old_addresses(source: Source) -> list[str]:
    """Further addresses under which posts link to it: by its day, by its words alone, and what its author says."""
    permalink = words(source.fields, "permalink")
    found = [*([permalink] if permalink.startswith("/") else []), *listed(source.fields, "redirect_from")]
    if dated := _DATED.fullmatch(_name(source)):
        folder = source.address.rpartition("/")[0]
        found += [f"{dated[1].replace('-', '/')}/{dated[2]}", f"{folder}/{dated[2]}"]
    return found


def _name(source: Source) -> str:
    """Of its file, or of the folder that holds the post with its pictures."""
    return source.address.rpartition("/")[2]


def _moment(written: str) -> datetime | None:
    try:
        return as_moment(written) if written else None
    except ValueError:  # the 31st of February
        return None


def _is_draft(source: Source) -> bool:
    is_draft, published = words(source.fields, "draft").lower(), words(source.fields, "published").lower()
    return is_draft in _YES or published in _NO


def _image(source: Source) -> str:
    """Where the picture lies: a path, or a table that says so."""
    for name in ("image", "cover"):
        value = source.fields.get(name)
        table = value if isinstance(value, dict) else {name: value}
        for key in (name, "path", "src", "url", "image", "file"):
            if found := words(table, key):
                return found
    return ""


def _people(source: Source, name: str) -> list[str]:
    """The names in a field: of one or several, or of tables of which each is a person."""
    value = source.fields.get(name)
    tables = [each for each in (value if isinstance(value, list) else [value]) if isinstance(each, dict)]
    named = [words(each, "username") or words(each, "name") for each in tables]
    return [*listed(source.fields, name), *filter(None, named)]
