"""What a run does, and what came of it."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

MOST_TOLD = 40  # failures


@dataclass(frozen=True)
class Plan:
    """How much is done."""

    cases: int = 20  # of each kind of damage
    kills: int = 30  # of the worker
    deeds: int = 2_000  # of the town
    updates: int = 2_000  # that are there before
    seed: int = 1


@dataclass
class Account:
    """The figures, and whatever did not hold."""

    seed: int = 0
    documents: int = 0
    cases: Counter[str] = field(default_factory=Counter)
    rebuilt: int = 0  # cases after which the index was made anew; the others did no harm
    searches: Counter[str] = field(default_factory=Counter)  # while the index was being spoilt, by role
    suggestions: int = 0
    partial: int = 0  # answers for which time was up
    healed_s: dict[str, float] = field(default_factory=dict)
    kills: int = 0
    killed_writing: int = 0  # with the pen in hand
    killed_rebuilding: int = 0
    written: Counter[str] = field(default_factory=Counter)  # while the worker was being killed
    looked_up: int = 0  # words, afterwards
    caught_up_s: float = 0
    deeds: Counter[str] = field(default_factory=Counter)
    compared: dict[str, int] = field(default_factory=dict)  # hits read, by role
    right_after_s: dict[str, float] = field(default_factory=dict)  # by role
    seconds: float = 0
    failed: int = 0
    failures: list[str] = field(default_factory=list)

    def check(self, holds: bool, sentence: str) -> bool:
        if not holds:
            self.failed += 1
            if len(self.failures) < MOST_TOLD:
                self.failures.append(sentence)
        return holds

    def as_row(self) -> dict[str, Any]:
        return {"faults": "search", **vars(self)}
