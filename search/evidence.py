"""What words lead to, so that they are never named to somebody from whom that is hidden."""

from dataclasses import dataclass
from typing import Any

from .asking import Answer, ask
from .models import Document
from .normal import normal_of
from .query import Query, plain

MOST = 8  # words of which each is asked for alone


@dataclass(frozen=True)
class Evidence:
    """How much was found with all of the words together, and what of it stood first.

    `apart` is asked for when together they found nothing: what each of them finds alone, or all of them without what
    narrows them. None: there are too many.
    """

    found: int
    top: Document | None = None
    apart: tuple[Document, ...] | None = ()


def evidence(answer: Answer, viewer: Any) -> Evidence:
    """What the words of an answer that `viewer` got lead to."""
    hits = [hit.document for hit in answer.hits]
    count, hits = _together(answer, viewer) if answer.any_word else (answer.count, hits)
    if top := [*(hit.document for hit in answer.bets), *hits][:1]:
        return Evidence(max(count, len(answer.bets)), *top)
    # What stands nowhere in these words may be the name of something closed all the same.
    words = Query(words=tuple(words_of(answer.query).split()))
    if words == answer.query:
        return Evidence(0, apart=_apart(words, viewer))
    wide = evidence(ask(words, viewer), viewer)
    return Evidence(0, apart=(wide.top,) if wide.top else wide.apart)


def words_of(query: Query) -> str:
    """What was looked for, without what narrows it."""
    return " ".join([*query.words, *query.phrases])


def _together(answer: Answer, viewer: Any) -> tuple[int, list[Document]]:
    """How much has all of the words, and the first of it; what has any of them does not tell."""
    there = Document.objects.visible_to(viewer).in_bulk(answer.complete)
    return len(there), [there[key] for key in answer.complete if key in there][:1]


def _apart(query: Query, viewer: Any) -> tuple[Document, ...] | None:
    """What stands first for each word; "the" is none, and "Falcon-merger" is two more."""
    said = set(normal_of(" ".join(query.words)).split())
    words = [*query.words, *plain(" ".join(query.words)).split()]
    each = {terms: word for word in words if (terms := frozenset(normal_of(word).split())) and terms <= said}
    if len(each) > MOST:
        return None
    answers = [ask(Query(words=(word,)), viewer) for word in each.values()]
    tops = [hit.document for answer in answers for hit in [*answer.bets, *answer.hits][:1]]
    return tuple({top.pk: top for top in tops}.values())
