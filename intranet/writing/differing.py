"""What differs between two versions of a text, word by word, as readers see it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from intranet.kit import markup
from intranet.kit.diff import Piece, words
from intranet.kit.sequences import Steps, parts

from .blocks import Block, lines

AROUND = 1  # lines that are shown before and after a change
A_MARKDOWN = 500  # steps that take as long as writing a short line as Markdown


@dataclass(frozen=True)
class Region:
    """Some lines: changed ones, those beside them, or a gap in which nothing changed."""

    kind: str  # "changed", "form" (only its form or a link changed), "same", "gap"
    pieces: list[Piece]


def compare(old: str, new: str, steps: Steps) -> list[Region]:
    """The regions of two clean bodies. When `steps` are spent, what differs is shown as gone and as new, whole."""
    before, after = list(lines(old)), list(lines(new))
    regions: list[Region] = []
    found = parts([block.html for block in before], [block.html for block in after], steps)
    for place, (kind, a, b, c, d) in enumerate(found):
        if kind == "same":
            regions += _beside(after[c:d], is_first=place == 0, is_last=place == len(found) - 1)
        else:
            regions += _changed(before[a:b], after[c:d], steps)
    return regions


def text_of(html: str) -> str:
    """The lines of a body, or of a piece of one."""
    return _text(list(lines(html)))


def _changed(before: Sequence[Block], after: Sequence[Block], steps: Steps) -> Iterator[Region]:
    """Line by line where there are as many as before."""
    if len(before) == len(after) > 1:
        for old, new in zip(before, after, strict=True):
            yield from _changed([old], [new], steps)
        return
    was, now = _text(before), _text(after)
    if was != now:
        yield Region("changed", words(was, now, steps))
    elif steps.left <= 0:
        yield Region("form", [("same", now)])
    else:
        sides = [_html(side) for side in (before, after)]
        steps.left -= A_MARKDOWN + sum(map(len, sides))
        was, now = (markup.markdown_of(markup.clean_body(side)) for side in sides)
        yield Region("form", words(was, now, steps))


def _beside(same: Sequence[Block], *, is_first: bool, is_last: bool) -> Iterator[Region]:
    head = 0 if is_first else AROUND
    tail = 0 if is_last else AROUND
    if len(same) <= head + tail:
        yield Region("same", [("same", _text(same))])
        return
    if head:
        yield Region("same", [("same", _text(same[:head]))])
    yield Region("gap", [])
    if tail:
        yield Region("same", [("same", _text(same[-tail:]))])


def _text(blocks: Iterable[Block]) -> str:
    return "\n".join(block.text for block in blocks)


def _html(blocks: Iterable[Block]) -> str:
    return "".join(f"<ul>{block.html}</ul>" if block.tag == "li" else block.html for block in blocks)
