"""Word differences between two texts."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher

_WORDS = re.compile(r"\s+|[^\W_]+|.", re.DOTALL)
_MOST = 3000  # words; beyond, comparing would take too long, and whole lines are compared


@dataclass(frozen=True)
class Version:
    """What a text said since `at`, as pieces ``(kind, text)`` with kind "same", "ins" or "del"."""

    at: datetime
    pieces: list[tuple[str, str]]


def versions(texts: list[tuple[datetime, str]]) -> list[Version]:
    """Each of `texts` (oldest first) compared with the one before; newest first."""
    made = [Version(at, list(compare(texts[i - 1][1] if i else text, text))) for i, (at, text) in enumerate(texts)]
    return made[::-1]


def compare(old: str, new: str) -> Iterator[tuple[str, str]]:
    """The pieces that make `new` from `old`, word by word."""
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    if len(before) + len(after) > _MOST:
        before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            yield "same", "".join(after[c:d])
            continue
        if b > a:
            yield "del", "".join(before[a:b])
        if d > c:
            yield "ins", "".join(after[c:d])
