"""Word differences between two texts."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from .sequences import Part, Steps, parts

_WORDS = re.compile(r"\s+|[^\W_]+|.", re.DOTALL)

#: ``(kind, text)`` with kind "same", "ins" or "del".
Piece = tuple[str, str]


@dataclass(frozen=True)
class Version:
    """What a text said since `at`, as pieces that lead to it from the version before."""

    at: datetime
    pieces: list[Piece]


def versions(texts: list[tuple[datetime, str]], *, skip: int = 0, most: int = 30) -> list[Version]:
    """`most` of `texts` (oldest first), each compared with the one before: newest first, behind the first `skip`."""
    steps = Steps()
    newest_first = range(len(texts) - 1 - skip, -1, -1)[:most]
    return [Version(texts[i][0], words(texts[i - 1][1] if i else "", texts[i][1], steps)) for i in newest_first]


def words(old: str, new: str, steps: Steps) -> list[Piece]:
    """The pieces that make `new` from `old`, word by word; as a whole where that takes more than `steps`."""
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    pieces: list[Piece] = []
    for kind, a, b, c, d in _smoothed(parts(before, after, steps), before):
        if kind == "same":
            pieces.append(("same", "".join(after[c:d])))
            continue
        pieces += [(kind, text) for kind, text in (("del", "".join(before[a:b])), ("ins", "".join(after[c:d]))) if text]
    return pieces


def _smoothed(found: Iterable[Part], before: Sequence[str]) -> Iterator[Part]:
    """A space between two words that both changed is changed with them: this reads better."""
    open_part: tuple[int, int, int, int] | None = None
    space: tuple[int, int, int, int] | None = None
    for kind, a, b, c, d in found:
        if kind == "same":
            if open_part and b - a == 1 and before[a].isspace() and "\n" not in before[a]:
                space = (a, b, c, d)
                continue
            if open_part:
                yield "changed", *open_part
            open_part = None
            yield kind, a, b, c, d
        elif open_part:
            open_part = (open_part[0], b, open_part[2], d)
            space = None
        else:
            open_part = (a, b, c, d)
    if open_part:
        yield "changed", *open_part
    if space:
        yield ("same", *space)
