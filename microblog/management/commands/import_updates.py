"""`manage.py import_updates FILE`: takes over what was said in another network. Safe to repeat and to break off."""

import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from intranet.kit.prepared import refuse_unprepared
from intranet.kit.progress import progress
from microblog import csv_rows
from microblog.actions import imports
from microblog.models import Imported

LONGEST_NETWORK = Imported._meta.get_field("network").max_length or 0


class Command(BaseCommand):
    help = (
        "Import updates from another network: a CSV file in UTF-8 whose first line is "
        f"{','.join(csv_rows.COLUMNS)}. Authors become people who cannot sign in. Run it again to go on, "
        "or with a longer file of the same name (or --network): what is there already stays as it is."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--network", default="", help="where the updates come from (default: the file's name)")
        parser.add_argument(
            "--match-people",
            action="store_true",
            help="an author whose name is the username of somebody who works here is that person",
        )

    def handle(self, *, file: Path, network: str, match_people: bool, **options: Any) -> None:
        refuse_unprepared()
        network = (network or file.stem).strip()
        if not network or len(network) > LONGEST_NETWORK:
            raise CommandError(f"Name the network in at most {LONGEST_NETWORK} characters: --network NAME")
        began = time.monotonic()
        try:
            seen = csv_rows.survey(file)
            with progress("Importing updates", total=seen.rows, out=options.get("stdout")) as bar:
                outcome = imports.import_updates(
                    file=file, network=network, match_people=match_people, seen=seen, advance=bar.advance
                )
        except csv_rows.BadFile as wrong:
            raise CommandError(str(wrong)) from wrong
        for problem in outcome.problems:
            self.stderr.write(f"Line {problem.line} was skipped: {problem.reason}.")
        self.stdout.write(
            f"{outcome.imported:,} imported, {outcome.already:,} already there, {len(outcome.problems):,} skipped; "
            f"{outcome.people:,} people made; {time.monotonic() - began:.1f} s."
        )
