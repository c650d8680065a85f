"""`manage.py search_check`: does the engine know what the table of documents says?"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from intranet.kit.progress import progress
from search import checking


class Command(BaseCommand):
    help = "Compare the search index with the table of documents. Exit code 1 when they differ."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--samples", type=int, default=500, help="documents looked up by their words")

    def handle(self, *, samples: int, **options: Any) -> None:
        if samples < 0:
            raise CommandError("--samples is a number of documents, 0 or more.")
        with progress("Looking documents up", total=samples, out=options.get("stdout")) as bar:
            report = checking.check(samples, bar.advance)
        for line in report.lines:
            self.stdout.write(line)
        if report.differs:
            raise CommandError("The index is not what the table says. Make it anew: manage.py search_rebuild")
