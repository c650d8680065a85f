"""What a reader may know: two with the same eyes are shown the same, so that it need not be drawn twice."""

from dataclasses import dataclass
from typing import Any, Self

from .frame import my_teams
from .models import Team


@dataclass(frozen=True)
class Eyes:
    """What a reader may know of closed teams: these, or all of them."""

    closed: frozenset[int] = frozenset()
    see_everything: bool = False

    @classmethod
    def of(cls, viewer: Any) -> Self:
        if viewer.sees_everything:
            return cls(see_everything=True)
        return cls(frozenset(team.pk for team in my_teams(viewer) if team.is_closed))

    def know(self, team: Team) -> bool:
        return self.see_everything or not team.is_closed or team.pk in self.closed

    def __str__(self) -> str:
        """A part of a cache key."""
        return "all" if self.see_everything else ",".join(map(str, sorted(self.closed)))
