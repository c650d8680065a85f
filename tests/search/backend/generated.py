"""Papers that look like those of a company: words of a Zipf distribution, the little words of English in front."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import accumulate

from whoosh.lang import stopwords_for_language

from .papers.models import Paper

VOCABULARY = 60_000
AUDIENCES = 50
KINDS = ["update"] * 12 + ["article", "article", "blog", "comment", "comment", "comment", "person", "team", "topic"]
_BEGINS = [
    "b",
    "br",
    "c",
    "ch",
    "d",
    "f",
    "g",
    "gr",
    "h",
    "j",
    "k",
    "l",
    "m",
    "n",
    "p",
    "pl",
    "r",
    "s",
    "st",
    "t",
    "tr",
]
_VOWELS = ["a", "e", "i", "o", "u", "ea", "ou", "io"]
_ENDS = ["", "n", "r", "l", "s", "t", "m", "nd", "ck", "st"]
_FORMS = ["", "", "s", "ing", "ed", "er", "ation", "ment", "ly"]


class Words:
    """A vocabulary and how often each word is said."""

    def __init__(self, seed: int = 2026) -> None:
        self.dice = random.Random(seed)
        words = dict.fromkeys(sorted(stopwords_for_language("en")))
        while len(words) < VOCABULARY:
            words[self._made_up()] = None
        self.all = list(words)
        little = len(stopwords_for_language("en"))
        weights = [4 / (rank + 5) for rank in range(little)]  # two words in five are little ones
        weights += [
            4 / (rank + 20) for rank in range(len(self.all) - little)
        ]  # the first of the others: one text in six
        self._weights = list(accumulate(weights))

    def some(self, number: int) -> list[str]:
        return self.dice.choices(self.all, cum_weights=self._weights, k=number)

    def _made_up(self) -> str:
        dice = self.dice
        syllables = dice.choices([1, 2, 3], [1, 5, 3])[0]
        parts = [dice.choice(_BEGINS) + dice.choice(_VOWELS) + dice.choice(_ENDS) for _ in range(syllables)]
        return "".join(parts) + dice.choice(_FORMS)


def papers(words: Words, first: int, number: int) -> Iterator[Paper]:
    """Titles of 3 to 8 words, texts of about 300 characters, one to three of 50 audiences."""
    dice = words.dice
    for pk in range(first, first + number):
        yield Paper(
            pk=pk,
            title=" ".join(words.some(dice.randrange(3, 9))).capitalize(),
            text=" ".join(words.some(dice.randrange(16, 38))),
            kind=dice.choice(KINDS),
            team=dice.randrange(40),
            author=dice.randrange(500),
            written=datetime(2024, 1, 1, tzinfo=UTC) + timedelta(days=dice.randrange(900)),
            readers=dice.sample(range(AUDIENCES), dice.randrange(1, 4)),
            labels=dice.sample(range(200), dice.randrange(4)),
        )
