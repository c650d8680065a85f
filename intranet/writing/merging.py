"""Two people changed the same text: what both did, brought together block by block."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from intranet.kit.sequences import Steps, parts

from .blocks import HOLDING, Block, split


@dataclass(frozen=True)
class Clash:
    """A place that both changed: what stood there, and what each made of it, as HTML."""

    base: str
    mine: str
    theirs: str


@dataclass
class Merged:
    """The text with the changes of both. Where they clash `html` says what I wrote, and `both` what they wrote, too."""

    html: str = ""
    both: str = ""
    clashes: list[Clash] = field(default_factory=list)


def merge(base: str, mine: str, theirs: str, steps: Steps) -> Merged:
    """Bring two clean bodies together that were made from `base`. When `steps` are spent, more of them clashes."""
    if mine == theirs or theirs == base:
        return Merged(mine, mine)
    if mine == base:
        return Merged(theirs, theirs)
    merged = Merged()
    places = _places(split(base), split(mine), split(theirs), steps)
    pieces = [_piece(merged, steps, *three) for three in places]
    merged.html, merged.both = ("".join(side) for side in zip(*pieces, strict=True))
    return merged


def _piece(
    merged: Merged, steps: Steps, base: Sequence[Block], mine: Sequence[Block], theirs: Sequence[Block]
) -> tuple[str, str]:
    """The place with what I wrote, and with what both wrote."""
    was, one, other = (_html(blocks) for blocks in (base, mine, theirs))
    if one == other or other == was:
        return one, one
    if one == was:
        return other, other
    three = [*base, *mine, *theirs]
    if len(base) == len(mine) == len(theirs) == 1 and len({block.opening for block in three}) == 1:
        block = mine[0]
        if block.tag in HOLDING:
            inner = merge(base[0].inner, block.inner, theirs[0].inner, steps)
            merged.clashes += [Clash(*_around(block, clash)) for clash in inner.clashes]
            begin, end = block.opening, f"</{block.tag}>"
            return f"{begin}{inner.html}{end}", f"{begin}{inner.both}{end}"
    merged.clashes.append(Clash(was, one, other))
    return one, other + one


def _around(block: Block, clash: Clash) -> tuple[str, str, str]:
    base, mine, theirs = (
        f"{block.opening}{html}</{block.tag}>" if html else "" for html in (clash.base, clash.mine, clash.theirs)
    )
    return base, mine, theirs


def _places(base: list[Block], mine: list[Block], theirs: list[Block], steps: Steps) -> list[tuple[list[Block], ...]]:
    """The three texts cut at the blocks that all of them have, so that what stands between can be compared."""
    in_mine, in_theirs = _stays(base, mine, steps), _stays(base, theirs, steps)
    cut: list[tuple[list[Block], ...]] = []
    b = m = t = 0
    for place in range(len(base)):
        if place in in_mine and place in in_theirs:
            to_mine, to_theirs = in_mine[place], in_theirs[place]
            cut.append((base[b:place], mine[m:to_mine], theirs[t:to_theirs]))
            cut.append(([base[place]], [mine[to_mine]], [theirs[to_theirs]]))
            b, m, t = place + 1, to_mine + 1, to_theirs + 1
    cut.append((base[b:], mine[m:], theirs[t:]))
    return [each for place in cut for each in _paired(*place)]


def _paired(*three: list[Block]) -> list[tuple[list[Block], ...]]:
    """Blocks that were only changed, none added and none taken away, are compared one by one."""
    base, mine, theirs = three
    if len(base) == len(mine) == len(theirs):
        return [([one], [two], [other]) for one, two, other in zip(base, mine, theirs, strict=True)]
    return [three]


def _stays(base: list[Block], other: list[Block], steps: Steps) -> dict[int, int]:
    """Where the blocks of `base` that are still there stand now."""
    found = parts(base, other, steps)
    return {a + i: c + i for kind, a, b, c, d in found if kind == "same" for i in range(b - a)}


def _html(blocks: Sequence[Block]) -> str:
    return "".join(block.html for block in blocks)
