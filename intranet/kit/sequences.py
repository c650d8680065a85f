"""What differs between two sequences, in a time that no input can stretch."""

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass

STEPS = 400_000  # comparisons of two sequences; behind them, all that is not alike at both ends counts as replaced

#: ``(kind, a, b, c, d)``: ``before[a:b]`` became ``after[c:d]``; kind is "same", "del", "ins" or "changed".
Part = tuple[str, int, int, int, int]


@dataclass
class Steps:
    """The comparisons that are left for all sequences of one page together."""

    left: int = 2 * STEPS

    @property
    def for_one(self) -> int:
        return min(self.left, STEPS)


def parts(before: Sequence[Hashable], after: Sequence[Hashable], steps: Steps) -> list[Part]:
    """The parts of which both consist, in their order; as few as possible differ.

    Source: E. W. Myers, An O(ND) Difference Algorithm and Its Variations, 1986.
    """
    start = _alike(before, after)
    end = _alike(before[start:][::-1], after[start:][::-1])
    old, new = before[start : len(before) - end], after[start : len(after) - end]
    pairs = [(i, i) for i in range(start)]
    pairs += [(start + i, start + j) for i, j in _pairs(old, new, steps)]
    pairs += [(len(before) - end + i, len(after) - end + i) for i in range(end)]
    return list(_parts(pairs, len(before), len(after)))


def _alike(one: Sequence[Hashable], other: Sequence[Hashable]) -> int:
    """How much both begin with."""
    return next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _pairs(old: Sequence[Hashable], new: Sequence[Hashable], steps: Steps) -> list[tuple[int, int]]:
    """The places that stay, as ``(in old, in new)``; none when it took too many steps to find them."""
    if not old or not new or steps.left <= 0:
        return []
    least = steps.left - steps.for_one
    reached = {1: 0}  # how far in `old`, by diagonal
    rounds: list[dict[int, int]] = []
    for distance in range(len(old) + len(new) + 1):
        steps.left -= distance
        rounds.append(dict(reached))
        for diagonal in range(-distance, distance + 1, 2):
            down = diagonal == -distance or (diagonal != distance and reached[diagonal - 1] < reached[diagonal + 1])
            x = reached[diagonal + 1] if down else reached[diagonal - 1] + 1
            first = x
            while x < len(old) and 0 <= x - diagonal < len(new) and old[x] == new[x - diagonal]:
                x += 1
            steps.left -= x - first + 1
            reached[diagonal] = x
            if x >= len(old) and x - diagonal >= len(new):
                return _way_back(rounds, len(old), len(new))
        if steps.left < least:
            return []
    return []


def _way_back(rounds: list[dict[int, int]], x: int, y: int) -> list[tuple[int, int]]:
    pairs: list[tuple[int, int]] = []
    for distance in range(len(rounds) - 1, -1, -1):
        reached, diagonal = rounds[distance], x - y
        down = diagonal == -distance or (diagonal != distance and reached[diagonal - 1] < reached[diagonal + 1])
        before = diagonal + 1 if down else diagonal - 1
        from_x = reached[before] if distance else 0
        from_y = from_x - before if distance else 0
        while x > from_x and y > from_y:
            x, y = x - 1, y - 1
            pairs.append((x, y))
        x, y = from_x, from_y
    return pairs[::-1]


def _parts(pairs: list[tuple[int, int]], before: int, after: int) -> Iterator[Part]:
    a = c = place = 0
    while place < len(pairs) or a < before or c < after:
        b, d = pairs[place] if place < len(pairs) else (before, after)
        if a < b or c < d:
            yield ("changed" if a < b and c < d else "del" if a < b else "ins"), a, b, c, d
            a, c = b, d
            continue
        first = place
        while place < len(pairs) and pairs[place] == (b + place - first, d + place - first):
            place += 1
        a, c = b + place - first, d + place - first
        yield "same", b, a, d, c
