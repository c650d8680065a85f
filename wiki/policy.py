"""Who may do what in the wiki. Whether somebody may read a page at all is `LongText.objects.visible_to`."""

from collections.abc import Mapping
from typing import Any

from intranet.kit import policy
from intranet.people.frame import my_teams
from intranet.people.models import User
from intranet.writing.models import LongText
from microblog.models import Acceptance, Update

from .proposing import above, answers_for
from .publishing import Publishers, is_named, may_write


def _writes(user: User, page: LongText) -> bool:
    return may_write(user, page.path)


def _edits(user: User, article: Any) -> bool:
    """Who made a draft goes on with it, wherever it is to stand."""
    return may_write(user, article.path) or (article.waits and (_made(user, article) or _lets_out(user, article)))


def _made(user: User, draft: Any) -> bool:
    return bool(draft.origin.by_id == user.pk)


def _lets_out(user: User, draft: Any) -> bool:
    return answers_for(user, above(draft))


def _throws_away(user: User, draft: Any) -> bool:
    place = above(draft)
    return _made(user, draft) or tends(user, place.path, place.owner_id)


def _drafts(user: User, question: Update) -> bool:
    """Of a question with an accepted answer, everybody who reads it; of others, who decides about it."""
    return Acceptance.objects.filter(question=question.pk).exists() or policy.allows(user, "question.decide", question)


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
    "article.edit": _edits,
    "article.draft": _drafts,  # asked of the question
    "article.publish": _lets_out,
    "article.discard": _throws_away,
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
