"""A clean body, cut into the blocks of which it consists."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)((?:[^<>\"]++|\"[^\"]*+\")*+)>")
_EMPTY = frozenset({"br", "hr", "img"})
#: Blocks that consist of others, which can be changed one by one.
HOLDING = frozenset({"ul", "ol", "blockquote", "table", "thead", "tbody", "aside"})
_LINES = HOLDING | {"li"}
_SIGNS = {"h2": "## ", "h3": "### ", "h4": "#### ", "li": "• "}
_ALT = re.compile(r"<img(?: [a-z-]+=\"[^\"]*+\")*? alt=\"([^\"]*+)\"(?: [a-z-]+=\"[^\"]*+\")*+>")


@dataclass(frozen=True)
class Block:
    """One element: its tag as it opens, and what is in it."""

    tag: str
    opening: str
    inner: str

    @property
    def html(self) -> str:
        return self.opening if self.tag in _EMPTY else f"{self.opening}{self.inner}</{self.tag}>"

    @property
    def text(self) -> str:
        """Its words in a line; the lines of code stay."""
        spaced = _ALT.sub(r"[\1] ", re.sub(r"</t[dh]><t", " | <t", self.inner.replace("<br>", "\n")))
        spaced = spaced.replace("<li>", f"\n{_SIGNS['li']}")  # in the middle of another item
        return _SIGNS.get(self.tag, "") + html.unescape(_TAG.sub("", spaced)).strip()


def split(body: str) -> list[Block]:
    """The outermost blocks, in their order; together they are the body. Words that stand in none are in a paragraph."""
    blocks: list[Block] = []
    depth, start, opened = 0, 0, 0
    tag = opening = ""
    for found in _TAG.finditer(body):
        closes, name = bool(found[1]), found[2]
        if depth == 0:
            if closes:
                continue
            _add_words(blocks, body[start : found.start()])
            if name in _EMPTY:
                blocks.append(Block(name, found[0], ""))
                start = found.end()
            else:
                depth, tag, opening, opened = 1, name, found[0], found.end()
        elif name not in _EMPTY:
            depth += -1 if closes else 1
            if depth == 0:
                blocks.append(Block(tag, opening, body[opened : found.start()]))
                start = found.end()
    _add_words(blocks, body[opened if depth else start :])
    return blocks


def lines(body: str) -> Iterator[Block]:
    """The innermost blocks: a paragraph, a heading, an item, a row."""
    waiting = [split(body)[::-1]]
    while waiting:
        if not waiting[-1]:
            waiting.pop()
            continue
        block = waiting[-1].pop()
        if block.tag in _LINES and re.match(
            r"<(?:p|h[2-4]|ul|ol|li|blockquote|pre|table|thead|tbody|tr|aside|figure)\b", block.inner
        ):
            waiting.append(split(block.inner)[::-1])
        else:
            yield block


def _add_words(blocks: list[Block], text: str) -> None:
    if text.strip():
        blocks.append(Block("p", "<p>", text))
