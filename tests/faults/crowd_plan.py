"""What a crowd presses on, and who: told by the process that has Django to the one that has the browsers."""

import json
from dataclasses import asdict, dataclass

from .live_prepare import Guest

PEOPLE = 50
DECIDING = 20  # of them: half moderate, half are experts of the topic
IMPATIENT = (1, 2, 3, 4, 6, 7, 8, 9, 11, 12)  # those who press the same in a second window at the same moment
ANSWERING = (23, 33, 43)  # those who answer what the others are about to


@dataclass(frozen=True)
class Round:
    """Questions that nobody has touched: one that waits, one that some answer, one with answers, and three to merge."""

    waits: int
    raced: int
    answers: tuple[int, ...]
    merged: tuple[int, ...]
    words: str  # which nothing has


@dataclass(frozen=True)
class Plan:
    """The fifty, the asker of all questions, who answers, and who sees to what nobody owns; and what they press on."""

    people: list[Guest]
    asker: Guest
    answerers: list[Guest]
    owner: Guest
    rounds: list[Round]

    @property
    def told(self) -> list[Guest]:
        """Those who have notices afterwards."""
        return [self.asker, *self.answerers, self.owner, *(self.people[number] for number in ANSWERING)]

    def to_json(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> "Plan":
        told = json.loads(text)
        people, answerers = ([Guest(**each) for each in told[name]] for name in ("people", "answerers"))
        asker, owner = Guest(**told["asker"]), Guest(**told["owner"])
        return cls(people, asker, answerers, owner, [Round(**each) for each in told["rounds"]])
