"""What the front matter of a page says about it, in things of this house."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from intranet.people.models import Team, Topic, User
from intranet.people.models.user import HUES
from intranet.writing.importing.folder import OURS, Source
from intranet.writing.importing.front_matter import listed, words
from intranet.writing.importing.report import Kind, Report
from intranet.writing.importing.values import as_day, as_moment, as_tags
from wiki.models import Article, Section

MOST_TAGS = 12
MOST_WORDS = 3  # of a keyword that becomes a tag
_UNHEARD = frozenset({"title", "position", "redirect_from", "redirect_to", "permalink", "cspell", "layout", OURS})
_KNOWN = _UNHEARD | {
    *("owner", "team", "topic", "tags", "keywords", "short_answer", "verified_until", "evergreen"),
    *("audience", "summary", "hue", "publishers", "created", "changed"),
}


@dataclass
class Facts:
    """What a page is besides its title and text. What the source does not name is None, and stays as it is."""

    attributes: dict[str, Any] = field(default_factory=dict)  # of the page, in its revisions
    care: dict[str, Any] = field(default_factory=dict)  # who owns an article, what it is about, how long it is true
    tags: list[str] | None = None
    teams: list[Team] = field(default_factory=list)  # that alone may write in a section
    people: list[User] = field(default_factory=list)
    audience: str = ""  # the name of the team for which alone it is
    created: datetime | None = None
    changed: datetime | None = None

    def said(self) -> list[Any]:
        """Plain values, the same for the same facts."""
        plain = {name: getattr(value, "pk", value) for name, value in (self.attributes | self.care).items()}
        writers = [[team.pk for team in self.teams], [person.pk for person in self.people]]
        return [sorted(plain.items()), self.tags, writers, self.audience, self.created, self.changed]


class Reader:
    """Reads the facts of many pages; people and teams are looked up once."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.people = {person.username.casefold(): person for person in User.objects.all()}
        self.teams: dict[str, list[Team]] = {}
        for team in Team.objects.all():
            self.teams.setdefault(team.name.casefold(), []).append(team)
        self.topics = {topic.name.casefold(): topic for topic in Topic.objects.all()}
        self.unknown: Counter[str] = Counter()

    def read(self, source: Source) -> Facts:
        facts = Facts(audience=words(source.fields, "audience"))
        self.unknown.update(name for name in map(str, source.fields) if name.casefold() not in _KNOWN)
        facts.created = self._value(source, "created", as_moment)
        facts.changed = self._value(source, "changed", as_moment)
        if source.is_section:
            self._section(source, facts)
        else:
            self._article(source, facts)
        return facts

    def finish(self) -> None:
        """Fields that nobody knows, once for the whole folder."""
        for name, number in self.unknown.most_common():
            self.report.add(Kind.FIELD, name[:60], f"in {number:,} file{'s' if number > 1 else ''}")

    def _section(self, source: Source, facts: Facts) -> None:
        longest = Section._meta.get_field("summary").max_length or 0
        self._text(source, facts, "summary", longest)
        hue = self._value(source, "hue", int)
        if hue is not None and 0 <= hue < HUES:
            facts.attributes["hue"] = hue
        for each in source.fields.get("publishers") or []:
            name = each if isinstance(each, dict) else {}
            if team := self._team(source, words(name, "team")):
                facts.teams.append(team)
            elif person := self._person(source, words(name, "person")):
                facts.people.append(person)

    def _article(self, source: Source, facts: Facts) -> None:
        longest = Article._meta.get_field("short_answer").max_length or 0
        self._text(source, facts, "short_answer", longest)
        if owner := self._person(source, words(source.fields, "owner")):
            facts.care["owner"] = owner
        if team := self._team(source, words(source.fields, "team")):
            facts.care["owner_team"] = team
        if topic := self._topic(source):
            facts.care["topic"] = topic
        if until := self._value(source, "verified_until", as_day):
            facts.care["verified_until"] = until
        if evergreen := words(source.fields, "evergreen").lower():
            facts.care["is_evergreen"] = evergreen in {"true", "yes", "1", "on"}
        if "tags" in source.fields or "keywords" in source.fields:
            facts.tags = self._tags(source)

    def _text(self, source: Source, facts: Facts, name: str, longest: int) -> None:
        text = source.fields.get(name)
        if isinstance(text, str) and (text := text.strip()):
            if len(text) > longest:
                self._misfit(source, name, f"longer than {longest} characters, cut")
            facts.attributes[name] = text[:longest].rstrip()

    def _value(self, source: Source, name: str, read: Callable[[str], Any]) -> Any:
        written = words(source.fields, name)
        try:
            value = read(written) if written else None
        except ValueError:
            value = None
        if written and value is None:
            self._misfit(source, name, written)
        return value

    def _person(self, source: Source, username: str) -> User | None:
        person = self.people.get(username.lstrip("@").casefold())
        if username and not person:
            self._misfit(source, "person", f"nobody is called {username} here")
        return person

    def _team(self, source: Source, name: str) -> Team | None:
        found = self.teams.get(name.casefold(), [])
        if name and len(found) != 1:
            self._misfit(source, "team", f"{name}: {'several are' if found else 'no team is'} called so here")
        return found[0] if len(found) == 1 else None

    def _topic(self, source: Source) -> Topic | None:
        name = words(source.fields, "topic")[: Topic._meta.get_field("name").max_length]
        if name and name.casefold() not in self.topics:
            self.topics[name.casefold()] = Topic.objects.create(name=name)
        return self.topics.get(name.casefold())

    def _tags(self, source: Source) -> list[str]:
        """Its tags, and of its keywords those that can be tags: a phrase of up to three words, tied together."""
        phrases = [phrase for phrase in listed(source.fields, "keywords") if len(phrase.split()) <= MOST_WORDS]
        long = [phrase for phrase in listed(source.fields, "keywords") if phrase not in phrases]
        tags, misfits = as_tags(listed(source.fields, "tags"))
        more, further = as_tags(re.sub(r"\W+", "-", phrase.replace("&", " and ")).strip("-") for phrase in phrases)
        if unfit := [*misfits, *further, *long]:
            self._misfit(source, "tags", ", ".join(unfit))
        return sorted({*tags, *more[: max(0, MOST_TAGS - len(tags))]})

    def _misfit(self, source: Source, name: str, what: str) -> None:
        self.report.add(Kind.VALUE, source.path, f"{name}: {what}")
