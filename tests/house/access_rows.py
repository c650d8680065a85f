"""What a row of the access table says, and words to say it with."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .canary_world import OUTSIDE, VIEWERS, World

Fill = Callable[[World], list[dict[str, Any]]]
SIGNED_IN = frozenset(VIEWERS) - set(OUTSIDE)
TEAM = frozenset({"insider", "author", "admin"})
ADMIN = frozenset({"admin"})
LEARNERS = frozenset({"communications", "admin"})
TUNERS = LEARNERS | {"moderator"}
NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Send:
    """A request that changes something, and who may send it; for the others, nothing may change."""

    body: Callable[[World], dict[str, Any]]
    may: frozenset[str]
    to: Fill | None = None  # at these arguments, instead of those of the row


@dataclass(frozen=True)
class Row:
    """One URL pattern: how to fill it, and what is to be read there by the author of the secrets.

    `missing` are arguments of something that never was: whoever may not see the secret gets the same answer there.
    """

    fill: Fill = lambda world: [{}]
    ask: tuple[str, ...] = ("",)
    holds: frozenset[str] = NOBODY
    missing: dict[str, Any] | None = None
    sends: tuple[Send, ...] = ()
    closed_to: frozenset[str] = NOBODY  # who may not open it at all (403)


def says(**fields: Any) -> Callable[[World], dict[str, Any]]:
    return lambda world: dict(fields)


DELETE = says(_method="delete")
