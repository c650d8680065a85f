"""What may be told of the readers of a post by department, without telling of one of them.

Whoever looks every day, and subtracts what they see from what they saw and from the whole, learns nothing of fewer than
five people of one department.
"""

from collections.abc import Mapping
from dataclasses import dataclass

FEWEST = 5  # people whom a group has at least, so that none of them is named by it


@dataclass(frozen=True)
class Readers:
    """Of one department: how many there are, and how many of them were told already."""

    count: int
    told: int = 0

    @property
    def new(self) -> int:
        return self.count - self.told


def told_next(departments: Mapping[str, Readers]) -> dict[str, int]:
    """How many of each department are told from now on, by name.

    A department is told anew when five more have come. What is left untold are nobody, or at least five people of at
    least two departments, when that is so: where it takes that, a department that could be told waits, the smallest
    first. In between, what nobody was told of may be anybody.
    """
    ready = sorted(
        (name for name, readers in departments.items() if readers.new >= FEWEST),
        key=lambda name: (-departments[name].count, name),
    )
    while ready and _tells_too_much([readers.new for name, readers in departments.items() if name not in ready]):
        ready.pop()
    return {name: readers.count if name in ready else readers.told for name, readers in departments.items()}


def _tells_too_much(left: list[int]) -> bool:
    left = [count for count in left if count]
    return bool(left) and (len(left) < 2 or sum(left) < FEWEST)
