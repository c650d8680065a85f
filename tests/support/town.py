"""A town in which a lot happens: what its people do must change for everybody what they find, and only for them.

    town = Town(random.Random(7), people)
    for _ in range(250):
        town.do_something()

All of it goes through the actions that the pages call. What was done is counted in `town.done`.
"""

import random
from collections import Counter
from collections.abc import Callable, Sequence

from intranet.people.actions import people as accounts
from intranet.people.actions import teams
from intranet.people.models import Team, User
from microblog.actions import updates
from microblog.models import Update

from .search import answer, say

WORDS = ["apple", "boat", "cloud", "door", "#elm", "#fir", "#gorse"]
TAGS = [word.removeprefix("#") for word in WORDS if word.startswith("#")]
MOST_TEAMS = 8
TRIES = 5  # to find something with which a deed can be done
LATEST = 10  # of what was said last, some can still be undone


class Town:
    """The first of `people` leads the teams, the next two are in them and stay; the others come and go.

    `strangers` work here and are in no team. With an `admin`, people also leave the company and come back.
    """

    def __init__(
        self,
        dice: random.Random,
        people: Sequence[User],
        *,
        strangers: Sequence[User] = (),
        admin: User | None = None,
        size: int = 4,
    ) -> None:
        self.dice, self.people, self.strangers, self.admin = dice, list(people), list(strangers), admin
        self.lead, self.stayers, self.movers = people[0], list(people[:3]), list(people[3:])
        self.teams: list[Team] = []
        self.said: list[Update] = []
        self.done: Counter[str] = Counter()
        for number in range(size):
            self._found(is_closed=number % 2 == 0)

    def do_something(self) -> None:
        """One deed. When there is nothing with which it could be done, somebody posts instead."""
        deed = self.dice.choice(self._deeds())
        if not deed():
            deed = self.post
            deed()
        self.done[deed.__name__] += 1

    def _deeds(self) -> list[Callable[[], bool]]:
        often = [self.post] * 8 + [self.reply] * 4 + [self.edit] * 3
        back = [self.retract] * 2 + [self.undo]
        moves = [self.move] * 3 + [self.close] * 2 + [self.rename, self.found_team, self.hand_on]
        return often + back + moves + ([self.leave_or_return] if self.admin else [])

    # --- What people say --------------------------------------------------------------------------
    def words(self) -> str:
        return " ".join(self.dice.choices(WORDS, k=4))

    def post(self) -> bool:
        """To the company, or to some of the teams that the author is in."""
        by = self.dice.choice([each for each in self.people if each.is_active] + self.strangers)
        mine = [team for team in self.teams if team.has(by)]
        to = self.dice.sample(mine, min(len(mine), self.dice.choice([0, 0, 1, 1, 2])))
        self.said.append(say(by, self.words(), *to))
        return True

    def reply(self) -> bool:
        if (to := self._something()) and (by := self._reader_of(to)):
            self.said.append(answer(by, to, self.words()))
            return True
        return False

    def edit(self) -> bool:
        if update := self._something():
            updates.edit(by=update.author, update=update, text=self.words(), edits=update.edits.count())
        return update is not None

    def retract(self) -> bool:
        if update := self._something():
            updates.retract(by=update.author, update=update)
        return update is not None

    def undo(self) -> bool:
        update = self._something(self.said[-LATEST:])
        if update is None or update.reply_count or update.answered_by.exists():
            return False
        try:
            updates.undo(by=update.author, update=update)
        except updates.TooLate:
            return False
        return True

    def _something(self, among: Sequence[Update] | None = None) -> Update | None:
        """An update that stands, as it is now."""
        said = self.said if among is None else among
        for number in [self.dice.choice(said).pk for _ in range(TRIES)] if said else []:
            if update := Update.objects.standing().filter(pk=number).first():
                return update
        return None

    def _reader_of(self, update: Update) -> User | None:
        some = self.dice.choices([each for each in self.people if each.is_active] + self.strangers, k=TRIES)
        return next((by for by in some if Update.objects.visible_to(by).filter(pk=update.pk).exists()), None)

    # --- Where they belong ------------------------------------------------------------------------
    def move(self) -> bool:
        """Somebody joins, is brought in, leaves, or is sent away."""
        team, person = self.dice.choice(self.teams), self.dice.choice(self.movers)
        by_lead = self.dice.random() < 0.5
        if team.has(person):
            teams.remove_member(by=self.lead, team=team, person=person) if by_lead else teams.leave(
                by=person, team=team
            )
        elif by_lead or team.is_closed:
            teams.add_member(by=self.lead, team=team, person=person)
        else:
            teams.join(by=person, team=team)
        return True

    def close(self) -> bool:
        """A closed team opens, an open one closes."""
        team = self.dice.choice(self.teams)
        self._edit(team, is_closed=not team.is_closed)
        return True

    def rename(self) -> bool:
        team = self.dice.choice(self.teams)
        self._edit(team, name=f"{team.name.split()[0]} {self.dice.randrange(1000)}")
        return True

    def found_team(self) -> bool:
        if len(self.teams) >= MOST_TEAMS:
            return False
        self._found(is_closed=self.dice.random() < 0.5)
        return True

    def hand_on(self) -> bool:
        """Somebody leads a team beside its lead, or no longer does."""
        team = self.dice.choice(self.teams)
        person = self.stayers[1]
        teams.set_lead(by=self.lead, team=team, person=person, is_lead=not team.led_by(person))
        return True

    def leave_or_return(self) -> bool:
        assert self.admin
        person = self.dice.choice(self.movers)
        accounts.give_standing(by=self.admin, person=person, role=person.role, is_active=not person.is_active)
        return True

    def _found(self, *, is_closed: bool) -> None:
        team = teams.create(by=self.lead, name=f"Circle{len(self.teams)}", is_closed=is_closed)
        for person in self.stayers[1:]:
            teams.add_member(by=self.lead, team=team, person=person)
        self.teams.append(team)

    def _edit(self, team: Team, **changes: object) -> None:
        now = {"name": team.name, "purpose": team.purpose, "is_closed": team.is_closed} | changes
        teams.edit(by=self.lead, team=team, **now)  # type: ignore[arg-type]
