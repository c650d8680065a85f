"""`manage.py export_articles FOLDER`: writes the wiki as Markdown files, pictures and files."""

import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from intranet.kit.prepared import refuse_unprepared
from intranet.kit.progress import progress
from wiki.exporting import FolderExport, NotEmpty


class Command(BaseCommand):
    help = (
        "Export the whole wiki, closed sections too, as a folder of Markdown files with front matter, pictures and "
        "files. `import_articles` takes it back. The folder must be empty or not there; only you may read it then."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *, folder: Path, **options: Any) -> None:
        refuse_unprepared()
        began = time.monotonic()
        try:
            work = FolderExport(folder)
        except NotEmpty as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Exporting {len(work):,} pages into {folder}, with those that only a team may read.")
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with progress("Writing pages", total=len(work), out=options.get("stdout")) as bar:
            work.write(bar.advance)
        for line in work.lines:
            self.stderr.write(f"Could not be written: {line}")
        self.stdout.write(
            f"{len(work):,} pages, {work.pictures:,} pictures and {work.files:,} files written; "
            f"{time.monotonic() - began:.1f} s."
        )
