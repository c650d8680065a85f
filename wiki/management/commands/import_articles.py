"""`manage.py import_articles FOLDER`: takes Markdown files over as articles. Safe to repeat and to break off."""

import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from intranet.kit.prepared import refuse_unprepared
from intranet.kit.progress import progress
from intranet.writing.importing.who import administrator
from intranet.writing.models import LongText
from wiki.importing import FolderImport, Report
from wiki.models import ImportedPage, Section, WikiHome

LONGEST_NAME = ImportedPage._meta.get_field("folder").max_length or 0


class Command(BaseCommand):
    help = (
        "Import a folder of Markdown files with front matter: folders become sections, files become articles, links "
        "between them become links to pages, and their pictures and files come along. Run it again to go on, or to "
        "take over what changed in the folder; what people edited here stays as it is."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--by", default="", help="username of the administrator who imports (default: the first)")
        parser.add_argument("--into", type=int, help="number of the section that it comes into (default: the wiki)")
        parser.add_argument("--name", default="", help="what this folder is called (default: its own name)")
        parser.add_argument("--report", type=Path, help="write all that is to be looked at into this file, too")
        parser.add_argument(
            "--make-teams", action="store_true", help="make closed teams that pages name and that are not here"
        )

    def handle(
        self,
        *,
        folder: Path,
        by: str,
        into: int | None,
        name: str,
        report: Path | None,
        make_teams: bool,
        **options: Any,
    ) -> None:
        refuse_unprepared()
        if not folder.is_dir():
            raise CommandError(f"There is no folder {folder}.")
        name = (name or folder.resolve().name).strip()
        if not name or len(name) > LONGEST_NAME:
            raise CommandError(f"Name the folder in at most {LONGEST_NAME} characters: --name NAME")
        began = time.monotonic()
        work = FolderImport(folder, name, administrator(by), _place(into), make_teams)
        self.stdout.write(
            f'Importing {len(work) - 1:,} sections and articles from {folder} into "{work.into.title}", by {work.by}.'
        )
        with progress("Reading pages", total=len(work), out=options.get("stdout")) as bar:
            work.read(bar.advance)
        with progress("Writing pages", total=len(work), out=options.get("stdout")) as bar:
            work.write(bar.advance)
        self._tell(work.report, report)
        self.stdout.write(f"{_summary(work.report)}; {time.monotonic() - began:.1f} s.")

    def _tell(self, done: Report, file: Path | None) -> None:
        for line in done.lines():
            self.stdout.write(line)
        if done.old_addresses:
            self.stdout.write(f"{len(done.old_addresses):,} old addresses are known (listed by --report FILE).")
        if file:
            file.write_text("\n".join([_summary(done), *done.lines(), *done.addresses()]) + "\n", encoding="utf-8")


def _place(number: int | None) -> LongText:
    if number is None:
        return WikiHome.the_one()
    section = Section.objects.filter(pk=number, live=True).first()
    if section is None:
        raise CommandError(f"There is no section {number}. Its number stands in its address: /wiki/NUMBER-title/")
    return section


def _summary(done: Report) -> str:
    return (
        f"{done.made:,} made, {done.changed:,} changed, {done.unchanged:,} unchanged, {done.pointers:,} only lead "
        f"elsewhere; {done.pictures:,} pictures and {done.files:,} files taken in"
    )
