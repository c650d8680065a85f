"""How audiences are said."""

from collections.abc import Callable
from dataclasses import dataclass

from intranet.people.models import Company, Team

OTHERS = "other teams"


@dataclass(frozen=True)
class AudienceWords:
    """An audience for one reader: the teams they may know of, and whether there are more."""

    teams: tuple[Team, ...]
    is_company: bool
    has_others: bool

    @property
    def text(self) -> str:
        """Such as "Everyone at Northwind" or "Platform, Returns and other teams"."""
        names = [Company.current().everyone] if self.is_company else []
        names += [team.name for team in self.teams]
        if self.has_others:
            names.append(OTHERS if names else "A closed team")
        return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"

    @property
    def numbers(self) -> str:
        """The teams by number, for pages that show only some."""
        return " ".join(str(team.pk) for team in self.teams)

    @property
    def is_closed(self) -> bool:
        return not self.is_company and all(team.is_closed for team in self.teams)


def audience_words(teams: list[Team | None], know: Callable[[Team], bool]) -> AudienceWords:
    """Say an audience (None stands for the company) to somebody who knows these teams."""
    named = [team for team in teams if team and know(team)]
    hidden = any(team and not know(team) for team in teams)
    return AudienceWords(tuple(sorted(named, key=lambda team: team.name)), None in teams, hidden)
