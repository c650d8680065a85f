"""What is asked of an engine: the words of a query, with what may stand in their place."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import and_, or_

from modelsearch.query import MATCH_ALL, Boost, Not, Phrase, PlainText, SearchQuery

from .backends.whoosh import words
from .query import Query

Run = tuple[int, int]  # from which word on, and before which
BEGUN = 0.6  # what a word is worth of which only the beginning was typed
SAME = 0.8  # what another word for the same is worth
LIKE = {0: 1.0, 1: 0.6, 2: 0.35}  # and a word that is so many letters away


@dataclass(frozen=True)
class Wording:
    """A query, other words for runs of its words, and words in place of those that nobody wrote, or wrote so far."""

    query: Query
    same: Mapping[Run, Sequence[str]] = field(default_factory=dict)
    like: Mapping[int, Sequence[tuple[str, int]]] = field(default_factory=dict)  # with their distances
    begun: Mapping[int, Sequence[str]] = field(default_factory=dict)  # words that begin like one that is being typed

    def tree(self, operator: str) -> SearchQuery:
        """For an engine: all of the words ("and") or any of them ("or"), and the rest in any case."""
        parts: list[SearchQuery] = [*self._said(operator), *map(Phrase, self.query.phrases)]
        if not parts:
            parts.append(MATCH_ALL)
        return reduce(and_, [*parts, *(Not(_together(said)) for said in self.query.without)])

    @property
    def texts(self) -> list[str]:
        """All that may stand in what is found, to be marked there."""
        others = [text for texts in self.same.values() for text in texts]
        likes = [word for words in self.like.values() for word, _ in words]
        begun = [word for words in self.begun.values() for word in words]
        return [*self.query.words, *self.query.phrases, *others, *likes, *begun]

    def _said(self, operator: str) -> list[SearchQuery]:
        plain, others = [], []
        for (start, _), said in self._runs():
            if said is None:
                plain.append(self.query.words[start])
            else:
                others.append(said)
        # Plain words stay together, so that the engine knows which of them say something; alone, a "the" would.
        if plain and (not others or words(" ".join(plain))):
            others.insert(0, PlainText(" ".join(plain), operator=operator))
        if not others:
            return []
        return others if operator == "and" else [reduce(or_, others)]

    def _runs(self) -> Iterator[tuple[Run, SearchQuery | None]]:
        """The words from left to right, the longest run with other words first; None: just this word."""
        at, end = 0, len(self.query.words)
        while at < end:
            run = max((run for run in self.same if run[0] == at), key=lambda run: run[1], default=(at, at + 1))
            yield run, self._with_others(run)
            at = run[1]

    def _with_others(self, run: Run) -> SearchQuery | None:
        said = [PlainText(" ".join(self.query.words[slice(*run)]), operator="and")]
        said += [_worth(SAME, text) for text in self.same.get(run, ())]
        if run[1] - run[0] == 1:
            said += [_worth(LIKE[away], text) for text, away in self.like.get(run[0], ())]
            said += [_worth(BEGUN, text) for text in self.begun.get(run[0], ())]
        return reduce(or_, said) if len(said) > 1 else None


def _together(said: str) -> SearchQuery:
    return Phrase(said) if " " in said else PlainText(said, operator="and")


def _worth(boost: float, text: str) -> SearchQuery:
    return Boost(PlainText(text, operator="and"), boost)
