"""The engine against a plain look at each paper, over many random papers, changes and questions."""

import random

from modelsearch.query import MATCH_ALL, And, Not, Or, Phrase, PlainText

from search.backends.whoosh import analyse

from .papers.models import Paper
from .room import Room, paper

WORDS = ["red", "blue", "car", "bus", "train", "station", "ticket", "PRJ-7", "PRJ-8", "C++", "river", "running"]


def words(text: str) -> list[str]:
    return [term for term, _, _ in analyse(text)]


def has(text: str, query) -> bool:
    """Whether the query finds the text, by the definition of each."""
    match query:
        case PlainText():
            held = [set(words(each)) <= set(words(text)) for each in query.query_string.split()]
            return all(held) if query.operator == "and" else any(held)
        case Phrase():
            wanted, parts = query.query_string.split(), text.split()
            return any(parts[at : at + len(wanted)] == wanted for at in range(len(parts)))
        case And():
            return all(has(text, each) for each in query.subqueries)
        case Or():
            return any(has(text, each) for each in query.subqueries)
        case Not():
            return not has(text, query.subquery)
    return True


class Truth(Room):
    def setUp(self):
        super().setUp()
        self.dice = random.Random(7)
        self.papers = {}

    def test_whatever_is_asked_after_whatever_was_written(self):
        for turn in range(40):
            self.change(turn)
            for _ in range(6):
                self.compare()
        assert len(self.segments()) < 40  # some were merged on the way

    def change(self, turn: int):
        dice = self.dice
        fresh = [self.random_paper(pk) for pk in dice.sample(range(1, 120), dice.randrange(1, 12 if turn % 5 else 60))]
        gone = dice.sample(sorted(self.papers), min(len(self.papers), dice.randrange(4)))
        gone = [self.papers[pk] for pk in gone if pk not in {each.pk for each in fresh}]
        self.write(*fresh, delete=gone)
        self.papers |= {each.pk: each for each in fresh}
        for each in gone:
            del self.papers[each.pk]
        if turn % 13 == 12:
            self.index.tidy()

    def random_paper(self, pk: int) -> Paper:
        dice = self.dice
        text = " ".join(dice.choices(WORDS, k=dice.randrange(1, 7)))
        return paper(text, pk=pk, team=dice.choice([None, 1, 2, 3]), readers=dice.sample(range(6), dice.randrange(4)))

    def compare(self):
        dice = self.dice
        query = self.question(2)
        allowed = frozenset(dice.sample(range(6), 2))
        team = dice.choice([1, 2, 3])
        results = self.search(query, Paper.objects.exclude(team=team)).within("audiences", allowed)
        right = {
            each.pk
            for each in self.papers.values()
            if each.team != team and allowed & set(each.readers) and has(each.title, query)
        }
        assert {pk for pk, _ in results.hits(None)} == right, query
        assert results.count() == len(right) == sum(results.facet("team").values())

    def question(self, deep: int):
        dice = self.dice
        chosen = dice.choices(WORDS, k=dice.randrange(1, 4))
        kind = dice.randrange(6 if deep else 3)
        if kind < 2:
            return PlainText(" ".join(chosen), operator=("and", "or")[kind])
        if kind == 2:
            return Phrase(" ".join(chosen))
        if kind == 3:
            return Not(self.question(deep - 1))
        both = [self.question(deep - 1), dice.choice([MATCH_ALL, self.question(deep - 1), self.question(deep - 1)])]
        return (And, Or)[kind - 4](both)
