"""What flows: updates with their audiences, tags, edits and retractions."""

from .imported import Imported
from .key import OneTimeKey
from .tag import Mention, Tag, UpdateTag
from .update import Edit, Retraction, Update, UpdateAudience

__all__ = ["Edit", "Imported", "Mention", "OneTimeKey", "Retraction", "Tag", "Update", "UpdateAudience", "UpdateTag"]
