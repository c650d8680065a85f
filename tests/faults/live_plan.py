"""How much the fault test of the live feed has of everything, and how long it waits."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from .live_street import Manners

Say = Callable[[str], None]  # who is told how far it is


@dataclass
class Plan:
    """How much of everything."""

    shape: str = "three"
    sockets: int = 200
    people: int = 20
    members: int = 8  # of the closed team
    events: int = 5000
    cuts: int = 10  # of each socket
    restarts: int = 5
    redis_kills: int = 5
    rate: float = 20  # events a second at the most
    page_workers: int = 2
    settings: str = "tests.faults.settings"
    manners: Manners = field(default_factory=Manners)
    stall: tuple[float, float] = (1, 8)  # seconds
    long_stall: tuple[float, float] = (33, 45)
    ghost: tuple[float, float] = (15, 60)  # seconds that a half-open line stays
    pause: tuple[float, float] = (0, 2)  # seconds without the process that holds the sockets
    kept: int = 80  # events that are left in the log at every other restart
    sleepers: int = 3  # browsers more that sleep from the beginning until the log has forgotten what they knew
    redis_pause: tuple[float, float] = (2, 6)
    patience: float = 120  # seconds for all to be as they should be at the end
    quiet: float = 2  # seconds in which nothing more may come then
    seed: int = 7

    def but(self, **other: Any) -> "Plan":
        """The same, with some things otherwise."""
        return replace(self, **other)
