"""The text of an imported page as its body: links lead to pages, pictures and files of this house."""

import html
import re
from collections.abc import Callable, Mapping

from intranet.kit import markup
from intranet.people.models import User

from .addresses import AddressBook, Lead
from .attachments import Attachments
from .folder import Source
from .report import Kind, Report

_PART_LINK = re.compile(r'<a data-page="(\d+)" data-part="([^"]*)">(.*?)</a>', re.DOTALL)
_NOT_IN_PART = re.compile(r"[^\w-]+")
_PERSON = re.compile(r"person:[A-Za-z0-9._-]{1,60}")
_PICTURE = re.compile(r"!\[((?:[^\[\]\\]|\\.)*)\]\((?:<([^<>\n]*)>|([^\s()]+))(?:[ \t]+[^()\n]*)?\)")
_LETTERS = re.compile(r"[\W_]+")

LONGEST_PART = 100
MOST_LETTERS = 60
NOWHERE = "nowhere:"  # no address that a body may have: of the link, its text stays


class Bodies:
    """Makes bodies of sources; a link to a heading is settled when the bodies of all pages are known."""

    def __init__(
        self,
        book: AddressBook,
        numbers: Mapping[str, int],
        attachments: Attachments,
        report: Report,
        *,
        wants: bool = True,
    ) -> None:
        """`numbers`: of the pages, by the key of their source. `wants`: may a link want a page that is not there?"""
        self.book, self.numbers, self.attachments, self.report = book, numbers, attachments, report
        self.wants = wants
        self.people = {person.casefold(): pk for pk, person in User.objects.values_list("pk", "username")}
        self.bodies: dict[int, str] = {}  # by the number of the page
        self.parts: dict[int, dict[str, str]] = {}  # letters of a heading, or a name of it -> its slug here

    def make(self, source: Source) -> None:
        """Its text is a body, whose links to headings are as they were written."""
        number = self.numbers[source.key]
        body = markup.body_from_markdown(source.text, resolve=self._resolver(source))
        if texts := self._texts_for_pictures(source):
            body = markup.body_from_markdown(texts, resolve=self._resolver(source))
        self.bodies[number] = body
        headings = markup.parts_of(body) if "<h" in body else []
        parts = {_letters(heading.text): heading.slug for heading in reversed(headings)}
        parts |= {_letters(heading.text.replace("&", "")): heading.slug for heading in reversed(headings)}
        parts |= {_letters(heading.slug): heading.slug for heading in headings}
        named = {_letters(name): parts.get(_letters(_plain(text))) for name, text in source.parts.items()}
        self.parts[number] = parts | {name: slug for name, slug in named.items() if slug}

    def finished(self, source: Source) -> str:
        """The body, with links to headings as they are called here."""
        number = self.numbers[source.key]

        def settle(link: re.Match[str]) -> str:
            page, part = int(link[1]), html.unescape(link[2])
            if page not in self.parts or (slug := self.parts[page].get(_letters(part))) == part:
                return link[0]
            if slug:
                return f'<a data-page="{page}" data-part="{slug}">{link[3]}</a>'
            if page == number:
                self._remark(Kind.LINK, source, f"#{part}")
                return link[3]
            self._remark(Kind.PART, source, f"#{part}")
            return f'<a data-page="{page}">{link[3]}</a>'

        return _PART_LINK.sub(settle, self.bodies[number])

    def _resolver(self, source: Source) -> Callable[[str], str]:
        def resolve(written: str) -> str:
            if _PERSON.fullmatch(written):
                return self._person(written.partition(":")[2], source)
            lead = self.book.lead(written, source)
            if lead.outside:
                return lead.outside
            if lead.files:
                return self._file(written, lead.files, source)
            return self._page(written, lead, source)

        return resolve

    def _page(self, written: str, lead: Lead, source: Source) -> str:
        if lead.page and (number := self.numbers.get(lead.page.key)):
            part = _NOT_IN_PART.sub("", lead.part)[:LONGEST_PART]
            return f"page:{number}#{part}" if part else f"page:{number}"
        if lead.missing and self.wants:
            self._remark(Kind.WANTED, source, written)
            return f"wanted:{lead.missing}"
        self._remark(Kind.LINK, source, written)
        return NOWHERE

    def _file(self, written: str, places: tuple[str, ...], source: Source) -> str:
        number = self.attachments.take(written, places, source, line_of(written, source))
        return number or NOWHERE

    def _person(self, username: str, source: Source) -> str:
        if number := self.people.get(username.casefold()):
            return f"person:{number}"
        self._remark(Kind.LINK, source, f"person:{username}")
        return NOWHERE

    def _texts_for_pictures(self, source: Source) -> str:
        """The text with words instead of pictures that cannot be shown here: a link, or what was to be seen."""
        missing = False

        def instead(picture: re.Match[str]) -> str:
            nonlocal missing
            alt, written = picture[1], picture[2] or picture[3]
            lead = self.book.lead(written, source)
            if lead.outside:
                missing = True
                self._remark(Kind.OUTSIDE, source, written)
                return f"[{alt or written}](<{written}>)"
            if lead.files and self.attachments.take(written, lead.files, source, line_of(written, source)):
                return picture[0]
            missing = True
            return f"*{alt}*" if alt.strip() else ""

        text = _PICTURE.sub(instead, source.text) if "![" in source.text and not source.is_ours else ""
        return text if missing else ""

    def _remark(self, kind: Kind, source: Source, written: str) -> None:
        self.report.add(kind, source.path, written, line_of(written, source))


def line_of(written: str, source: Source) -> int:
    """The first line of the file in which this address stands; 0 when it was written in some other way."""
    place = max(source.written.find(written), source.written.find(written.lstrip("/")))
    return source.first_line + source.written.count("\n", 0, place) if place >= 0 else 0


def _letters(text: str) -> str:
    """What is the same of a heading, and of its name here and elsewhere: its letters, as far as a name goes."""
    return _LETTERS.sub("", text.replace("&", "and")).casefold()[:MOST_LETTERS]


def _plain(heading: str) -> str:
    return re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", heading)
