"""`manage.py search_rebuild`: everything that can be found, copied and indexed anew. The site goes on meanwhile."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from intranet.kit.progress import progress
from search import documents, drain
from search.models import Document


class Command(BaseCommand):
    help = "Copy all that can be found and make the search index anew; searches go on with the old one meanwhile."

    def handle(self, **options: Any) -> None:
        things = sum(documents.size(kind) for kind in documents.kinds())
        try:
            with progress("Copying what can be found", total=things, out=options.get("stdout")) as bar:
                drain.gather(bar.advance)
            documents_there = Document.objects.standing().count()
            with progress("Making the index", total=documents_there, out=options.get("stdout")) as bar:
                drain.build(bar.advance)
        except drain.Busy as busy:
            raise CommandError("Another process is writing to the index. Try again in a minute.") from busy
        self.stdout.write(f"{Document.objects.standing().count():,} documents can be found.")
