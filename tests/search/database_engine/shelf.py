"""Documents that the engine in the database knows, and nothing else does."""

from datetime import UTC, datetime, timedelta

from search.backends.database import SearchBackend
from search.models import Document, DocumentAudience, DocumentTag

BEGAN = datetime(2024, 12, 30, 12, tzinfo=UTC)


class Shelf:
    """Documents by a short name, in the table and in the index."""

    def __init__(self, **params) -> None:
        self.backend = SearchBackend(params)
        self.names: dict[int, str] = {}

    def put(
        self, name: str, text: str = "", title: str = "", audiences=(0,), tags=(), kind: str = "update", author=None
    ) -> Document:
        """Each is a day younger than the one before."""
        number = len(self.names) + 1
        document = Document.objects.create(
            kind=kind,
            number=number,
            title=title,
            text=text,
            author=author,
            at=BEGAN + timedelta(days=number),
            is_waiting=False,
        )
        DocumentAudience.objects.bulk_create(DocumentAudience(document=document, audience=each) for each in audiences)
        DocumentTag.objects.bulk_create(DocumentTag(document=document, tag=each) for each in tags)
        self.names[document.pk] = name
        self.backend.add_bulk(Document, [document])
        return document

    def ask(self, query, rows=None, **options):
        return self.backend.search(query, Document.objects.standing() if rows is None else rows, **options)

    def found(self, query, rows=None, **options) -> list[str]:
        return self.named(self.ask(query, rows, **options))

    def completed(self, typed: str) -> list[str]:
        return self.named(self.backend.autocomplete(typed, Document.objects.standing()))

    def named(self, results) -> list[str]:
        return [self.names[key] for key, _ in results.hits(None)]
