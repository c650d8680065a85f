"""Who may do what with updates. Whether somebody may see one at all is `Update.objects.visible_to`."""

from intranet.people.models import User

from .models import Update


def _own(user: User, update: Update) -> bool:
    """What tells of something else changes with that."""
    return update.author_id == user.pk and not _is_gone(update)


def _is_gone(update: Update) -> bool:
    """Or goes with what it tells of."""
    return update.is_retracted or bool(update.card)


RULES = {
    "update.post": lambda user, _: True,
    "update.reply": lambda user, update: not update.is_retracted or update.reply_count > 0,
    "update.react": lambda user, update: not update.is_retracted,  # also: see who did
    "update.edit": _own,
    "update.retract": lambda user, update: _own(user, update) or (user.moderates and not _is_gone(update)),
    "update.undo": _own,
    "update.history": lambda user, update: not _is_gone(update),
}
