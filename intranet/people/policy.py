"""Who may do what with people and teams."""

from typing import Any

from .models import Team, User


def _self_or_admin(user: User, person: User) -> bool:
    return user.pk == person.pk or user.sees_everything


def _leads(user: User, team: Team) -> bool:
    return user.sees_everything or team.led_by(user)


def _somebody_else(user: User, thing: Any) -> bool:
    return not (isinstance(thing, User) and thing.pk == user.pk)


RULES = {
    "person.add": lambda user, _: user.sees_everything,
    "person.edit": _self_or_admin,
    "person.standing": lambda user, person: user.sees_everything and user.pk != person.pk,
    "person.link": lambda user, person: user.sees_everything and user.pk != person.pk,
    "team.create": lambda user, _: True,
    "team.edit": _leads,
    "team.join": lambda user, team: not team.is_closed,
    "team.leave": lambda user, team: team.has(user),
    "team.members": _leads,
    "team.post": lambda user, team: team.has(user),
    "topic.tend": lambda user, _: user.communicates,
    "follow": _somebody_else,
    "mute": _somebody_else,
}
