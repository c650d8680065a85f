"""A folder becomes a part of the wiki, in three walks over its files: places, bodies, pages."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from intranet.people.actions import teams
from intranet.people.models import Team, User
from intranet.writing.importing.addresses import AddressBook
from intranet.writing.importing.attachments import Attachments
from intranet.writing.importing.bodies import Bodies
from intranet.writing.importing.folder import Source, read_folder
from intranet.writing.importing.front_matter import listed, words
from intranet.writing.importing.report import Kind, Report
from intranet.writing.models import LongText
from wiki.models import ImportedFile, ImportedPage

from .facts import Facts, Reader
from .storing import Writer


@dataclass
class FolderImport:
    """An import under way. It can be broken off anywhere, and one that is begun anew goes on."""

    root: Path
    name: str  # what the folder is called from one import to the next
    by: User
    into: LongText  # the section, or the home, that it is taken into
    make_teams: bool = False
    report: Report = field(default_factory=Report)

    def __post_init__(self) -> None:
        self.top = read_folder(self.root, self.report)
        self.sources = list(self.top.everything())
        self.facts: dict[str, Facts] = {}  # by the key of the source, as are:
        self.rows: dict[str, ImportedPage] = {}
        self.writer = Writer(self.by, self.name, self.report)
        self.teams = {team.name: team for team in Team.objects.filter(is_closed=True)}

    def __len__(self) -> int:
        return len(self.sources)

    def read(self, advance: Callable[[], None]) -> None:
        """Every page has its place, and every text is a body."""
        reader = Reader(self.report)
        self.facts = {source.key: reader.read(source) for source in self.sources if not source.pointer}
        reader.finish()
        self._keep_places()
        self._remark_titles()
        book = AddressBook(self.top, {source.key: _old_addresses(source) for source in self.sources})
        attachments = Attachments(self.root, self.name, self.by, self.report, ImportedFile)
        numbers = {key: row.page_id for key, row in self.rows.items()} | {self.top.key: self.into.pk}
        self.bodies = Bodies(book, numbers, attachments, self.report)
        for source in self.sources:
            if source.wrong:
                self.report.add(Kind.FRONT, source.path, source.wrong, source.wrong_line)
            if source.key in numbers:
                self.bodies.make(source)
            advance()

    def write(self, advance: Callable[[], None]) -> None:
        """Every page says what its file says."""
        self._write_top()
        advance()
        for source in self.sources[1:]:
            if row := self.rows.get(source.key):
                self.writer.write(row, source, self.facts[source.key], self.bodies.finished(source))
            advance()
        self._finish()

    def _keep_places(self) -> None:
        rows = ImportedPage.objects.filter(folder=self.name).select_related("page")
        self.known = {row.path: row for row in rows}
        self._keep_places_below(self.top, self.into.pk, self.into.audience)

    def _keep_places_below(self, source: Source, number: int, audience: Team | None) -> None:
        """Each child stands in front of those behind it that are here already, or at the end."""
        for place, child in enumerate(source.children):
            if child.pointer:
                self.report.pointers += 1
                self.report.add(Kind.POINTER, child.path, child.pointer)
                continue
            wanted = self.facts[child.key].audience
            row = self.known.get(child.key)
            team, refusal = self._audience(wanted, audience, row)
            if refusal:
                self._refuse(child, refusal)
                continue
            if row is None:
                behind = (self.known.get(other.key) for other in source.children[place + 1 :])
                before = next((other.page_id for other in behind if other), None)
                row = self.writer.keep_place(child, number, before, team if team != audience else None)
            self.rows[child.key] = row
            self._keep_places_below(child, row.page_id, team)

    def _audience(self, wanted: str, above: Team | None, row: ImportedPage | None) -> tuple[Team | None, str]:
        """The team for which alone a page is, and why it cannot be taken over. It is never more open than it says."""
        if not wanted or (above and above.name == wanted):
            return (row.page.audience if row else above), ""
        if above:
            return None, f"for {wanted} alone, but stands below a page for {above.name}"
        team = self.teams.get(wanted)
        if team is None and self.make_teams:
            team = self.teams[wanted] = teams.create(by=self.by, name=wanted[:60], is_closed=True)
        if team is None:
            return None, f"for the team {wanted} alone, and no closed team is called so here (see --make-teams)"
        if row and row.page.audience_id != team.pk:
            return None, f"for {wanted} alone, but it was given to others here"
        return team, ""

    def _refuse(self, source: Source, why: str) -> None:
        for each in source.everything():
            self.report.add(Kind.REFUSED, each.path, why)

    def _remark_titles(self) -> None:
        first: dict[str, Source] = {}
        for source in self.sources[1:]:
            if source.key in self.rows and first.setdefault(source.title.casefold(), source) is not source:
                twin = first[source.title.casefold()]
                self.report.add(Kind.TITLE, source.path, f"{source.title}, as in {twin.path}")

    def _write_top(self) -> None:
        """What the folder says of itself stands on the page that it is taken into, if that has no text of its own."""
        if not self.top.text.strip():
            return
        row = self.known.get(self.top.key)
        if row is None and self.into.body:
            self.report.add(Kind.REFUSED, self.top.path, f"{self.into.title} has a text of its own here")
            return
        if row is None:
            row = ImportedPage.objects.create(folder=self.name, path=self.top.key, page=self.into, head=self.into.head)
        facts = Facts(attributes=self.facts[self.top.key].attributes)
        self.writer.write(row, self.top, facts, self.bodies.finished(self.top), keeps_title=True)

    def _finish(self) -> None:
        here = {source.key for source in self.sources}
        for path, row in self.known.items():
            if path not in here:
                self.report.add(Kind.GONE, path, row.page.title)
        pages = LongText.objects.filter(pk__in=[row.page_id for row in self.rows.values()])
        places = {page.pk: page for page in pages.specific(defer=True)}
        for source in self.sources:
            if place := self.rows.get(source.key):
                address = places[place.page_id].get_absolute_url()
                self.report.old_addresses += [(old, address) for old in _old_addresses(source)]


def _old_addresses(source: Source) -> list[str]:
    """Further addresses under which its author says that it is, or was."""
    permalink = words(source.fields, "permalink")
    return [*([permalink] if permalink.startswith("/") else []), *listed(source.fields, "redirect_from")]
