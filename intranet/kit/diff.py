"""Word differences between two texts."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher

_WORDS = re.compile(r"\s+|[^\W_]+|.", re.DOTALL)
_MOST = 300  # words on each side that are compared; comparing words that repeat takes the cube of their number


@dataclass(frozen=True)
class Version:
    """What a text said since `at`, as pieces ``(kind, text)`` with kind "same", "ins" or "del"."""

    at: datetime
    pieces: list[tuple[str, str]]


def versions(texts: list[tuple[datetime, str]], *, skip: int = 0, most: int = 30) -> list[Version]:
    """`most` of `texts` (oldest first), each compared with the one before: newest first, behind the first `skip`."""
    newest_first = range(len(texts) - 1 - skip, -1, -1)[:most]
    return [Version(texts[i][0], list(compare(texts[i - 1][1] if i else "", texts[i][1]))) for i in newest_first]


def compare(old: str, new: str) -> Iterator[tuple[str, str]]:
    """The pieces that make `new` from `old`, word by word where they differ; as a whole where too much does."""
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    start = _shared(before, after)
    end = _shared(before[start:][::-1], after[start:][::-1])
    yield from _piece("same", before[:start])
    yield from _differ(before[start : len(before) - end], after[start : len(after) - end])
    yield from _piece("same", after[len(after) - end :])


def _differ(before: list[str], after: list[str]) -> Iterator[tuple[str, str]]:
    if max(len(before), len(after)) > _MOST:
        yield from _piece("del", before)
        yield from _piece("ins", after)
        return
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            yield from _piece("same", after[c:d])
        else:
            yield from _piece("del", before[a:b])
            yield from _piece("ins", after[c:d])


def _shared(one: list[str], other: list[str]) -> int:
    """How many words both begin with."""
    return next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _piece(kind: str, words: list[str]) -> Iterator[tuple[str, str]]:
    if words:
        yield kind, "".join(words)
