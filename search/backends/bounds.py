"""How much of a question is carried out, on every engine.

Phrases, and what should not be there, are not given up for words: they have a budget of their own, which no question
of a thousand characters exhausts. A word beyond its budget is left out, and the others find what they find.
"""

from typing import Any

MOST_WORDS = 64
MOST_STRICT = 500  # words of phrases and exclusions
LONGEST_TEXT = 10_000  # characters of one part


class Budget:
    """What is left for one question."""

    def __init__(self) -> None:
        self._left = {False: MOST_WORDS, True: MOST_STRICT}

    def take(self, number: int = 1, *, strict: bool) -> bool:
        """Whether so many more words may be asked for."""
        if self._left[strict] < number:
            return False
        self._left[strict] -= number
        return True


def parts(query: Any) -> list[Any]:
    """The parts of an And or an Or, those of an And within an And among them: one level instead of one for each."""
    found, waiting = [], [query]
    while waiting:
        each = waiting.pop()
        if type(each) is type(query):
            waiting += reversed(each.subqueries)
        else:
            found.append(each)
    return found
