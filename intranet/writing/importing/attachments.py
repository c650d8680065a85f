"""The pictures and files of an imported folder."""

import hashlib
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from intranet.kit import uploads
from intranet.people.models import User
from intranet.writing.actions import files
from intranet.writing.models import Image

from .folder import Source
from .report import Kind, Report
from .rows import BroughtFile

PICTURES = frozenset({"png", "jpg", "jpeg", "gif", "webp", "svg", "avif", "bmp", "tif", "tiff"})


class Attachments:
    """Takes every file of the folder in once, however many pages use it and however often the folder is imported."""

    def __init__(self, root: Path, name: str, by: User, report: Report, rows: Any) -> None:
        """`rows`: the model, a BroughtFile, in which the room remembers them."""
        self.root, self.name, self.by, self.report = root.resolve(), name, by, report
        self.rows = rows
        self.known = {row.path: row for row in self.rows.objects.filter(folder=name)}
        self.seen: dict[str, BroughtFile | None] = {}  # in this run

    def take(self, written: str, places: tuple[str, ...], source: Source, line: int = 0) -> str:
        """What lies at the first of these places, as `picture:5` or `file:9`; "" when there is nothing that we take,
        which is remarked on.
        """
        path = next((place for place in places if self._is_there(place)), None)
        if path is None:
            is_picture = written.rpartition(".")[2].lower() in PICTURES
            self.report.add(Kind.PICTURE if is_picture else Kind.FILE, source.path, written, line)
            return ""
        if path not in self.seen:
            self.seen[path] = self._take(path)
        row = self.seen[path]
        return (f"picture:{row.picture_id}" if row.picture_id else f"file:{row.document_id}") if row else ""

    def _is_there(self, path: str) -> bool:
        """A file of the folder: a link cannot lead out of it, and neither can a symbolic one."""
        try:
            file = (self.root / path).resolve()
            return file.is_relative_to(self.root) and file.is_file()
        except (OSError, ValueError):
            return False

    def _take(self, path: str) -> BroughtFile | None:
        file = self.root / path
        if file.stat().st_size > settings.MAX_UPLOAD:
            self.report.add(Kind.UNFIT, path, uploads.too_big())
            return None
        data = file.read_bytes()
        digest = hashlib.sha256(data).hexdigest()
        row = self.known.get(path)
        if row and row.digest == digest:
            return row
        try:
            return self._store(path, digest, SimpleUploadedFile(file.name, data))
        except uploads.UploadRefused as refused:
            self.report.add(Kind.UNFIT, path, str(refused))
            return None

    def _store(self, path: str, digest: str, upload: SimpleUploadedFile) -> BroughtFile:
        """The picture or file is there, and known by its path. One that nobody came to know is forgotten in a day."""
        thing = files.take(by=self.by, upload=upload, limited=False)
        if is_picture := isinstance(thing, Image):
            self.report.pictures += 1
        else:
            self.report.files += 1
        what = {"picture": thing, "document": None} if is_picture else {"picture": None, "document": thing}
        kept = {"digest": digest, **what}
        row: BroughtFile = self.rows.objects.update_or_create(folder=self.name, path=path, defaults=kept)[0]
        return row
