"""What is offered while one types: people, teams, tags and titles that begin so."""

from collections.abc import Sequence
from typing import Any

from . import engines
from .asking import Hit
from .highlights import Piece
from .models import Document
from .models.document import seen_by
from .query import plain

MOST = 7
LONGEST = 60  # characters; who types more is writing a question


def suggest(typed: str, viewer: Any) -> Sequence[Hit]:
    """At most seven documents with titles in which words begin as typed, the best first."""
    words = plain(typed)
    if not words or len(words) > LONGEST:
        return []
    keys = engines.asked(lambda engine: _keys(engine, words, viewer))
    rows = Document.objects.visible_to(viewer).in_bulk(keys)
    return [Hit(rows[key], [Piece(rows[key].title, False)], []) for key in keys if key in rows][:MOST]


def _keys(engine: str, words: str, viewer: Any) -> list[int]:
    backend = engines.backend(engine)
    if engine == engines.WHOOSH:
        results = backend.autocomplete(words, Document.objects.standing(), operator="and")
        if (seen := seen_by(viewer)) is not None:
            results = results.within("audience_numbers", seen)
        return [key for key, _ in results.hits(MOST)]
    found = backend.autocomplete(words, Document.objects.visible_to(viewer), operator="and")
    return [document.pk for document in found[:MOST]]
