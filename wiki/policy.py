"""Who may do what in the wiki. Whether somebody may read a page at all is `LongText.objects.visible_to`."""

from collections.abc import Mapping
from typing import Any

from intranet.people.frame import my_teams
from intranet.people.models import User
from intranet.writing.models import LongText

from .publishing import Publishers, is_named, may_write


def _writes(user: User, page: LongText) -> bool:
    return may_write(user, page.path)


def vouches(
    user: User, path: str, owner: int | None, owner_team: int | None, known: Mapping[str, Publishers] | None = None
) -> bool:
    """Its owner, their team, and moderators; those who are named to write there; of what nobody owns, all who may."""
    if user.moderates or owner == user.pk or any(team.pk == owner_team for team in my_teams(user)):
        return True
    return may_write(user, path, known) if owner is None and owner_team is None else is_named(user, path, known)


def _vouches(user: User, article: Any) -> bool:
    return vouches(user, article.path, article.owner_id, article.owner_team_id)


def tends(user: User, path: str, owner: int | None, known: Mapping[str, Publishers] | None = None) -> bool:
    """Whoever made a section, or is named to write in it, and moderators."""
    return user.moderates or owner == user.pk or is_named(user, path, known)


def _tends(user: User, section: LongText) -> bool:
    return tends(user, section.path, section.owner_id)


def may_withdraw(user: User, page: Any, known: Mapping[str, Publishers]) -> bool:
    """The rules "article.withdraw" and "section.withdraw", for many pages at once."""
    if page._meta.model_name == "article":
        return vouches(user, page.path, page.owner_id, page.owner_team_id, known)
    return tends(user, page.path, page.owner_id, known)


RULES = {
    "article.create": _writes,  # asked of the page above
    "article.edit": _writes,
    "article.move": _writes,
    "article.care": _vouches,
    "article.verify": _vouches,
    "article.withdraw": _vouches,
    "article.vote": lambda user, _: True,
    "article.object": lambda user, _: True,
    "objection.settle": lambda user, objection: _vouches(user, objection.article),
    "section.create": _writes,  # asked of the page above
    "section.edit": _writes,
    "section.move": _tends,
    "section.settings": _tends,
    "section.withdraw": _tends,
    "page.watch": lambda user, _: True,
}
