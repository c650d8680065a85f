"""Who may do what with updates. Whether somebody may see one at all is `Update.objects.visible_to`."""

from intranet.people.models import User

from .models import Update


def _own(user: User, update: Update) -> bool:
    return update.author_id == user.pk and not update.is_retracted


RULES = {
    "update.post": lambda user, _: True,
    "update.reply": lambda user, update: not update.is_retracted or update.reply_count > 0,
    "update.react": lambda user, update: not update.is_retracted,  # also: see who did
    "update.edit": _own,
    "update.retract": lambda user, update: not update.is_retracted and (update.author_id == user.pk or user.moderates),
    "update.undo": _own,
    "update.history": lambda user, update: not update.is_retracted,
}
