"""A folder of Markdown files becomes posts of a blog, in two walks: places and bodies, then posts."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from django.utils import timezone

from intranet.people.models import User
from intranet.writing.importing.addresses import AddressBook
from intranet.writing.importing.attachments import Attachments
from intranet.writing.importing.bodies import Bodies, line_of
from intranet.writing.importing.folder import Source, read_folder
from intranet.writing.importing.report import Kind, Report
from intranet.writing.models import Stale

from .actions import imports
from .actions.imports import Brought
from .import_facts import Facts, Reader, name_by_its_words, old_addresses
from .models import Blog, BlogPost, ImportedPicture, ImportedPost

NO_POSTS = frozenset({"_index.md", "readme.md"})  # tell of a folder


@dataclass
class FolderImport:
    """An import under way. It can be broken off anywhere, and one that is begun anew goes on."""

    root: Path
    name: str  # what the folder is called from one import to the next
    by: User
    blog: Blog
    report: Report = field(default_factory=Report)

    def __post_init__(self) -> None:
        self.top = read_folder(self.root, self.report)
        self.sources = [source for source in self.top.everything() if self._is_post(source)]
        self.facts: dict[str, Facts] = {}  # by the key of the source, as is:
        self.rows: dict[str, ImportedPost] = {}

    def __len__(self) -> int:
        return len(self.sources)

    def read(self, advance: Callable[[], None]) -> None:
        """Every post has its place, and every text is a body."""
        reader = Reader(self.blog, self.report)
        for source in self.sources:
            name_by_its_words(source)
            if facts := reader.read(source):
                self.facts[source.key] = facts
                if facts.names:
                    source.text = facts.by_line + source.text
        reader.finish()
        self._keep_places()
        book = AddressBook(self.top, {source.key: old_addresses(source) for source in self.sources})
        self.attachments = Attachments(self.root, self.name, self.by, self.report, ImportedPicture)
        numbers = {key: row.post_id for key, row in self.rows.items()}
        self.bodies = Bodies(book, numbers, self.attachments, self.report, wants=False)
        self.covers = {}
        for source in self.sources:
            if source.key in numbers:
                self.bodies.make(source)
                self.covers[source.key] = self._cover(book, source)
            advance()

    def write(self, advance: Callable[[], None]) -> None:
        """Every post says what its file says; the oldest first, as they were written."""
        for source in sorted(self.sources, key=self._when):
            if row := self.rows.get(source.key):
                self._write(row, source, self.facts[source.key])
            advance()
        for path in self.known.keys() - {source.key for source in self.sources}:
            self.report.add(Kind.GONE, path, self.known[path].post.title)
        imports.finish(by=self.by, blog=self.blog, made=self.report.made, changed=self.report.changed)

    def _is_post(self, source: Source) -> bool:
        """A file that does not only tell of its folder, or lead elsewhere."""
        if source.path.endswith("/"):
            return False
        if source.pointer:
            self.report.pointers += 1
            self.report.add(Kind.POINTER, source.path, source.pointer)
            return False
        if source is self.top or source.path.rpartition("/")[2].lower() in NO_POSTS:
            self.report.add(Kind.REFUSED, source.path, "tells of its folder, which is no post")
            return False
        return True

    def _keep_places(self) -> None:
        rows = ImportedPost.objects.filter(folder=self.name, post__of_blog=self.blog).select_related("post")
        self.known = {row.path: row for row in rows}
        for source in self.sources:
            if source.key in self.facts:
                self.rows[source.key] = self.known.get(source.key) or imports.keep_place(
                    by=self.by, blog=self.blog, title=source.title, folder=self.name, path=source.key
                )

    def _when(self, source: Source) -> float:
        return self.facts[source.key].at.timestamp() if source.key in self.facts else 0

    def _cover(self, book: AddressBook, source: Source) -> int | None:
        """The number of the picture above the post, when it lies in the folder."""
        written = self.facts[source.key].image
        line = source.lines.get("image") or source.lines.get("cover", 0)
        if not written:
            return None
        lead = book.lead(written, source)
        if not lead.files:
            kind = Kind.OUTSIDE if lead.outside else Kind.PICTURE
            self.report.add(kind, source.path, written, line or line_of(written, source))
            return None
        taken = self.attachments.take(written, lead.files, source, line)
        return int(taken.partition(":")[2]) if taken.startswith("picture:") else None

    def _write(self, row: ImportedPost, source: Source, facts: Facts) -> None:
        """The post says what its file says, unless somebody edited it here, took it out, or put it out."""
        is_early = facts.at > timezone.now()
        if facts.is_draft or is_early:
            why = f"out on {facts.at:%Y-%m-%d}, and waits until somebody publishes it" if is_early else "a draft, waits"
            self.report.add(Kind.LATER, source.path, why, source.lines.get("date" if is_early else "draft", 0))
        brought = Brought(
            title=source.title,
            body=self.bodies.finished(source),
            summary=facts.summary,
            at=facts.at,
            authors=facts.authors,
            tags=facts.tags,
            cover=self.covers[source.key],
            waits=facts.is_draft or is_early,
        )
        digest = _digest(brought, facts)
        if row.digest == digest:
            self.report.unchanged += 1
            return
        post = BlogPost.objects.get(pk=row.post_id)
        if row.head and (what := _done_here(post, row, brought)):
            self.report.add(Kind.EDITED, source.path, f"{post.title} (page {post.pk}), {what}")
            return
        try:
            imports.bring(by=self.by, row=row, brought=brought, digest=digest)
        except Stale:
            self.report.add(Kind.EDITED, source.path, f"{post.title} (page {post.pk}), and its file has changed")
            return
        if row.head:
            self.report.changed += 1
        else:
            self.report.made += 1


def _done_here(post: BlogPost, row: ImportedPost, brought: Brought) -> str:
    """What people did with the post that the file must not undo."""
    if post.head != row.head:
        return "and its file has changed"
    if post.first_revision and not post.live:
        return "taken out here"
    return "published here, and waits in its file" if post.live and brought.waits else ""


def _digest(brought: Brought, facts: Facts) -> str:
    said = json.dumps(
        [brought.title, brought.body, brought.cover, brought.waits, facts.said()], default=str, ensure_ascii=False
    )
    return hashlib.sha256(said.encode()).hexdigest()
