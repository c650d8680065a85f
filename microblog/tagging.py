"""Tags as people type them into a field."""

import re

from django.core.exceptions import ValidationError

from intranet.kit import markup

MOST_TAGS = 10


def tag_names(typed: str) -> list[str]:
    """The names of the tags in "billing, #refunds", each once. Raises ValidationError when they are too many."""
    words = [word for word in re.split(r"[\s,#]+", typed) if word]
    names = {normal for word in words if (normal := markup.normal_tag(word))}
    if len(names) > MOST_TAGS:
        raise ValidationError(f"Use at most {MOST_TAGS} tags: the words that colleagues would look for.")
    return sorted(names)
