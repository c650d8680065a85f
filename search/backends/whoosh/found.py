"""What a part of a plan has found in one segment, and how two such parts go together."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from itertools import compress

from . import masks


@dataclass(slots=True)
class Found:
    """Documents with their scores, or, when all have the same, a mask."""

    scores: dict[int, float] | None
    mask: bytes = b""
    flat: float = 0.0

    def dict(self) -> dict[int, float]:
        if self.scores is not None:
            return self.scores
        return dict.fromkeys(compress(range(len(self.mask)), self.mask), self.flat)

    @property
    def count(self) -> int:
        return masks.count(self.mask) if self.scores is None else len(self.scores)

    def numbers(self) -> Iterable[int]:
        return compress(range(len(self.mask)), self.mask) if self.scores is None else self.scores


def intersection(one: Found, other: Found) -> Found:
    if one.scores is None and other.scores is None:
        return Found(None, masks.both(one.mask, other.mask), one.flat + other.flat)
    if one.scores is None:
        one, other = other, one
    scores = one.dict()
    if other.scores is None:
        mask, flat = other.mask, other.flat
        return Found({number: score + flat for number, score in scores.items() if mask[number]})
    more = other.scores
    return Found({number: scores[number] + more[number] for number in scores.keys() & more.keys()})


def union(found: list[Found]) -> Found:
    if not found:
        return Found({})
    if all(each.scores is None for each in found):
        return Found(None, reduce(masks.either, (each.mask for each in found)), max(each.flat for each in found))
    found.sort(key=lambda each: each.count, reverse=True)
    scores = dict(found[0].dict())
    get = scores.get
    for each in found[1:]:
        for number, score in each.dict().items():
            scores[number] = get(number, 0.0) + score
    return Found(scores)
