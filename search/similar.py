"""What may answer a question while it is being typed: articles, posts and questions that say most of its words.

Nobody's question is a search: it is not written down anywhere, and leads to nothing that is counted.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Any

from django.db.models import Q

from . import engines
from .asking import Hit
from .backends.whoosh import words
from .documents import kinds
from .highlights import Piece, snippet, standing, terms_of
from .models import Document
from .models.document import DocumentQuerySet
from .narrowing import Narrowed
from .query import Query, plain
from .ranking import ranked
from .synonyms import alternatives
from .wording import Wording

MOST = 5
SHORTEST = 12  # characters; of less nobody can tell what is asked
LONGEST = 300  # characters that are read; who goes on tells a story
TELLING = 24  # words of them that are looked for
FOUND = 40  # of the engine
READ = 15  # of the best of them, to see how much of the question they say
READ_OF = 6_000  # characters of each
FEWEST = 2  # of them that one must say, if there are as many
SHARE = 0.6  # of them that one must say
ENOUGH = 5  # of them suffice, however many there are
NEAR = 400  # characters that are one place
SPOTS = 200  # words of it that are looked at
LINE = 110  # characters of a text that are shown
#: How questions stand that are offered: one that was asked before leads to another, which is found itself.
OFFERED = ("open", "answered", "accepted", "documented")
#: What questions are wrapped in, and says nothing of what is asked.
_WRAPPING = """anybody anyone anything everybody everyone somebody someone something hello hi hey dear please thank
thanks know knows wonder wondering question ask asking tell told could would may might shall must need needs want wants
get gets got still whether also like really actually currently guys folks team colleagues way possible able long many
much often take takes taking go goes going come comes put"""
WRAPPING = frozenset(_WRAPPING.split())


def similar(typed: str, viewer: Any) -> list[Hit]:
    """What `viewer` may read that is likest to the question typed so far, at most five, the likest first."""
    text = " ".join(typed[:LONGEST].replace("\0", " ").split())
    if len(text) < SHORTEST:
        return []
    asked = Asked.of(text, is_unfinished=len(typed) <= LONGEST and typed[-1:].isalnum())
    if not asked.words:
        return []
    best = engines.asked(lambda engine: _best(engine, asked, viewer))
    rows = Document.objects.visible_to(viewer).to_be_shown().in_bulk(best)
    there = [rows[key] for key in best if key in rows]
    return [shown(each, asked.terms) for each in islice((each for each in there if asked.is_said_by(each)), MOST)]


def offered(documents: DocumentQuerySet) -> DocumentQuerySet:
    """Those that may answer somebody: questions, and the kinds of which the rooms say so."""
    named = sorted(name for name, kind in kinds().items() if kind.is_offered)
    return documents.filter(Q(kind__in=named) | Q(question__in=OFFERED))


def shown(document: Document, terms: frozenset[str] = frozenset()) -> Hit:
    """Its title, and what of it says most of the `terms`; of a question its beginning, in which it asks."""
    lead = document.text[: document.lead]
    if document.question:
        return Hit(document, snippet(lead or document.text, frozenset(), shown=LINE), [])
    return Hit(document, [Piece(document.title, False)], snippet(lead or document.text, terms, shown=LINE))


@dataclass(frozen=True)
class Asked:
    """The telling words of a question, and for each of them the sets of terms of which one must be said."""

    words: Sequence[str]
    meant: Sequence[Sequence[frozenset[str]]]
    wording: Wording
    is_unfinished: bool  # the last word may only have begun, and says nothing yet

    @classmethod
    def of(cls, text: str, *, is_unfinished: bool) -> "Asked":
        each = plain(text).split()
        telling = [word for word in dict.fromkeys(each) if words(word) and word.casefold() not in WRAPPING][:TELLING]
        same = dict(alternatives(telling)) if telling else {}
        meant = [[terms_of([word])] for word in telling]
        for (start, end), others in same.items():
            for place in range(start, end):
                meant[place] += [terms_of([other]) for other in others]
        wording = Wording(Query(words=tuple(telling)), same=same)
        return cls(telling, meant, wording, is_unfinished and each[-1:] == telling[-1:])

    @cached_property
    def terms(self) -> frozenset[str]:
        return terms_of(self.wording.texts)

    def is_said_by(self, document: Document) -> bool:
        """Most of it, or enough, in one place: a long text says many words somewhere."""
        wanted = len(self._finished)
        return self._most_said(document) >= min(max(min(FEWEST, wanted), wanted * SHARE), ENOUGH)

    def _most_said(self, document: Document) -> int:
        """How many of the words are said in the place that says most of them; those in the title there, too, and twice
        over: it tells what all of it is about. The title of a question is its beginning.
        """
        title = document.text[:LINE] if document.question else document.title
        titled = frozenset(term for _, _, term in standing(title, self.terms))
        spots = list(islice(standing(document.text[:READ_OF], self.terms), SPOTS))
        most = self._said(titled)
        for place, (start, _, _) in enumerate(spots):
            near = (term for begin, _, term in spots[place:] if begin < start + NEAR)
            most = max(most, self._said(titled.union(near)))
        return most + self._said(titled)

    def _said(self, there: frozenset[str]) -> int:
        return sum(any(terms <= there for terms in each) for each in self._finished)

    @property
    def _finished(self) -> Sequence[Sequence[frozenset[str]]]:
        return self.meant[:-1] if self.is_unfinished and len(self.meant) > 1 else self.meant


def _best(engine: str, asked: Asked, viewer: Any) -> list[int]:
    results = engines.backend(engine).search(asked.wording.tree("or"), offered(Document.objects.standing()))
    return ranked(Narrowed().within(results, viewer).hits(FOUND, 0), asked.words)[:READ]
