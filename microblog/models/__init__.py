"""What flows: updates with their audiences, tags, reactions, edits and retractions."""

from .imported import Imported
from .key import OneTimeKey
from .reaction import Reaction
from .tag import Mention, Tag, UpdateTag
from .update import Edit, Retraction, Update, UpdateAudience

__all__ = [
    "Edit",
    "Imported",
    "Mention",
    "OneTimeKey",
    "Reaction",
    "Retraction",
    "Tag",
    "Update",
    "UpdateAudience",
    "UpdateTag",
]
