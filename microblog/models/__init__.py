"""What flows: updates with their audiences, tags, reactions, edits and retractions; questions among them."""

from .imported import Imported
from .key import OneTimeKey
from .lasting import Drafted, Repetition
from .question import Acceptance, Claim, Documented, Duplicate, HelpfulAnswer, Question, QuestionTopic
from .reaction import Reaction
from .tag import Mention, Tag, UpdateTag
from .update import Edit, Retraction, Update, UpdateAudience

__all__ = [
    "Acceptance",
    "Claim",
    "Documented",
    "Drafted",
    "Duplicate",
    "Edit",
    "HelpfulAnswer",
    "Imported",
    "Mention",
    "OneTimeKey",
    "Question",
    "QuestionTopic",
    "Reaction",
    "Repetition",
    "Retraction",
    "Tag",
    "Update",
    "UpdateAudience",
    "UpdateTag",
]
