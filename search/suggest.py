"""What is offered while one types: things with titles that begin so, words that others found with, and a few hits."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from . import engines
from .asking import Hit
from .highlights import Piece, snippet, terms_of
from .learned import said_before
from .models import Document
from .narrowing import Narrowed
from .query import Query, plain
from .searching import Search
from .wording import Wording

MOST = 7  # titles
FEW = 3  # with fewer titles, that many hits by their texts stand below them
SAID = 2  # words that others found with
LINE = 60  # characters of a text
LONGEST = 60  # characters; who types more is writing a question


@dataclass(frozen=True)
class Offer:
    """What may have been meant, the likeliest first."""

    titles: Sequence[Hit] = ()
    said: Sequence[str] = ()
    texts: Sequence[Hit] = ()


def suggest(typed: str, viewer: Any) -> Offer:
    """What to offer `viewer` for what was typed so far."""
    words = plain(typed)
    if not words or len(words) > LONGEST:
        return Offer()
    titled, texts = engines.asked(lambda engine: _keys(engine, words, viewer))
    rows = Document.objects.visible_to(viewer).to_be_shown().in_bulk([*titled, *texts])
    terms = terms_of([words])
    return Offer(
        titles=[Hit(rows[key], [Piece(rows[key].title, False)], []) for key in titled if key in rows],
        said=[said for said in said_before(words, viewer, SAID + 1) if said.casefold() != words.casefold()][:SAID],
        texts=[Hit(rows[key], [], snippet(rows[key].text, terms, shown=LINE)) for key in texts if key in rows],
    )


def _keys(engine: str, words: str, viewer: Any) -> tuple[list[int], list[int]]:
    results = engines.backend(engine).autocomplete(words, Document.objects.standing(), operator="and")
    titled = [key for key, _ in Narrowed().within(results, viewer).hits(MOST)]
    if len(titled) >= FEW:
        return titled, []
    found = Search(engine, Wording(Query(words=tuple(words.split()))), viewer).results.hits(FEW + len(titled), 0)
    return titled, [key for key, _ in found if key not in titled][:FEW]
